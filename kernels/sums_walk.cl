/*
 * Computes   the sums over a stripe of 32 examples of x q, added to pairs, in the CPU form.
 * Shapes     stripe: up to 32 rows of n features; q: a value a row; hi, lo: as wide as n rounded up to
 *            32.
 * Work       functions for one item: 32 columns at a time, the rows being hot in cache.
 * Traffic    one read of the stripe, from cache; 16 bytes a column for the pairs.
 * Numerics   the rows in order by fma; the sum joins its pair by TwoSum, the error gathered in lo.
 * Options    none. x must be readable for 32 floats beyond its end: columns beyond n are computed
 *            from whatever follows, land in the row's spare columns and are never read.
 * Source     Knuth's TwoSum.
 */
#pragma OPENCL FP_CONTRACT OFF

#define STRIPE 32

/* Sets so many values to 0, a multiple of eight. */
static void clear_pairs(global float *pairs, const int count) {
  for (int j = 0; j < count; j += 8) {
    vstore8((float8)(0.0f), 0, pairs + j);
  }
}

/* Adds a stripe's sums of eight columns to the block's pairs. */
static void add_columns(const float8 g, global float *hi, global float *lo) {
  const float8 a = vload8(0, hi);
  const float8 s = a + g;
  const float8 b = s - a;
  vstore8(s, 0, hi);
  vstore8(vload8(0, lo) + ((a - (s - b)) + (g - b)), 0, lo);
}

/* Adds a stripe's sum of one column to its pair. */
static float2 add_column(const float2 pair, const float g) {
  const float s = pair.x + g;
  const float b = s - pair.x;
  return (float2)(s, pair.y + ((pair.x - (s - b)) + (g - b)));
}

/* Adds a stripe's sums of x q to the pairs of n columns. */
static void add_stripe(global const float *restrict stripe, const int n, const int rows,
                       const float *q, global float *hi, global float *lo) {
  for (int j = 0; j < n; j += 32) {
    float8 g0 = 0.0f, g1 = 0.0f, g2 = 0.0f, g3 = 0.0f;
    global const float *restrict column = stripe + j;
    for (int r = 0; r < rows; r++) {
      const float8 d = q[r];
      g0 = fma(d, vload8(0, column), g0);
      g1 = fma(d, vload8(1, column), g1);
      g2 = fma(d, vload8(2, column), g2);
      g3 = fma(d, vload8(3, column), g3);
      column += n;
    }
    add_columns(g0, hi + j, lo + j);
    add_columns(g1, hi + j + 8, lo + j + 8);
    add_columns(g2, hi + j + 16, lo + j + 16);
    add_columns(g3, hi + j + 24, lo + j + 24);
  }
}
