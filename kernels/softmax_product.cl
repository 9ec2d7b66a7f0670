/*
 * Computes   z := q_k = c p_k (t_k - mean), t_k = u_k - u_a, mean = the sum of p_k t_k, and the sums of
 *            q_k (t_k - mean): the Hessian of a row's loss times u, and u'Hu.
 * Shapes     z, u: m x K of all examples, the slab's from example `slab` on; y: m x 2 of all, class and
 *            weight; squares: m of all.
 * Work       an item a row, padded to the group size. No local memory, no barriers.
 * Traffic    16 bytes a margin and 8 a row, each margin again from cache.
 * Numerics   softmax.cl; sums over classes by fma in their order.
 * Options    none.
 * Source     none. Needs elementary.cl and softmax.cl before it.
 */
#pragma OPENCL FP_CONTRACT OFF

kernel void softmax_product(global float *z, global const float *restrict u,
                            global const float *restrict y, global float *restrict squares,
                            const int m, const int classes, const int slab) {
  const size_t item = get_global_id(0);
  if (item < (size_t)m) {
    const size_t i = (size_t)slab + item;
    global float *margins = z + i * classes;
    global const float *along = u + i * classes;
    const float c = y[2 * i + 1];
    const softmax_row row = softmax_of(margins, classes);
    const float mean = mean_of(row, margins, along, classes);
    const float base = along[row.top];
    float square = 0.0f;
    for (int k = 0; k < classes; k++) {
      const float centred = (along[k] - base) - mean;
      const float q = (c * probability_of(row, margins[k], k)) * centred;
      margins[k] = q;
      square = fma(q, centred, square);
    }
    squares[i] = square;
  }
}
