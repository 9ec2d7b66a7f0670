/*
 * Computes   the sums over each block of 1024 examples of [x q | q | q u] at w, u = x.v + v_b and
 *            q = c a(1-a) u, for B columns of parameters, in the GPU form with a tile.
 * Shapes     x: m x N of one slab, example-major; y: m signed weights of the slab, or with `own` m x B
 *            of all examples, the slab's from example `slab` on; w, v: (N+1) x pitch, pitch the next
 *            multiple of 8 above B; pairs: a row a block, [hi (stride) | lo (stride)], (N+2) x B of each
 *            used. The slab's first block has row `base`.
 * Work       as gradient_panel_tile.cl has it, with the lanes of two margins.
 * Traffic    a read of X for each eight columns, all but the first from cache.
 * Numerics   as panel_tile.cl and panel_sums_tile.cl have them.
 * Options    those of panel_tile.cl.
 * Source     none. Needs elementary.cl, tile.cl, panel_tile.cl and panel_sums_tile.cl before it.
 */
#pragma OPENCL FP_CONTRACT OFF

kernel __attribute__((reqd_work_group_size(GROUP, 1, 1))) void product_panel(
    global const float *restrict x, global const float *restrict y, global const float *restrict w,
    global const float *restrict v, global float *restrict pairs, const int m, const int stride,
    const int first, const int base, const int columns, const int own, const int slab) {
  local float4 tile[TILE_QUADS];
  local float4 weights[2 * SIDE];
  local float4 directions[2 * SIDE];
  local float4 lanes[LANES_OF_PANEL];
  local float4 lanes_along[LANES_OF_PANEL];
  local float4 values[4 * ROWS];
  const int item = (int)get_local_id(0);
  const int sides = (columns + 7) / 8;
  const int c = (int)get_group_id(0) % sides * 8;
  const int block = first + (int)get_group_id(0) / sides;
  const int begin = block * BLOCK;
  const int end = min(m, begin + BLOCK);
  const size_t shift = own ? (size_t)slab : 0;
  float4 next[LOADS];
  float labels[FINISHED];
  load_tile(x + (size_t)begin * N, next, min(ROWS, end - begin), item);
  load_labels(labels, y, shift + begin, min(ROWS, end - begin), columns, c, own, item);
  load_side(weights, w + c, sides * 8, item);
  load_side(directions, v + c, sides * 8, item);
  panel_sums sums;
  clear_panel(&sums);
  for (int i = begin; i < end; i += ROWS) {
    const int rows = min(ROWS, end - i);
    store_tile((local float *)tile, next, item);
    barrier(CLK_LOCAL_MEM_FENCE);
    if (i + ROWS < end) {
      load_tile(x + (size_t)(i + ROWS) * N, next, min(ROWS, end - i - ROWS), item);
    }
    lanes_of_panel((local const float *)tile, weights, (local float *)lanes, item);
    lanes_of_panel((local const float *)tile, directions, (local float *)lanes_along, item);
    barrier(CLK_LOCAL_MEM_FENCE);
#pragma unroll
    for (int f = 0; f < FINISHED; f++) {
      const int k = item + f * GROUP;
      if (IS_FINISHED(k)) {
        const float z = margin_of_panel((local const float *)lanes, weights, k);
        const float u = margin_of_panel((local const float *)lanes_along, directions, k);
        ((local float *)values)[k] = (fabs(labels[f]) * curvature_from(exp_minus_abs(z))) * u;
        ((local float *)values)[8 * ROWS + k] = u;
      }
    }
    if (i + ROWS < end) {
      load_labels(labels, y, shift + i + ROWS, min(ROWS, end - i - ROWS), columns, c, own, item);
    }
    barrier(CLK_LOCAL_MEM_FENCE);
    add_rows(sums.g, values, (local const float *)tile, rows, item);
    if (HAS_EXTRA(item)) {
      local const float *column = (local const float *)values + EXTRA_OF(item) % 8;
      sums.extra = add_column(sums.extra, column, column + 8 * ROWS, EXTRA_OF(item) / 8, rows);
    }
    if ((i + ROWS) % STRIPE == 0 || i + ROWS >= end) {
      close_stripe(&sums);
    }
    barrier(CLK_LOCAL_MEM_FENCE);
  }
  global float *out = pairs + (size_t)(base + block) * 2 * stride;
  store_panel(&sums, out, stride, columns, c, item);
}
