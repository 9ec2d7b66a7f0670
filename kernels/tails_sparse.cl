/*
 * Computes   the sums that stand behind those of the features: of q over each stripe of 32 examples, and
 *            of what stands beside q; and their place in a result.
 * Shapes     q: m x columns; other: m x others, or with `products` u, m x columns; leaves: a row of `stride`
 *            a stripe, columns + others of each used. tails: a row a node, [hi (width) | lo (width)];
 *            result: a row a node, [hi (all) | lo (all)], of which the last `width` of either are written.
 * Work       an item a sum of a stripe, or a value of a tail; padded to the group size. No local memory, no
 *            barriers.
 * Traffic    4 bytes a value of q and of what stands beside it.
 * Numerics   in order, by plain addition, or q u by fma.
 * Options    none.
 * Source     none.
 */
#pragma OPENCL FP_CONTRACT OFF

kernel void tails_sparse(global const float *restrict q, global const float *restrict other,
                         global float *restrict leaves, const int m, const int columns,
                         const int others, const int products, const int stride) {
  const size_t item = get_global_id(0);
  const size_t width = (size_t)columns + others;
  const size_t stripe = item / width;
  const size_t c = item - stripe * width;
  const size_t first = stripe * 32;
  const size_t end = min((size_t)m, first + 32);
  float sum = 0.0f;
  if (c < (size_t)columns) {
    for (size_t i = first; i < end; i++) {
      sum += q[i * columns + c];
    }
  } else if (products) {
    for (size_t i = first; i < end; i++) {
      const size_t at = i * columns + (c - columns);
      sum = fma(q[at], other[at], sum);
    }
  } else {
    for (size_t i = first; i < end; i++) {
      sum += other[i * others + (c - columns)];
    }
  }
  if (first < (size_t)m) {
    leaves[stripe * stride + c] = sum;
  }
}

kernel void place_tails(global const float *restrict tails, global float *restrict result,
                        const int width, const int all, const int nodes) {
  const size_t item = get_global_id(0);
  const size_t row = item / width;
  if (row < 2 * (size_t)nodes) {
    result[(row + 1) * all - width + (item - row * width)] = tails[item];
  }
}
