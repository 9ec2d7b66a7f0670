/*
 * Computes   the sums over each block of 1024 examples of [x q | q | q u] at w, u = x.v + v_b and
 *            q = c a(1-a) u: the Hessian times v, and v'Hv; in the CPU form.
 * Shapes     x: m x n of one slab, example-major; y: m signed weights; w, v: [weights (n) | bias];
 *            pairs: a row a block, [hi (stride) | lo (stride)], columns 0..n+1 of each used,
 *            stride >= n + 2 and a multiple of 32.
 * Work       an item walks one block, 32 examples at a time: both margins eight rows at a time, the
 *            elementary function for all 32, then the sums, the 32 rows being hot in cache. No local
 *            memory, no barriers; group size 1.
 * Traffic    one read of X, 4 bytes an element; the block's pairs stay in cache.
 * Numerics   stripe of 32 examples in order, q by plain addition, the others by fma; 32 stripes by
 *            TwoSum, the errors gathered in lo.
 * Options    none. x must be readable for 32 floats beyond its end, see sums_walk.cl; q and q u are
 *            written over the first two spare columns at the end.
 * Source     Knuth's TwoSum. Needs elementary.cl, margins_walk.cl and sums_walk.cl before it.
 */
#pragma OPENCL FP_CONTRACT OFF

kernel void product(global const float *restrict x, global const float *restrict y,
                    global const float *restrict w, global const float *restrict v,
                    global float *restrict pairs, const int m, const int n, const int stride,
                    const int first, const int firstRow) {
  const int block = first + (int)get_global_id(0);
  const int end = min(m, (block + 1) * BLOCK);
  global float *hi = pairs + (size_t)(firstRow + block) * 2 * stride;
  global float *lo = hi + stride;
  clear_pairs(hi, 2 * stride);
  float2 bias_pair = (float2)(0.0f, 0.0f);
  float2 square_pair = (float2)(0.0f, 0.0f);
  for (int i = block * BLOCK; i < end; i += STRIPE) {
    const int rows = min(STRIPE, end - i);
    global const float *restrict stripe = x + (size_t)i * n;
    float z[STRIPE], u[STRIPE], q[STRIPE];
    for (int r = 0; r < rows; r += 8) {
      global const float *restrict eight = stripe + (size_t)r * n;
      vstore8(margins_of_eight(eight, w, rows - r, n), 0, z + r);
      vstore8(margins_of_eight(eight, v, rows - r, n), 0, u + r);
    }
    for (int r = 0; r < rows; r++) {
      q[r] = (fabs(y[i + r]) * curvature_from(exp_minus_abs(z[r]))) * u[r];
    }
    add_stripe(stripe, n, rows, q, hi, lo);
    float bias = 0.0f, square = 0.0f;
    for (int r = 0; r < rows; r++) {
      bias += q[r];
      square = fma(q[r], u[r], square);
    }
    bias_pair = add_column(bias_pair, bias);
    square_pair = add_column(square_pair, square);
  }
  hi[n] = bias_pair.x;
  lo[n] = bias_pair.y;
  hi[n + 1] = square_pair.x;
  lo[n + 1] = square_pair.y;
}
