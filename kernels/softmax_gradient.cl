/*
 * Computes   z := dz, dz_k = c (p_k - [y = k]), and the losses c (-log p_y).
 * Shapes     z: m x K of all examples, the slab's from example `slab` on; y: m x 2 of all, class and
 *            weight; losses: m of all.
 * Work       an item a row, padded to the group size. No local memory, no barriers.
 * Traffic    12 bytes a margin and 12 a row, each margin again from cache.
 * Numerics   softmax.cl.
 * Options    none.
 * Source     none. Needs elementary.cl and softmax.cl before it.
 */
#pragma OPENCL FP_CONTRACT OFF

kernel void softmax_gradient(global float *z, global const float *restrict y,
                             global float *restrict losses, const int m, const int classes,
                             const int slab) {
  const size_t item = get_global_id(0);
  if (item < (size_t)m) {
    const size_t i = (size_t)slab + item;
    global float *margins = z + i * classes;
    const int label = (int)y[2 * i];
    const float c = y[2 * i + 1];
    const softmax_row row = softmax_of(margins, classes);
    const float own = softmax_own(row, margins[label], label, c);
    losses[i] = softmax_loss(row, margins[label], label, c);
    for (int k = 0; k < classes; k++) {
      margins[k] = k == label ? own : c * probability_of(row, margins[k], k);
    }
  }
}
