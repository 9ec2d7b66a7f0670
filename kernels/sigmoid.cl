/*
 * Computes   a_i = sigmoid(z_i).
 * Shapes     z, a: m; may be the same vector.
 * Work       an item an example, padded to the group size. No local memory, no barriers.
 * Traffic    8 bytes an example.
 * Numerics   elementary.cl.
 * Options    none.
 * Source     elementary.cl, which must stand before it.
 */
#pragma OPENCL FP_CONTRACT OFF

kernel void sigmoid(global const float *z, global float *a, const int m) {
  const size_t i = get_global_id(0);
  if (i < (size_t)m) {
    a[i] = sigmoid_from(z[i], exp_minus_abs(z[i]));
  }
}
