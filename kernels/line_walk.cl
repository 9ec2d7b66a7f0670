/*
 * Computes   the sums over each block of 1024 examples of [dz d | c a(1-a) d^2 | loss] at the margins
 *            z + t d, in the CPU form.
 * Shapes     z, d: margins of all examples, the slab's from row `slab` on; y: m signed weights of one
 *            slab; pairs: a row a block, [hi (stride) | lo (stride)], columns 0..2 of each used.
 * Work       an item walks block `firstRow` + its index, 32 examples at a time: the elementary functions
 *            for all 32, then the sums. No local memory, no barriers; group size 1.
 * Traffic    12 bytes an example.
 * Numerics   stripe of 32 examples in order, the loss by plain addition, the others by fma; 32 stripes
 *            by TwoSum, the errors gathered in lo.
 * Options    none.
 * Source     Knuth's TwoSum. Needs elementary.cl and sums_walk.cl before it.
 */
#pragma OPENCL FP_CONTRACT OFF

#define BLOCK 1024

kernel void line(global const float *restrict z, global const float *restrict d,
                 global const float *restrict y, global float *restrict pairs, const float t,
                 const int m, const int stride, const int slab, const int firstRow) {
  const int block = (int)get_global_id(0);
  const int end = min(m, (block + 1) * BLOCK);
  float2 slope_pair = (float2)(0.0f, 0.0f);
  float2 curvature_pair = (float2)(0.0f, 0.0f);
  float2 loss_pair = (float2)(0.0f, 0.0f);
  for (int i = block * BLOCK; i < end; i += STRIPE) {
    const int rows = min(STRIPE, end - i);
    global const float *restrict begin = z + (size_t)slab + i;
    global const float *restrict along = d + (size_t)slab + i;
    float dz[STRIPE], k[STRIPE], losses[STRIPE];
    for (int r = 0; r < rows; r++) {
      const float label = y[i + r];
      const float s = wrong_margin(fma(t, along[r], begin[r]), label);
      const float e = exp_minus_abs(s);
      dz[r] = -label * sigmoid_from(s, e);
      k[r] = fabs(label) * curvature_from(e);
      losses[r] = fabs(label) * loss_from(s, e);
    }
    float slope = 0.0f, curvature = 0.0f, loss = 0.0f;
    for (int r = 0; r < rows; r++) {
      slope = fma(dz[r], along[r], slope);
      curvature = fma(k[r] * along[r], along[r], curvature);
      loss += losses[r];
    }
    slope_pair = add_column(slope_pair, slope);
    curvature_pair = add_column(curvature_pair, curvature);
    loss_pair = add_column(loss_pair, loss);
  }
  global float *hi = pairs + (size_t)(firstRow + block) * 2 * stride;
  global float *lo = hi + stride;
  hi[0] = slope_pair.x;
  hi[1] = curvature_pair.x;
  hi[2] = loss_pair.x;
  lo[0] = slope_pair.y;
  lo[1] = curvature_pair.y;
  lo[2] = loss_pair.y;
}
