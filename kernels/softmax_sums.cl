/*
 * Computes   the sums over each block of 1024 examples of [x q | q | last] for K columns of q.
 * Shapes     x: m x n of one slab, example-major; q: m x K of all examples, the slab's from example
 *            `slab` on; last: m of all; pairs: a row a block, [hi (stride) | lo (stride)], (n+1) K + 1
 *            of each used.
 * Work       an item takes a block (dimension 1, with eight columns of q) and a feature, or what stands
 *            behind the features (dimension 0), padded to the group size, so that neighbours read
 *            neighbours. No local memory, no barriers.
 * Traffic    a read of X for each eight columns.
 * Numerics   stripe of 32 examples in order, x q by fma, q and last by plain addition; 32 stripes by
 *            TwoSum, the errors gathered in lo.
 * Options    none. q is readable for 8 floats beyond its end; what comes of them is dropped.
 * Source     Knuth's TwoSum.
 */
#pragma OPENCL FP_CONTRACT OFF

/* A stripe's sums of eight columns. */
static float8 stripe_of_classes(global const float *restrict x, global const float *restrict q,
                                global const float *restrict last, const int rows, const int n,
                                const int columns, const int j) {
  float8 g = 0.0f;
  for (int r = 0; r < rows; r++) {
    if (j < n) {
      g = fma(vload8(0, q + (size_t)r * columns), (float8)(x[(size_t)r * n + j]), g);
    } else if (j == n) {
      g += vload8(0, q + (size_t)r * columns);
    } else {
      g.s0 += last[r];
    }
  }
  return g;
}

kernel void softmax_sums(global const float *restrict x, global const float *restrict q,
                         global const float *restrict last, global float *restrict pairs,
                         const int m, const int n, const int stride, const int first,
                         const int firstRow, const int columns, const int slab) {
  const int j = (int)get_global_id(0);
  const int groups = (columns + 7) / 8;
  const int block = first + (int)get_global_id(1) / groups;
  const int c = (int)get_global_id(1) % groups * 8;
  if (j > n + 1 || (j == n + 1 && c > 0)) {
    return;
  }
  const int end = min(m, (block + 1) * 1024);
  float8 hi = 0.0f;
  float8 lo = 0.0f;
  for (int i = block * 1024; i < end; i += 32) {
    const size_t row = (size_t)slab + i;
    const float8 g = stripe_of_classes(x + (size_t)i * n, q + row * columns + c, last + row,
                                       min(32, end - i), n, columns, j);
    const float8 s = hi + g;
    const float8 b = s - hi;
    lo += (hi - (s - b)) + (g - b);
    hi = s;
  }
  float high[8], low[8];
  vstore8(hi, 0, high);
  vstore8(lo, 0, low);
  const int count = j > n ? 1 : min(8, columns - c);
  global float *out = pairs + (size_t)(firstRow + block) * 2 * stride + (size_t)j * columns + c;
#pragma unroll
  for (int b = 0; b < 8; b++) {
    if (b < count) {
      out[b] = high[b];
      out[stride + b] = low[b];
    }
  }
}
