/*
 * Computes   the sums over each block of 1024 examples of [x dz | dz | loss] at w, dz = c (a - y),
 *            in the GPU form.
 * Shapes     x: m x n of one slab, example-major; y: m signed weights; w: [weights (n) | bias];
 *            pairs: a row a block, [hi (stride) | lo (stride)], columns 0..n+1 of each used;
 *            scratch: ROWS tile_pitch(n) + n + (S + 2)(n + 2) floats of local memory, S = ROWS/32
 *            rounded up.
 * Work       a group takes a block, ROWS examples at a time: eight items a row load it into a tile in
 *            local memory and add up the lanes of its margin; an item a row computes dz; the S (n+2)
 *            sums of stripes are spread over the items; an item a column adds them to its pairs, in
 *            the order of the stripes. Three barriers a tile.
 * Traffic    one read of X, 4 bytes an element.
 * Numerics   stripe of 32 examples in order by fma; 32 stripes by TwoSum, the errors gathered in lo.
 * Options    GROUP: items in a group, 64, 128 or 256. ROWS: rows in a tile, 8, 16, 32, 64 or 128.
 * Source     none. Needs elementary.cl and sums_tile.cl before it.
 */
#pragma OPENCL FP_CONTRACT OFF

#ifndef GROUP
#error "pass -D GROUP=64, 128 or 256"
#endif
#ifndef ROWS
#error "pass -D ROWS=8, 16, 32, 64 or 128"
#endif

kernel __attribute__((reqd_work_group_size(GROUP, 1, 1))) void gradient(
    global const float *restrict x, global const float *restrict y, global const float *restrict w,
    global float *restrict pairs, const int m, const int n, const int stride, const int first,
    const int firstRow, local float *scratch) {
  local float lanes[8 * LANE_PITCH];
  local float4 dz[ROWS / 4];
  local float4 losses[ROWS / 4];
  const int item = (int)get_local_id(0);
  const int block = first + (int)get_group_id(0);
  const int end = min(m, (block + 1) * BLOCK);
  const int columns = n + 2;
  const int pitch = tile_pitch(n);
  local float *tile = scratch;
  local float *weights = tile + ROWS * pitch;
  local float *sums = weights + n;
  local float *hi = sums + STRIPES * columns;
  local float *lo = hi + columns;
  for (int j = item; j < n; j += GROUP) {
    weights[j] = w[j];
  }
  for (int j = item; j < columns; j += GROUP) {
    hi[j] = 0.0f;
    lo[j] = 0.0f;
  }
  barrier(CLK_LOCAL_MEM_FENCE);
  for (int i = block * BLOCK; i < end; i += ROWS) {
    const int rows = min(ROWS, end - i);
    const int part = i & (STRIPE - 1);
    load_tile(x + (size_t)i * n, tile, weights, lanes, rows, n, item);
    barrier(CLK_LOCAL_MEM_FENCE);
    for (int r = item; r < rows; r += GROUP) {
      const float z = margin_of_lanes(lanes + r) + w[n];
      const float label = y[i + r];
      const float s = wrong_margin(z, label);
      const float e = exp_minus_abs(s);
      ((local float *)dz)[r] = -label * sigmoid_from(s, e);
      ((local float *)losses)[r] = fabs(label) * loss_from(s, e);
    }
    barrier(CLK_LOCAL_MEM_FENCE);
    for (int k = item; k < STRIPES * columns; k += GROUP) {
      const int stripe = k / columns;
      const int j = k - stripe * columns;
      const int start = stripe * STRIPE;
      const int stop = min(rows, start + STRIPE);
      const float g = part > 0 ? sums[k] : 0.0f;
      sums[k] = j < n ? add_products(g, dz, tile + j, pitch, start, stop)
                      : add_values(g, j == n ? dz : losses, start, stop);
    }
    barrier(CLK_LOCAL_MEM_FENCE);
    if (part + rows >= STRIPE || i + rows == end) {
      add_stripes(sums, hi, lo, rows, columns, item);
    }
  }
  global float *target = pairs + (size_t)(firstRow + block) * 2 * stride;
  for (int j = item; j < columns; j += GROUP) {
    target[j] = hi[j];
    target[stride + j] = lo[j];
  }
}
