/*
 * Computes   w_j := w_j - alpha (d_j + l2 w_j), d_j = (hi_j + lo_j) * scale; the bias without l2,
 *            and only with an intercept. Before that, row k of the trace := [w | hi | lo].
 * Shapes     w: [weights (n) | bias]; pairs: [hi (n+2) | lo (n+2)]; trace: rows of 3n + 5, `row`
 *            being where row k begins.
 * Work       an item takes column j of all three: it alone reads and writes w_j. No local memory, no
 *            barriers; columns are padded to the group size.
 * Traffic    O(n).
 * Numerics   float32: fma(-alpha, fma(l2, w_j, d_j), w_j).
 * Options    none.
 * Source     gradient descent with an l2 penalty, (l2/2) |w|^2.
 */
#pragma OPENCL FP_CONTRACT OFF

kernel void update(global float *restrict w, global const float *restrict pairs,
                   global float *restrict trace, const ulong row, const int n, const float scale,
                   const float alpha, const float l2, const int intercept) {
  const int j = (int)get_global_id(0);
  const int columns = n + 2;
  if (j >= columns) {
    return;
  }
  const float hi = pairs[j];
  const float lo = pairs[columns + j];
  global float *restrict target = trace + row;
  target[n + 1 + j] = hi;
  target[n + 1 + columns + j] = lo;
  if (j > n) {
    return;
  }
  const float v = w[j];
  target[j] = v;
  const float d = (hi + lo) * scale;
  if (j < n) {
    w[j] = fma(-alpha, fma(l2, v, d), v);
  } else if (intercept) {
    w[j] = fma(-alpha, d, v);
  }
}
