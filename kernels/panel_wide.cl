/*
 * Computes   what the passes for a panel of B columns share in the GPU form: lanes of margins, and sums
 *            over 32 rows, of eight columns at a time, a lane of a vector each.
 * Shapes     w: (n+1) x pitch, the eight columns in hand from its beginning on; t: eight lanes a row
 *            and eight columns a lane; q: eight values a row; both in local memory.
 * Work       functions for the items of a group; the barriers between them are the kernels'.
 * Traffic    rows come from global memory, again from cache for each eight columns and for the sums.
 * Numerics   as margins_wide.cl and gradient_wide.cl have them for one column.
 * Options    GROUP: items in a group, 64, 128 or 256.
 * Source     Knuth's TwoSum. Needs elementary.cl before it.
 */
#pragma OPENCL FP_CONTRACT OFF

#ifndef GROUP
#error "pass -D GROUP=64, 128 or 256"
#endif

#define BLOCK 1024
#define STRIPE 32

/* The part of a row's margins that one lane adds up, for eight columns. */
static float8 lane_of_panel(global const float *row, global const float *w, const int pitch,
                            const int n, const int lane) {
  float8 t = 0.0f;
  for (int j = lane; j < n; j += 8) {
    t = fma((float8)(row[j]), vload8(0, w + (size_t)j * pitch), t);
  }
  return t;
}

/* The lanes of some rows, spread over the items. */
INLINE void lanes_of_panel(global const float *x, global const float *w, local float8 *t,
                           const int pitch, const int rows, const int n, const int item) {
  for (int k = item; k < 8 * rows; k += GROUP) {
    t[k] = lane_of_panel(x + (size_t)(k >> 3) * n, w, pitch, n, k & 7);
  }
}

/* The margin of row k / 8 and column k % 8, without the bias. */
INLINE float margin_of_panel(local const float8 *t, const int k) {
  local const float *lanes = (local const float *)(t + (k >> 3) * 8) + (k & 7);
  return ((lanes[0] + lanes[32]) + (lanes[16] + lanes[48])) +
         ((lanes[8] + lanes[40]) + (lanes[24] + lanes[56]));
}

/* The signed weight of one column of a row: the row's own, or one for all; 0 where none is. */
static float label_of_panel(global const float *y, const size_t row, const int columns,
                            const int column, const int own) {
  return column < columns ? y[own ? row * columns + column : row] : 0.0f;
}

/* The sums over a stripe of x q and, behind the features, of q and of products. */
INLINE float8 sum_of_panel(global const float *stripe, local const float8 *q,
                           local const float8 *one, local const float8 *other, const int rows,
                           const int n, const int j) {
  float8 g = 0.0f;
  for (int r = 0; r < rows; r++) {
    if (j < n) {
      g = fma(q[r], (float8)(stripe[(size_t)r * n + j]), g);
    } else if (j == n) {
      g += q[r];
    } else {
      g = fma(one[r], other[r], g);
    }
  }
  return g;
}

/* Adds a sum of some of eight columns to pairs. */
static void add_panel(const float8 g, const int count, global float *hi, global float *lo) {
  float values[8];
  vstore8(g, 0, values);
#pragma unroll
  for (int b = 0; b < 8; b++) {
    if (b < count) {
      const float a = hi[b];
      const float s = a + values[b];
      const float c = s - a;
      hi[b] = s;
      lo[b] += (a - (s - c)) + (values[b] - c);
    }
  }
}
