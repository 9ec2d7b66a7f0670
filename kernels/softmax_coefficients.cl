/*
 * Computes   the blocks c p_k ([k = l] - p_l) of the Hessian, l <= k.
 * Shapes     z: m x K of all examples, the slab's from example `slab` on; y: m x 2 of all, class and
 *            weight; out: m x K (K+1)/2 of all, (k, l) at k (k+1)/2 + l.
 * Work       an item a row and class k, padded to the group size. No local memory, no barriers.
 * Traffic    each margin K times, from cache; 4 bytes a block.
 * Numerics   softmax.cl; the diagonal is the sum of (c p) p over the other classes in their order, the
 *            greater class first in each product.
 * Options    none.
 * Source     none. Needs elementary.cl and softmax.cl before it.
 */
#pragma OPENCL FP_CONTRACT OFF

kernel void softmax_coefficients(global const float *restrict z, global const float *restrict y,
                                 global float *restrict out, const int m, const int classes,
                                 const int slab) {
  const size_t item = get_global_id(0);
  if (item < (size_t)m * classes) {
    const size_t i = (size_t)slab + item / classes;
    const int k = (int)(item % classes);
    global const float *margins = z + i * classes;
    global float *blocks = out + i * (size_t)(classes * (classes + 1) / 2) + k * (k + 1) / 2;
    const float c = y[2 * i + 1];
    const softmax_row row = softmax_of(margins, classes);
    const float p = probability_of(row, margins[k], k);
    const float weighted = c * p;
    float others = 0.0f;
    for (int l = 0; l < k; l++) {
      const float product = weighted * probability_of(row, margins[l], l);
      blocks[l] = -product;
      others += product;
    }
    for (int l = k + 1; l < classes; l++) {
      others += (c * probability_of(row, margins[l], l)) * p;
    }
    blocks[k] = others;
  }
}
