/*
 * Computes   the sums over each block of 1024 examples of [dz d | c a(1-a) d^2 | loss] at the margins
 *            z + t d, for B columns, in every form.
 * Shapes     z, d: m x B margins of all examples, the slab's from example `slab` on; y: m signed weights
 *            of the slab, or with `own` m x B of all examples; t: B; pairs: a row a block, [hi (stride) |
 *            lo (stride)], 3 x B of each used.
 * Work       an item walks one block (dimension 1) for one column (dimension 0), padded to the group
 *            size, so that neighbours read neighbours. No local memory, no barriers.
 * Traffic    12 bytes a margin.
 * Numerics   stripe of 32 examples in order, the loss by plain addition, the others by fma; 32 stripes
 *            by TwoSum, the errors gathered in lo.
 * Options    none.
 * Source     Knuth's TwoSum. Needs elementary.cl before it.
 */
#pragma OPENCL FP_CONTRACT OFF

/* Adds a stripe's sum to its pair. */
static float2 add_to_pair(const float2 pair, const float g) {
  const float s = pair.x + g;
  const float b = s - pair.x;
  return (float2)(s, pair.y + ((pair.x - (s - b)) + (g - b)));
}

kernel void line_panel(global const float *restrict z, global const float *restrict d,
                       global const float *restrict y, global const float *restrict t,
                       global float *restrict pairs, const int m, const int columns,
                       const int stride, const int own, const int slab, const int firstRow) {
  const int b = (int)get_global_id(0);
  const int block = (int)get_global_id(1);
  if (b >= columns) {
    return;
  }
  const float length = t[b];
  const int end = min(m, (block + 1) * 1024);
  float2 slopes = (float2)(0.0f, 0.0f);
  float2 curvatures = (float2)(0.0f, 0.0f);
  float2 losses = (float2)(0.0f, 0.0f);
  for (int i = block * 1024; i < end; i += 32) {
    float slope = 0.0f, curvature = 0.0f, loss = 0.0f;
    for (int r = i; r < min(end, i + 32); r++) {
      const size_t at = ((size_t)slab + r) * columns + b;
      const float label = y[own ? at : (size_t)r];
      const float direction = d[at];
      const float s = wrong_margin(fma(length, direction, z[at]), label);
      const float e = exp_minus_abs(s);
      slope = fma(-label * sigmoid_from(s, e), direction, slope);
      curvature = fma((fabs(label) * curvature_from(e)) * direction, direction, curvature);
      loss += fabs(label) * loss_from(s, e);
    }
    slopes = add_to_pair(slopes, slope);
    curvatures = add_to_pair(curvatures, curvature);
    losses = add_to_pair(losses, loss);
  }
  global float *hi = pairs + (size_t)(firstRow + block) * 2 * stride;
  global float *lo = hi + stride;
  hi[b] = slopes.x;
  lo[b] = slopes.y;
  hi[columns + b] = curvatures.x;
  lo[columns + b] = curvatures.y;
  hi[2 * columns + b] = losses.x;
  lo[2 * columns + b] = losses.y;
}
