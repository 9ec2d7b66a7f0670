/*
 * Computes   the sums over each block of 1024 examples of [x q | q | last] for K columns of q, in the GPU
 *            form with a tile.
 * Shapes     x: m x N of one slab, example-major; q: m x K of all examples, the slab's from example
 *            `slab` on; last: m of all; pairs: a row a block, [hi (stride) | lo (stride)], (N+1) K + 1
 *            of each used. The slab's first block has row `base`.
 * Work       a group takes a block for eight columns, ROWS rows at a time: the next tile is on its way
 *            into registers while each item adds up its own features, for eight columns. Groups that
 *            share rows are neighbours. Two barriers a tile.
 * Traffic    a read of X for each eight columns, all but the first from cache.
 * Numerics   as panel_tile.cl and panel_sums_tile.cl have them.
 * Options    those of panel_tile.cl.
 * Source     none. Needs elementary.cl, tile.cl, panel_tile.cl and panel_sums_tile.cl before it.
 */
#pragma OPENCL FP_CONTRACT OFF

/* The values of the rows and columns that an item brings; beyond the columns those of the last. */
INLINE void load_values(float *values, global const float *q, const size_t row, const int rows,
                        const int columns, const int c, const int item) {
#pragma unroll
  for (int f = 0; f < FINISHED; f++) {
    const int k = item + f * GROUP;
    values[f] = q[(row + min(k / 8, rows - 1)) * columns + min(c + k % 8, columns - 1)];
  }
}

kernel __attribute__((reqd_work_group_size(GROUP, 1, 1))) void softmax_sums_tile(
    global const float *restrict x, global const float *restrict q,
    global const float *restrict last, global float *restrict pairs, const int m, const int stride,
    const int first, const int base, const int columns, const int slab) {
  local float4 tile[TILE_QUADS];
  local float4 values[2 * ROWS];
  const int item = (int)get_local_id(0);
  const int sides = (columns + 7) / 8;
  const int c = (int)get_group_id(0) % sides * 8;
  const int block = first + (int)get_group_id(0) / sides;
  const int begin = block * BLOCK;
  const int end = min(m, begin + BLOCK);
  float4 next[LOADS];
  float own[FINISHED];
  load_tile(x + (size_t)begin * N, next, min(ROWS, end - begin), item);
  load_values(own, q, (size_t)slab + begin, min(ROWS, end - begin), columns, c, item);
  panel_sums sums;
  clear_panel(&sums);
  for (int i = begin; i < end; i += ROWS) {
    const int rows = min(ROWS, end - i);
    store_tile((local float *)tile, next, item);
#pragma unroll
    for (int f = 0; f < FINISHED; f++) {
      if (IS_FINISHED(item + f * GROUP)) {
        ((local float *)values)[item + f * GROUP] = own[f];
      }
    }
    barrier(CLK_LOCAL_MEM_FENCE);
    if (i + ROWS < end) {
      const int more = min(ROWS, end - i - ROWS);
      load_tile(x + (size_t)(i + ROWS) * N, next, more, item);
      load_values(own, q, (size_t)slab + i + ROWS, more, columns, c, item);
    }
    add_rows(sums.g, values, (local const float *)tile, rows, item);
    if (EXTRA_OF(item) < 8) {
      local const float *column = (local const float *)values + EXTRA_OF(item);
      sums.extra = add_column(sums.extra, column, column, 0, rows);
    } else if (EXTRA_OF(item) == 8 && c == 0) {
      for (int r = 0; r < rows; r++) {
        sums.extra += last[(size_t)slab + i + r];
      }
    }
    if ((i + ROWS) % STRIPE == 0 || i + ROWS >= end) {
      close_stripe(&sums);
    }
    barrier(CLK_LOCAL_MEM_FENCE);
  }
  global float *out = pairs + (size_t)(base + block) * 2 * stride;
  store_features(&sums, out, stride, columns, c, item);
  if (EXTRA_OF(item) < min(8, columns - c) || (EXTRA_OF(item) == 8 && c == 0)) {
    const size_t at =
        EXTRA_OF(item) == 8 ? (size_t)(N + 1) * columns : (size_t)N * columns + c + EXTRA_OF(item);
    out[at] = sums.pair.x;
    out[stride + at] = sums.pair.y;
  }
}
