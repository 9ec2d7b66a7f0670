/*
 * Computes   the sums over each block of 1024 examples of [x q | q | q u] at w, u = x.v + v_b and
 *            q = c a(1-a) u: the Hessian times v, and v'Hv; in the GPU form.
 * Shapes     x: m x n of one slab, example-major; y: m signed weights; w, v: [weights (n) | bias];
 *            pairs: a row a block, [hi (stride) | lo (stride)], columns 0..n+1 of each used;
 *            scratch: 32 S (n|1) + 2n + (S + 2)(n + 2) floats of local memory.
 * Work       a group takes a block, S stripes of 32 examples at a time: it loads their rows into a
 *            tile in local memory; an item a row computes both margins; the S (n+2) sums of stripes
 *            are spread over the items; an item a column adds them to its pairs, in the order of the
 *            stripes. Three barriers a tile.
 * Traffic    one read of X, 4 bytes an element.
 * Numerics   stripe of 32 examples in order, q by plain addition, the others by fma; 32 stripes by
 *            TwoSum, the errors gathered in lo.
 * Options    GROUP: items in a group, 64, 128 or 256. STRIPES: S, 1, 2 or 4.
 * Source     none. Needs elementary.cl and sums_tile.cl before it.
 */
#pragma OPENCL FP_CONTRACT OFF

#ifndef GROUP
#error "pass -D GROUP=64, 128 or 256"
#endif
#ifndef STRIPES
#error "pass -D STRIPES=1, 2 or 4"
#endif

kernel __attribute__((reqd_work_group_size(GROUP, 1, 1))) void product(
    global const float *restrict x, global const float *restrict y, global const float *restrict w,
    global const float *restrict v, global float *restrict pairs, const int m, const int n,
    const int stride, const int first, const int base, local float *scratch) {
  local float q[ROWS];
  local float u[ROWS];
  const int item = (int)get_local_id(0);
  const int block = first + (int)get_group_id(0);
  const int end = min(m, (block + 1) * BLOCK);
  const int columns = n + 2;
  const int pitch = n | 1;
  local float *tile = scratch;
  local float *weights = tile + ROWS * pitch;
  local float *direction = weights + n;
  local float *sums = direction + n;
  local float *hi = sums + STRIPES * columns;
  local float *lo = hi + columns;
  for (int j = item; j < n; j += GROUP) {
    weights[j] = w[j];
    direction[j] = v[j];
  }
  clear_pairs(hi, lo, columns, item);
  for (int i = block * BLOCK; i < end; i += ROWS) {
    const int rows = min(ROWS, end - i);
    load_tile(x + (size_t)i * n, tile, rows, n, item);
    barrier(CLK_LOCAL_MEM_FENCE);
    for (int r = item; r < rows; r += GROUP) {
      const float z = margin_in_tile(tile + r * pitch, weights, n) + w[n];
      const float along = margin_in_tile(tile + r * pitch, direction, n) + v[n];
      q[r] = (fabs(y[i + r]) * curvature_from(exp_minus_abs(z))) * along;
      u[r] = along;
    }
    barrier(CLK_LOCAL_MEM_FENCE);
    for (int k = item; k < STRIPES * columns; k += GROUP) {
      const int stripe = k / columns;
      const int j = k - stripe * columns;
      const int from = stripe * STRIPE;
      const int to = min(rows, from + STRIPE);
      sums[k] = j == n  ? sum_of_values(q, from, to)
                : j < n ? sum_of_products(q, tile + j, pitch, from, to)
                        : sum_of_products(q, u, 1, from, to);
    }
    barrier(CLK_LOCAL_MEM_FENCE);
    add_stripes(sums, hi, lo, rows, columns, item);
  }
  store_pairs(hi, lo, pairs + (size_t)(base + block) * 2 * stride, columns, stride, item);
}
