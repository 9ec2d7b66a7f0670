/*
 * Computes   the sums over each block of 1024 examples of k x x', x_n = 1, in the GPU form: the lower
 *            triangle row by row, element (j, l) at j(j+1)/2 + l.
 * Shapes     x: m x n of one slab, example-major; k: `columns` coefficients for each of all examples,
 *            of which `column` counts, the slab's from example `slab` on; pairs: a row a block from
 *            row `firstRow` on, which may be below 0, [hi (stride) | lo (stride)], p = (n+1)(n+2)/2 of each
 *            used.
 * Work       a group of 64 items takes one square of 32 x 32 of the triangle (dimension 0) of one
 *            block (dimension 1), 32 examples at a time: it loads their two pieces of 32 columns into
 *            local memory, one of them times k; an item keeps 4 x 4 elements and their pairs
 *            in registers. One barrier, and two a stripe; 12 KiB of local memory.
 * Traffic    X is read q + 1 times for q = (n+1)/32 rounded up, mostly from cache; 32 fma a value.
 * Numerics   stripe of 32 examples in order by fma, k x_j rounded before; 32 stripes by TwoSum,
 *            the errors gathered in lo.
 * Options    none.
 * Source     Knuth's TwoSum.
 */
#pragma OPENCL FP_CONTRACT OFF

#define BLOCK 1024
#define STRIPE 32
#define ITEMS 64
#define SIDE 32

/* A value of X with a one behind each row, and zeros behind that. */
static float value(global const float *row, const int j, const int n) {
  return j < n ? row[j] : (j == n ? 1.0f : 0.0f);
}

/* Adds a stripe's sums to their pairs. */
static void add_four(const float4 g, float4 *hi, float4 *lo) {
  const float4 a = *hi;
  const float4 s = a + g;
  const float4 b = s - a;
  *hi = s;
  *lo += (a - (s - b)) + (g - b);
}

/* Stores columns l..l+3 of triangle row j, up to the diagonal. */
static void store_four(const float4 values, const int j, const int l, const int n,
                       global float *target) {
  const size_t row = (size_t)j * (j + 1) / 2;
  if (j <= n) {
    if (l <= j) target[row + l] = values.s0;
    if (l + 1 <= j) target[row + l + 1] = values.s1;
    if (l + 2 <= j) target[row + l + 2] = values.s2;
    if (l + 3 <= j) target[row + l + 3] = values.s3;
  }
}

kernel __attribute__((reqd_work_group_size(ITEMS, 1, 1))) void gram(
    global const float *restrict x, global const float *restrict k, global float *restrict pairs,
    const int m, const int n, const int stride, const int first, const int firstRow, const int slab,
    const int columns, const int column) {
  local float weights[BLOCK];
  local float4 left[STRIPE * SIDE / 4];
  local float4 right[STRIPE * SIDE / 4];
  const int item = (int)get_local_id(0);
  const int square = (int)get_group_id(0);
  const int block = first + (int)get_group_id(1);
  const int begin = block * BLOCK;
  const int end = min(m, begin + BLOCK);
  int down = 0;
  while ((down + 1) * (down + 2) / 2 <= square) {
    down++;
  }
  const int j0 = down * SIDE;
  const int l0 = (square - down * (down + 1) / 2) * SIDE;
  const int j = item / 8;
  const int l = item % 8;
  const int used = l0 + 4 * l <= j0 + 4 * j + 3;
  for (int i = begin + item; i < end; i += ITEMS) {
    weights[i - begin] = k[((size_t)slab + i) * columns + column];
  }
  barrier(CLK_LOCAL_MEM_FENCE);
  float4 hi0 = 0.0f, hi1 = 0.0f, hi2 = 0.0f, hi3 = 0.0f;
  float4 lo0 = 0.0f, lo1 = 0.0f, lo2 = 0.0f, lo3 = 0.0f;
  for (int i = begin; i < end; i += STRIPE) {
    const int rows = min(STRIPE, end - i);
    for (int at = item; at < rows * SIDE; at += ITEMS) {
      const int r = at / SIDE;
      const int c = at % SIDE;
      global const float *row = x + (size_t)(i + r) * n;
      ((local float *)left)[at] = weights[i - begin + r] * value(row, j0 + c, n);
      ((local float *)right)[at] = value(row, l0 + c, n);
    }
    barrier(CLK_LOCAL_MEM_FENCE);
    float4 g0 = 0.0f, g1 = 0.0f, g2 = 0.0f, g3 = 0.0f;
    for (int r = 0; r < (used ? rows : 0); r++) {
      const float4 a = left[r * (SIDE / 4) + j];
      const float4 b = right[r * (SIDE / 4) + l];
      g0 = fma((float4)(a.s0), b, g0);
      g1 = fma((float4)(a.s1), b, g1);
      g2 = fma((float4)(a.s2), b, g2);
      g3 = fma((float4)(a.s3), b, g3);
    }
    add_four(g0, &hi0, &lo0);
    add_four(g1, &hi1, &lo1);
    add_four(g2, &hi2, &lo2);
    add_four(g3, &hi3, &lo3);
    barrier(CLK_LOCAL_MEM_FENCE);
  }
  global float *target = pairs + (size_t)(firstRow + block) * 2 * stride;
  const int row = j0 + 4 * j;
  const int firstColumn = l0 + 4 * l;
  store_four(hi0, row, firstColumn, n, target);
  store_four(hi1, row + 1, firstColumn, n, target);
  store_four(hi2, row + 2, firstColumn, n, target);
  store_four(hi3, row + 3, firstColumn, n, target);
  store_four(lo0, row, firstColumn, n, target + stride);
  store_four(lo1, row + 1, firstColumn, n, target + stride);
  store_four(lo2, row + 2, firstColumn, n, target + stride);
  store_four(lo3, row + 3, firstColumn, n, target + stride);
}
