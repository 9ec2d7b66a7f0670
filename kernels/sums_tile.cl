/*
 * Computes   what the kernels with a tile share: loading it, margins and sums of its stripes, and
 *            the pairs that these are added to.
 * Shapes     tile: up to 32 S rows, n|1 apart, so that neighbouring rows are in different banks;
 *            sums: S stripes x n + 2 columns; hi, lo: n + 2, all in local memory.
 * Work       functions for the items of a group; the barriers between them are the kernels'.
 * Traffic    load_tile reads its rows once, a contiguous piece of X.
 * Numerics   margins as margins_walk.cl has them; the rows of a stripe in order by fma; stripes join
 *            their pair in order by TwoSum, the errors gathered in lo.
 * Options    GROUP: items in a group, 64, 128 or 256. STRIPES: S, 1, 2 or 4.
 * Source     Knuth's TwoSum.
 */
#pragma OPENCL FP_CONTRACT OFF

#ifndef GROUP
#error "pass -D GROUP=64, 128 or 256"
#endif
#ifndef STRIPES
#error "pass -D STRIPES=1, 2 or 4"
#endif

#define BLOCK 1024
#define STRIPE 32
#define ROWS (STRIPES * STRIPE)

/* Copies consecutive rows into the tile. */
static void load_tile(global const float *restrict source, local float *tile, const int rows,
                      const int n, const int item) {
  const int pitch = n | 1;
  const int row_step = GROUP / n;
  int row = item / n;
  int column = item - row * n;
  for (int k = item; k < rows * n; k += GROUP) {
    tile[row * pitch + column] = source[k];
    row += row_step;
    column += GROUP - row_step * n;
    if (column >= n) {
      column -= n;
      row++;
    }
  }
}

/* The margin of a row in local memory, without the bias. */
static float margin_in_tile(local const float *row, local const float *w, const int n) {
  float8 t = 0.0f;
  int j = 0;
  for (; j + 8 <= n; j += 8) {
    t.s0 = fma(row[j], w[j], t.s0);
    t.s1 = fma(row[j + 1], w[j + 1], t.s1);
    t.s2 = fma(row[j + 2], w[j + 2], t.s2);
    t.s3 = fma(row[j + 3], w[j + 3], t.s3);
    t.s4 = fma(row[j + 4], w[j + 4], t.s4);
    t.s5 = fma(row[j + 5], w[j + 5], t.s5);
    t.s6 = fma(row[j + 6], w[j + 6], t.s6);
    t.s7 = fma(row[j + 7], w[j + 7], t.s7);
  }
  if (j < n) t.s0 = fma(row[j], w[j], t.s0);
  if (j + 1 < n) t.s1 = fma(row[j + 1], w[j + 1], t.s1);
  if (j + 2 < n) t.s2 = fma(row[j + 2], w[j + 2], t.s2);
  if (j + 3 < n) t.s3 = fma(row[j + 3], w[j + 3], t.s3);
  if (j + 4 < n) t.s4 = fma(row[j + 4], w[j + 4], t.s4);
  if (j + 5 < n) t.s5 = fma(row[j + 5], w[j + 5], t.s5);
  if (j + 6 < n) t.s6 = fma(row[j + 6], w[j + 6], t.s6);
  return ((t.s0 + t.s4) + (t.s2 + t.s6)) + ((t.s1 + t.s5) + (t.s3 + t.s7));
}

/* The sum of a stripe's values. */
static float sum_of_values(local const float *values, const int from, const int to) {
  float g = 0.0f;
  for (int r = from; r < to; r++) {
    g += values[r];
  }
  return g;
}

/* The sum of a stripe's values times what stands `step` apart. */
static float sum_of_products(local const float *values, local const float *column, const int step,
                             const int from, const int to) {
  float g = 0.0f;
  for (int r = from; r < to; r++) {
    g = fma(values[r], column[r * step], g);
  }
  return g;
}

/* Sets the pairs to 0. */
static void clear_pairs(local float *hi, local float *lo, const int columns, const int item) {
  for (int j = item; j < columns; j += GROUP) {
    hi[j] = 0.0f;
    lo[j] = 0.0f;
  }
}

/* Adds the sums of the tile's stripes to the pairs. */
static void add_stripes(local const float *sums, local float *hi, local float *lo, const int rows,
                        const int columns, const int item) {
  for (int j = item; j < columns; j += GROUP) {
    for (int stripe = 0; stripe * STRIPE < rows; stripe++) {
      const float g = sums[stripe * columns + j];
      const float a = hi[j];
      const float s = a + g;
      const float b = s - a;
      hi[j] = s;
      lo[j] += (a - (s - b)) + (g - b);
    }
  }
}

/* Stores the pairs as a row [hi (stride) | lo (stride)]. */
static void store_pairs(local const float *hi, local const float *lo, global float *to,
                        const int columns, const int stride, const int item) {
  for (int j = item; j < columns; j += GROUP) {
    to[j] = hi[j];
    to[stride + j] = lo[j];
  }
}
