/*
 * Computes   z_i = w . x_i + b for B columns of parameters, in the GPU form with a tile.
 * Shapes     x: m x N of one slab, example-major; w: (N+1) x pitch, pitch the next multiple of 8 above
 *            B; z: m x B of all examples, the slab's from example `slab` on.
 * Work       a group takes an eighth of a block from block `first` on for eight columns, ROWS rows at a
 *            time, which stand in local memory: an item a lane of some rows, then an item a row and
 *            column. Groups that share rows are neighbours. Three barriers a tile.
 * Traffic    a read of X for each eight columns, all but the first from cache.
 * Numerics   as margins_wide.cl has them for one column.
 * Options    those of panel_tile.cl.
 * Source     none. Needs elementary.cl, tile.cl and panel_tile.cl before it.
 */
#pragma OPENCL FP_CONTRACT OFF

kernel __attribute__((reqd_work_group_size(GROUP, 1, 1))) void margins_panel(
    global const float *restrict x, global const float *restrict w, global float *restrict z,
    const int m, const int first, const int columns, const int slab) {
  local float4 tile[TILE_QUADS];
  local float4 weights[2 * SIDE];
  local float4 lanes[LANES_OF_PANEL];
  const int item = (int)get_local_id(0);
  const int sides = (columns + 7) / 8;
  const int c = (int)get_group_id(0) % sides * 8;
  const int begin = first * BLOCK + (int)get_group_id(0) / sides * (BLOCK / 8);
  const int end = min(m, begin + BLOCK / 8);
  float4 next[LOADS];
  load_tile(x + (size_t)begin * N, next, min(ROWS, end - begin), item);
  load_side(weights, w + c, sides * 8, item);
  for (int i = begin; i < end; i += ROWS) {
    store_tile((local float *)tile, next, item);
    barrier(CLK_LOCAL_MEM_FENCE);
    if (i + ROWS < end) {
      load_tile(x + (size_t)(i + ROWS) * N, next, min(ROWS, end - i - ROWS), item);
    }
    lanes_of_panel((local const float *)tile, weights, (local float *)lanes, item);
    barrier(CLK_LOCAL_MEM_FENCE);
#pragma unroll
    for (int f = 0; f < FINISHED; f++) {
      const int k = item + f * GROUP;
      if (k < 8 * min(ROWS, end - i) && c + k % 8 < columns) {
        z[((size_t)slab + i + k / 8) * columns + c + k % 8] =
            margin_of_panel((local const float *)lanes, weights, k);
      }
    }
    barrier(CLK_LOCAL_MEM_FENCE);
  }
}
