/*
 * Computes   the sums over each block of 1024 examples of [x dz | dz | loss] at w, dz = c (a - y),
 *            in the CPU form.
 * Shapes     x: m x n of one slab, example-major; y: m signed weights; w: [weights (n) |
 *            bias]; pairs: a row a block, [hi (stride) | lo (stride)], columns 0..n+1 of each used,
 *            stride >= n + 2 and a multiple of 32.
 * Work       an item walks one block, 32 examples at a time: the margins eight rows at a time, the
 *            elementary functions for all 32, then the sums 32 columns at a time, the 32 rows being
 *            hot in cache. No local memory, no barriers; group size 1.
 * Traffic    one read of X, 4 bytes an element; the block's pairs stay in cache.
 * Numerics   stripe of 32 examples in order by fma; 32 stripes by TwoSum, the errors gathered in lo.
 * Options    none. x must be readable for 32 floats beyond its end: columns beyond n are computed
 *            from whatever follows, land in the row's spare columns and are never read; db and the
 *            loss are written over the first two of them at the end.
 * Source     Knuth's TwoSum. Needs elementary.cl, margins_walk.cl and sums_walk.cl before it.
 */
#pragma OPENCL FP_CONTRACT OFF

kernel void gradient(global const float *restrict x, global const float *restrict y,
                     global const float *restrict w, global float *restrict pairs, const int m,
                     const int n, const int stride, const int first, const int firstRow) {
  const int block = first + (int)get_global_id(0);
  const int end = min(m, (block + 1) * BLOCK);
  global float *hi = pairs + (size_t)(firstRow + block) * 2 * stride;
  global float *lo = hi + stride;
  clear_pairs(hi, 2 * stride);
  float2 bias_pair = (float2)(0.0f, 0.0f);
  float2 loss_pair = (float2)(0.0f, 0.0f);
  for (int i = block * BLOCK; i < end; i += STRIPE) {
    const int rows = min(STRIPE, end - i);
    global const float *restrict stripe = x + (size_t)i * n;
    float z[STRIPE], dz[STRIPE], loss[STRIPE];
    for (int r = 0; r < rows; r += 8) {
      vstore8(margins_of_eight(stripe + (size_t)r * n, w, rows - r, n), 0, z + r);
    }
    for (int r = 0; r < rows; r++) {
      const float label = y[i + r];
      const float s = wrong_margin(z[r], label);
      const float e = exp_minus_abs(s);
      const float wrong = sigmoid_from(s, e);
      dz[r] = -label * wrong;
      loss[r] = fabs(label) * loss_from(s, e);
    }
    add_stripe(stripe, n, rows, dz, hi, lo);
    float bias = 0.0f, cost = 0.0f;
    for (int r = 0; r < rows; r++) {
      bias += dz[r];
      cost += loss[r];
    }
    bias_pair = add_column(bias_pair, bias);
    loss_pair = add_column(loss_pair, cost);
  }
  hi[n] = bias_pair.x;
  lo[n] = bias_pair.y;
  hi[n + 1] = loss_pair.x;
  lo[n + 1] = loss_pair.y;
}
