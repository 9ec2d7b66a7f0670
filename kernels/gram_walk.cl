/*
 * Computes   the sums over each block of 1024 examples of k x x', x_n = 1, in the CPU form: the lower
 *            triangle row by row, element (j, l) at j(j+1)/2 + l.
 * Shapes     x: m x n of one slab, example-major; k: `columns` coefficients for each of all examples,
 *            of which `column` counts, the slab's from example `slab` on; pairs: a row a block from
 *            row `firstRow` on, which may be below 0, [hi (stride) | lo (stride)], p = (n+1)(n+2)/2 of each
 *            used, stride >= p + 8 and a multiple of 32.
 * Work       an item walks one block, 32 examples at a time: the triangle in pieces of 4 x 16, the 32
 *            rows being hot in cache. No local memory, no barriers; group size 1.
 * Traffic    one read of X, 4 bytes an element; n/2 fma an element; 16 bytes an element of the
 *            triangle a stripe for the pairs.
 * Numerics   stripe of 32 examples in order by fma, k x_j rounded before; 32 stripes by TwoSum,
 *            the errors gathered in lo.
 * Options    none. x must be readable for 32 floats beyond its end: what lies right of the diagonal is
 *            computed from whatever follows, and dropped by a select.
 * Source     Knuth's TwoSum. Needs margins_walk.cl and sums_walk.cl before it.
 */
#pragma OPENCL FP_CONTRACT OFF

/* Adds a stripe's sums of up to eight columns to the block's pairs; `count` may be below 1. */
static void add_some_columns(const float8 g, const int count, global float *hi, global float *lo) {
  if (count >= 8) {
    add_columns(g, hi, lo);
  } else if (count > 0) {
    const int8 kept = (int8)(0, 1, 2, 3, 4, 5, 6, 7) < (int8)(count);
    const float8 a = vload8(0, hi);
    const float8 low = vload8(0, lo);
    const float8 s = a + g;
    const float8 b = s - a;
    vstore8(select(a, s, kept), 0, hi);
    vstore8(select(low, low + ((a - (s - b)) + (g - b)), kept), 0, lo);
  }
}

/* Adds sixteen columns from l on of triangle row j, up to the diagonal, and without the corner. */
static void add_triangle(const float8 g0, const float8 g1, const int j, const int l, const int n,
                         global float *hi, global float *lo) {
  if (j <= n) {
    const int count = min(j + 1, n) - l;
    const size_t at = (size_t)j * (j + 1) / 2 + l;
    add_some_columns(g0, count, hi + at, lo + at);
    add_some_columns(g1, count - 8, hi + at + 8, lo + at + 8);
  }
}

kernel void gram(global const float *restrict x, global const float *restrict k,
                 global float *restrict pairs, const int m, const int n, const int stride,
                 const int first, const int firstRow, const int slab, const int columns,
                 const int column) {
  const int block = first + (int)get_global_id(0);
  const int end = min(m, (block + 1) * BLOCK);
  global float *hi = pairs + (size_t)(firstRow + block) * 2 * stride;
  global float *lo = hi + stride;
  clear_pairs(hi, 2 * stride);
  float2 corner = (float2)(0.0f, 0.0f);
  for (int i = block * BLOCK; i < end; i += STRIPE) {
    const int rows = min(STRIPE, end - i);
    global const float *restrict stripe = x + (size_t)i * n;
    float weights[STRIPE];
    float total = 0.0f;
    for (int r = 0; r < rows; r++) {
      weights[r] = k[((size_t)slab + i + r) * columns + column];
      total += weights[r];
    }
    corner = add_column(corner, total);
    for (int j = 0; j <= n; j += 4) {
      const int4 is_bias = (int4)(j, j + 1, j + 2, j + 3) == (int4)(n);
      float4 scaled[STRIPE];
      for (int r = 0; r < rows; r++) {
        const float4 four = vload4(0, stripe + (size_t)r * n + j);
        scaled[r] = weights[r] * select(four, (float4)(1.0f), is_bias);
      }
      for (int l = 0; l < min(j + 4, n); l += 16) {
        float8 a0 = 0.0f, a1 = 0.0f, b0 = 0.0f, b1 = 0.0f;
        float8 c0 = 0.0f, c1 = 0.0f, d0 = 0.0f, d1 = 0.0f;
        global const float *restrict pieces = stripe + l;
        for (int r = 0; r < rows; r++) {
          const float8 x0 = vload8(0, pieces);
          const float8 x1 = vload8(1, pieces);
          const float4 s = scaled[r];
          a0 = fma((float8)(s.s0), x0, a0);
          a1 = fma((float8)(s.s0), x1, a1);
          b0 = fma((float8)(s.s1), x0, b0);
          b1 = fma((float8)(s.s1), x1, b1);
          c0 = fma((float8)(s.s2), x0, c0);
          c1 = fma((float8)(s.s2), x1, c1);
          d0 = fma((float8)(s.s3), x0, d0);
          d1 = fma((float8)(s.s3), x1, d1);
          pieces += n;
        }
        add_triangle(a0, a1, j, l, n, hi, lo);
        add_triangle(b0, b1, j + 1, l, n, hi, lo);
        add_triangle(c0, c1, j + 2, l, n, hi, lo);
        add_triangle(d0, d1, j + 3, l, n, hi, lo);
      }
    }
  }
  const size_t last = (size_t)(n + 1) * (n + 2) / 2 - 1;
  hi[last] = corner.x;
  lo[last] = corner.y;
}
