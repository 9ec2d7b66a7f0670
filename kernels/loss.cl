/*
 * Computes   l_i = c_i L(sigmoid(z_i), y_i) = c_i log(1 + exp(s)), s the margin towards the wrong
 *            class.
 * Shapes     y: m signed weights of one slab, c for the class 1 and -c for 0; z, l: at least
 *            slab + m, from row `slab` on; may be the same vector.
 * Work       an item an example, padded to the group size. No local memory, no barriers.
 * Traffic    12 bytes an example.
 * Numerics   elementary.cl.
 * Options    none.
 * Source     elementary.cl, which must stand before it.
 */
#pragma OPENCL FP_CONTRACT OFF

kernel void loss(global const float *z, global const float *restrict y, global float *l,
                 const int m, const int slab) {
  const size_t i = get_global_id(0);
  if (i < (size_t)m) {
    const float s = wrong_margin(z[slab + i], y[i]);
    l[slab + i] = fabs(y[i]) * loss_from(s, exp_minus_abs(s));
  }
}
