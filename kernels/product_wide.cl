/*
 * Computes   the sums over each block of 1024 examples of [x q | q | q u] at w, u = x.v + v_b and
 *            q = c a(1-a) u: the Hessian times v, and v'Hv; in the GPU form for rows of which not
 *            even 32 fit local memory.
 * Shapes     x: m x n of one slab, example-major; y: m signed weights; w, v: [weights (n) | bias];
 *            pairs: a row a block, [hi (stride) | lo (stride)], columns 0..n+1 of each used.
 * Work       a group takes a block, 32 examples at a time: eight items a row add up the lanes of
 *            both margins, an item a row finishes them, an item a column adds the stripe. Two
 *            barriers a stripe; 2368 bytes of local memory. A column's pair belongs to one item.
 * Traffic    two reads of X, the second of rows just read; 16 bytes a column a stripe for the pairs.
 * Numerics   stripe of 32 examples in order, q by plain addition, the others by fma; 32 stripes by
 *            TwoSum, the errors gathered in lo.
 * Options    GROUP: items in a group, 64, 128 or 256.
 * Source     Knuth's TwoSum. Needs elementary.cl and margins_wide.cl before it.
 */
#pragma OPENCL FP_CONTRACT OFF

#ifndef GROUP
#error "pass -D GROUP=64, 128 or 256"
#endif

#define STRIPE 32
/* The lanes of one row stand so far apart, so that neighbours are in different banks. */
#define PITCH 33

kernel __attribute__((reqd_work_group_size(GROUP, 1, 1))) void product(
    global const float *restrict x, global const float *restrict y, global const float *restrict w,
    global const float *restrict v, global float *restrict pairs, const int m, const int n,
    const int stride, const int first, const int firstRow) {
  local float t[8 * PITCH];
  local float tv[8 * PITCH];
  local float q[STRIPE];
  local float u[STRIPE];
  const int item = (int)get_local_id(0);
  const int block = first + (int)get_group_id(0);
  const int end = min(m, (block + 1) * BLOCK);
  global float *hi = pairs + (size_t)(firstRow + block) * 2 * stride;
  global float *lo = hi + stride;
  for (int j = item; j < n + 2; j += GROUP) {
    hi[j] = 0.0f;
    lo[j] = 0.0f;
  }
  for (int i = block * BLOCK; i < end; i += STRIPE) {
    const int rows = min(STRIPE, end - i);
    global const float *restrict stripe = x + (size_t)i * n;
    for (int k = item; k < 8 * rows; k += GROUP) {
      const int row = k >> 3;
      const int lane = k & 7;
      t[lane * PITCH + row] = lane_of_margin(stripe + (size_t)row * n, w, n, lane);
      tv[lane * PITCH + row] = lane_of_margin(stripe + (size_t)row * n, v, n, lane);
    }
    barrier(CLK_LOCAL_MEM_FENCE);
    if (item < rows) {
      const float z = sum_of_lanes(t + item, PITCH) + w[n];
      const float along = sum_of_lanes(tv + item, PITCH) + v[n];
      q[item] = (fabs(y[i + item]) * curvature_from(exp_minus_abs(z))) * along;
      u[item] = along;
    }
    barrier(CLK_LOCAL_MEM_FENCE);
    for (int j = item; j < n + 2; j += GROUP) {
      float g = 0.0f;
      if (j < n) {
        global const float *restrict column = stripe + j;
        for (int r = 0; r < rows; r++) {
          g = fma(q[r], column[(size_t)r * n], g);
        }
      } else if (j == n) {
        for (int r = 0; r < rows; r++) {
          g += q[r];
        }
      } else {
        for (int r = 0; r < rows; r++) {
          g = fma(q[r], u[r], g);
        }
      }
      const float a = hi[j];
      const float s = a + g;
      const float b = s - a;
      hi[j] = s;
      lo[j] += (a - (s - b)) + (g - b);
    }
  }
}
