/*
 * Computes   the sums over each block of 1024 examples of [x dz | dz | loss] at w, dz = c (a - y),
 *            for B columns of parameters, in the GPU form with a tile.
 * Shapes     x: m x N of one slab, example-major; y: m signed weights of the slab, or with `own` m x B
 *            of all examples, the slab's from example `slab` on; w: (N+1) x pitch, pitch the next
 *            multiple of 8 above B; pairs: a row a block, [hi (stride) | lo (stride)], (N+2) x B of each
 *            used. The slab's first block has row `base`.
 * Work       a group takes a block for eight columns, ROWS rows at a time: the next tile is on its way
 *            into registers while its items compute this one, which stands in local memory: an item a
 *            lane of some rows; an item a row and column; an item its own features, for eight columns.
 *            Groups that share rows are neighbours. Four barriers a tile.
 * Traffic    a read of X for each eight columns, all but the first from cache.
 * Numerics   as panel_tile.cl and panel_sums_tile.cl have them.
 * Options    those of panel_tile.cl.
 * Source     none. Needs elementary.cl, tile.cl, panel_tile.cl and panel_sums_tile.cl before it.
 */
#pragma OPENCL FP_CONTRACT OFF

kernel __attribute__((reqd_work_group_size(GROUP, 1, 1))) void gradient_panel(
    global const float *restrict x, global const float *restrict y, global const float *restrict w,
    global float *restrict pairs, const int m, const int stride, const int first, const int base,
    const int columns, const int own, const int slab) {
  local float4 tile[TILE_QUADS];
  local float4 weights[2 * SIDE];
  local float4 lanes[LANES_OF_PANEL];
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
    barrier(CLK_LOCAL_MEM_FENCE);
#pragma unroll
    for (int f = 0; f < FINISHED; f++) {
      const int k = item + f * GROUP;
      if (IS_FINISHED(k)) {
        const float z = margin_of_panel((local const float *)lanes, weights, k);
        const float s = wrong_margin(z, labels[f]);
        const float e = exp_minus_abs(s);
        ((local float *)values)[k] = -labels[f] * sigmoid_from(s, e);
        ((local float *)values)[8 * ROWS + k] = fabs(labels[f]) * loss_from(s, e);
      }
    }
    if (i + ROWS < end) {
      load_labels(labels, y, shift + i + ROWS, min(ROWS, end - i - ROWS), columns, c, own, item);
    }
    barrier(CLK_LOCAL_MEM_FENCE);
    add_rows(sums.g, values, (local const float *)tile, rows, item);
    if (HAS_EXTRA(item)) {
      const int kind = EXTRA_OF(item) / 8;
      local const float *column =
          (local const float *)values + kind * 8 * ROWS + EXTRA_OF(item) % 8;
      sums.extra = add_column(sums.extra, column, column, 0, rows);
    }
    if ((i + ROWS) % STRIPE == 0 || i + ROWS >= end) {
      close_stripe(&sums);
    }
    barrier(CLK_LOCAL_MEM_FENCE);
  }
  global float *out = pairs + (size_t)(base + block) * 2 * stride;
  store_panel(&sums, out, stride, columns, c, item);
}
