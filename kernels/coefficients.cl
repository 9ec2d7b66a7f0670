/*
 * Computes   k = c a(1-a) at margins z: what weighs the examples in the Hessian of the loss.
 * Shapes     z, k: m x columns of all examples, the slab's from example `first` on; y: m signed
 *            weights of one slab, or with `own` m x columns of all examples.
 * Work       an item a margin, padded to the group size. No local memory, no barriers.
 * Traffic    12 bytes a margin.
 * Numerics   elementary.cl.
 * Options    none.
 * Source     elementary.cl, which must stand before it.
 */
#pragma OPENCL FP_CONTRACT OFF

kernel void coefficients(global const float *z, global const float *y, global float *k,
                         const int m, const int columns, const int own, const int first) {
  const size_t item = get_global_id(0);
  if (item < (size_t)m * columns) {
    const size_t at = (size_t)first * columns + item;
    const float label = y[own ? at : item / columns];
    k[at] = fabs(label) * curvature_from(exp_minus_abs(z[at]));
  }
}
