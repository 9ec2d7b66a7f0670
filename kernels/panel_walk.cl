/*
 * Computes   what the passes for a panel of B columns share in the CPU form: margins, and the sums of a
 *            stripe, of eight columns at a time, a lane of a vector each.
 * Shapes     stripe: up to 32 rows of n features; w: (n+1) x pitch, the eight columns in hand from its
 *            beginning on; z, q: eight values a row; hi, lo: columns pitch apart, eight of each used.
 * Work       functions for one item: margins a lane of eight rows at a time, sums eight features at a
 *            time, the 32 rows being hot in cache.
 * Traffic    two reads of the stripe for each eight columns, from cache; 64 bytes a feature for pairs.
 * Numerics   as margins_walk.cl and sums_walk.cl have them for one column.
 * Options    none. Vectors are readable for 8 floats beyond their end: labels of columns that are not
 *            there are whatever follows, and what comes of them is dropped.
 * Source     none. Needs margins_walk.cl and sums_walk.cl before it.
 */
#pragma OPENCL FP_CONTRACT OFF

/* One lane of the margins of eight rows, of which those from `rows` on repeat the last one. */
static void lane_of_panel(global const float *restrict x, global const float *restrict w,
                          const int pitch, const int rows, const int n, const int lane, float8 *t) {
  const int last = rows - 1;
  global const float *restrict x0 = x;
  global const float *restrict x1 = x + (size_t)min(1, last) * n;
  global const float *restrict x2 = x + (size_t)min(2, last) * n;
  global const float *restrict x3 = x + (size_t)min(3, last) * n;
  global const float *restrict x4 = x + (size_t)min(4, last) * n;
  global const float *restrict x5 = x + (size_t)min(5, last) * n;
  global const float *restrict x6 = x + (size_t)min(6, last) * n;
  global const float *restrict x7 = x + (size_t)min(7, last) * n;
  float8 t0 = 0.0f, t1 = 0.0f, t2 = 0.0f, t3 = 0.0f;
  float8 t4 = 0.0f, t5 = 0.0f, t6 = 0.0f, t7 = 0.0f;
  for (int j = lane; j < n; j += 8) {
    const float8 v = vload8(0, w + (size_t)j * pitch);
    t0 = fma((float8)(x0[j]), v, t0);
    t1 = fma((float8)(x1[j]), v, t1);
    t2 = fma((float8)(x2[j]), v, t2);
    t3 = fma((float8)(x3[j]), v, t3);
    t4 = fma((float8)(x4[j]), v, t4);
    t5 = fma((float8)(x5[j]), v, t5);
    t6 = fma((float8)(x6[j]), v, t6);
    t7 = fma((float8)(x7[j]), v, t7);
  }
  t[0] = t0;
  t[1] = t1;
  t[2] = t2;
  t[3] = t3;
  t[4] = t4;
  t[5] = t5;
  t[6] = t6;
  t[7] = t7;
}

/* The margins of a stripe for eight columns. */
static void margins_of_panel(global const float *restrict stripe, global const float *restrict w,
                             const int pitch, const int rows, const int n, float *z) {
  const float8 bias = vload8(0, w + (size_t)n * pitch);
  for (int r = 0; r < rows; r += 8) {
    float8 t[8][8];
    for (int lane = 0; lane < 8; lane++) {
      lane_of_panel(stripe + (size_t)r * n, w, pitch, min(8, rows - r), n, lane, t[lane]);
    }
    for (int k = 0; k < min(8, rows - r); k++) {
      const float8 even = (t[0][k] + t[4][k]) + (t[2][k] + t[6][k]);
      const float8 odd = (t[1][k] + t[5][k]) + (t[3][k] + t[7][k]);
      vstore8((even + odd) + bias, r + k, z);
    }
  }
}

/* The signed weights of eight columns: a row's own, or one for all. */
static float8 labels_of_panel(global const float *y, const size_t row, const int columns,
                              const int column, const int own) {
  return own ? vload8(0, y + row * columns + column) : (float8)(y[row]);
}

/* Adds a stripe's sums of x q to the pairs of n features. */
static void add_panel(global const float *restrict stripe, const int n, const int rows,
                      const float *q, const int pitch, global float *hi, global float *lo) {
  int j = 0;
  for (; j + 8 <= n; j += 8) {
    float8 g[8] = {0.0f, 0.0f, 0.0f, 0.0f, 0.0f, 0.0f, 0.0f, 0.0f};
    global const float *restrict column = stripe + j;
    for (int r = 0; r < rows; r++) {
      const float8 weight = vload8(r, q);
      for (int k = 0; k < 8; k++) {
        g[k] = fma(weight, (float8)(column[k]), g[k]);
      }
      column += n;
    }
    for (int k = 0; k < 8; k++) {
      add_columns(g[k], hi + (size_t)(j + k) * pitch, lo + (size_t)(j + k) * pitch);
    }
  }
  for (; j < n; j++) {
    float8 g = 0.0f;
    for (int r = 0; r < rows; r++) {
      g = fma(vload8(r, q), (float8)(stripe[(size_t)r * n + j]), g);
    }
    add_columns(g, hi + (size_t)j * pitch, lo + (size_t)j * pitch);
  }
}

/* Moves columns that stand `pitch` apart together, so that they are `columns` apart. */
static void close_ranks(global float *row, const int count, const int columns, const int pitch) {
  for (int j = 1; j < count; j++) {
    for (int b = 0; b < columns; b++) {
      row[(size_t)j * columns + b] = row[(size_t)j * pitch + b];
    }
  }
}
