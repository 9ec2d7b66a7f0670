/*
 * Computes   of each row [slope | curvature | loss] along d at the margins z + t d.
 * Shapes     z, d: m x K of all examples, the slab's from example `slab` on; y: m x 2 of all, class and
 *            weight; moved: m x K, room for the margins; out: m x 3 of all.
 * Work       an item a row, padded to the group size. No local memory, no barriers.
 * Traffic    20 bytes a margin and 20 a row, each margin again from cache.
 * Numerics   softmax.cl; sums over classes by fma in their order, of t_k = d_k - d_a.
 * Options    none.
 * Source     none. Needs elementary.cl and softmax.cl before it.
 */
#pragma OPENCL FP_CONTRACT OFF

kernel void softmax_line(global const float *restrict z, global const float *restrict d,
                         global const float *restrict y, global float *moved,
                         global float *restrict out, const float t, const int m,
                         const int classes, const int slab) {
  const size_t item = get_global_id(0);
  if (item < (size_t)m) {
    const size_t i = (size_t)slab + item;
    global float *margins = moved + i * classes;
    global const float *along = d + i * classes;
    for (int k = 0; k < classes; k++) {
      margins[k] = fma(t, along[k], z[i * classes + k]);
    }
    const int label = (int)y[2 * i];
    const float c = y[2 * i + 1];
    const softmax_row row = softmax_of(margins, classes);
    const float own = softmax_own(row, margins[label], label, c);
    const float mean = mean_of(row, margins, along, classes);
    const float base = along[row.top];
    float slope = 0.0f;
    float square = 0.0f;
    for (int k = 0; k < classes; k++) {
      const float weighted = c * probability_of(row, margins[k], k);
      const float direction = along[k] - base;
      const float centred = direction - mean;
      slope = fma(k == label ? own : weighted, direction, slope);
      square = fma(weighted * centred, centred, square);
    }
    out[3 * i] = slope;
    out[3 * i + 1] = square;
    out[3 * i + 2] = softmax_loss(row, margins[label], label, c);
  }
}
