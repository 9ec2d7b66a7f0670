/*
 * Computes   z_i = w . x_i + b, in the GPU form.
 * Shapes     x: m x n of one slab, example-major; w: [weights (n) | bias]; z: m, from row `slab` on.
 * Work       eight items a row, one for each lane, straight from global memory: neighbours read
 *            neighbours. A group takes GROUP / 8 rows from block `first` on; one barrier;
 *            GROUP * 4 bytes of local memory. Items beyond m repeat the last row and write nothing.
 * Traffic    one read of X, 4 bytes an element.
 * Numerics   lane l takes the features j = l mod 8 in ascending order by fma; the lanes are added
 *            as (((t0+t4)+(t2+t6)) + ((t1+t5)+(t3+t7))), then b.
 * Options    GROUP: items in a group, 64, 128 or 256.
 * Source     none. Needs elementary.cl before it.
 */
#pragma OPENCL FP_CONTRACT OFF

#ifndef GROUP
#error "pass -D GROUP=64, 128 or 256"
#endif

#define BLOCK 1024

/* The part of a row's margin that one lane adds up. */
static float lane_of_margin(global const float *row, global const float *w,
                            const int n, const int lane) {
  float t = 0.0f;
  for (int j = lane; j < n; j += 8) {
    t = fma(row[j], w[j], t);
  }
  return t;
}

/* The sum of eight lanes that stand `step` apart. */
INLINE float sum_of_lanes(local const float *t, const int step) {
  return ((t[0] + t[4 * step]) + (t[2 * step] + t[6 * step])) +
         ((t[step] + t[5 * step]) + (t[3 * step] + t[7 * step]));
}

kernel __attribute__((reqd_work_group_size(GROUP, 1, 1))) void margins(
    global const float *restrict x, global const float *restrict w, global float *restrict z,
    const int m, const int n, const int first, const int slab) {
  local float t[GROUP];
  const int item = (int)get_local_id(0);
  const int begin = first * BLOCK + (int)get_group_id(0) * (GROUP / 8);
  const int row = min(begin + (item >> 3), m - 1);
  t[item] = lane_of_margin(x + (size_t)row * n, w, n, item & 7);
  barrier(CLK_LOCAL_MEM_FENCE);
  if (item < GROUP / 8 && begin + item < m) {
    z[(size_t)slab + begin + item] = sum_of_lanes(t + item * 8, 1) + w[n];
  }
}
