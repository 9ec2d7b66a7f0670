/*
 * Computes   z := q, what weighs x in the sums over sparse rows, at margins z: dz = c (a - y) and the
 *            losses beside it, or c a(1-a) u.
 * Shapes     z, u, losses: m x columns of all examples, the slab's from example `first` on; y: m signed
 *            weights of one slab, or with `own` m x columns of all examples.
 * Work       an item a margin, padded to the group size. No local memory, no barriers.
 * Traffic    16 bytes a margin.
 * Numerics   elementary.cl.
 * Options    none.
 * Source     elementary.cl, which must stand before it.
 */
#pragma OPENCL FP_CONTRACT OFF

kernel void residuals_sparse(global float *restrict z, global const float *restrict y,
                             global float *restrict losses, const int m, const int columns,
                             const int own, const int first) {
  const size_t item = get_global_id(0);
  if (item < (size_t)m * columns) {
    const size_t at = (size_t)first * columns + item;
    const float label = y[own ? at : item / columns];
    const float s = wrong_margin(z[at], label);
    const float e = exp_minus_abs(s);
    losses[at] = fabs(label) * loss_from(s, e);
    z[at] = -label * sigmoid_from(s, e);
  }
}

kernel void curvatures_sparse(global float *restrict z, global const float *restrict u,
                              global const float *restrict y, const int m, const int columns,
                              const int own, const int first) {
  const size_t item = get_global_id(0);
  if (item < (size_t)m * columns) {
    const size_t at = (size_t)first * columns + item;
    const float label = y[own ? at : item / columns];
    z[at] = (fabs(label) * curvature_from(exp_minus_abs(z[at]))) * u[at];
  }
}
