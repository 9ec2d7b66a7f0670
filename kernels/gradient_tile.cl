/*
 * Computes   the sums over each block of 1024 examples of [x dz | dz | loss] at w, dz = a - y, in
 *            the GPU form.
 * Shapes     x: m x n of one slab, example-major; y: m; w: [weights (n) | bias];
 *            pairs: a row a block, [hi (stride) | lo (stride)], columns 0..n+1 of each used;
 *            scratch: 32 S (n|1) + n + (S + 2)(n + 2) floats of local memory.
 * Work       a group takes a block, S stripes of 32 examples at a time: it loads their rows, one
 *            contiguous piece of X, into a tile in local memory (rows n|1 apart, so that
 *            neighbouring rows are in different banks); an item a row computes the margins; the
 *            S (n+2) sums of stripes are spread over the items; an item a column adds them to its
 *            pairs, in the order of the stripes. Three barriers a tile.
 * Traffic    one read of X, 4 bytes an element.
 * Numerics   stripe of 32 examples in order by fma; 32 stripes by TwoSum, the errors gathered in lo.
 * Options    GROUP: items in a group, 64, 128 or 256. STRIPES: S, 1, 2 or 4.
 * Source     Knuth's TwoSum. Needs elementary.cl before it.
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

kernel __attribute__((reqd_work_group_size(GROUP, 1, 1))) void gradient(
    global const float *restrict x, global const float *restrict y, global const float *restrict w,
    global float *restrict pairs, const int m, const int n, const int stride, const int first,
    const int base, local float *scratch) {
  local float dz[ROWS];
  local float losses[ROWS];
  const int item = (int)get_local_id(0);
  const int block = first + (int)get_group_id(0);
  const int end = min(m, (block + 1) * BLOCK);
  const int columns = n + 2;
  const int pitch = n | 1;
  const int row_step = GROUP / n;
  local float *tile = scratch;
  local float *weights = tile + ROWS * pitch;
  local float *sums = weights + n;
  local float *hi = sums + STRIPES * columns;
  local float *lo = hi + columns;
  for (int j = item; j < n; j += GROUP) {
    weights[j] = w[j];
  }
  for (int j = item; j < columns; j += GROUP) {
    hi[j] = 0.0f;
    lo[j] = 0.0f;
  }
  for (int i = block * BLOCK; i < end; i += ROWS) {
    const int rows = min(ROWS, end - i);
    global const float *restrict source = x + (size_t)i * n;
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
    barrier(CLK_LOCAL_MEM_FENCE);
    for (int r = item; r < rows; r += GROUP) {
      const float z = margin_in_tile(tile + r * pitch, weights, n) + w[n];
      const float label = y[i + r];
      const float s = wrong_margin(z, label);
      const float e = exp_minus_abs(s);
      const float wrong = sigmoid_from(s, e);
      dz[r] = label > 0.0f ? -wrong : wrong;
      losses[r] = loss_from(s, e);
    }
    barrier(CLK_LOCAL_MEM_FENCE);
    for (int k = item; k < STRIPES * columns; k += GROUP) {
      const int stripe = k / columns;
      const int j = k - stripe * columns;
      const int from = stripe * STRIPE;
      const int to = min(rows, from + STRIPE);
      float g = 0.0f;
      if (j < n) {
        for (int r = from; r < to; r++) {
          g = fma(dz[r], tile[r * pitch + j], g);
        }
      } else {
        local const float *values = j == n ? dz : losses;
        for (int r = from; r < to; r++) {
          g += values[r];
        }
      }
      sums[k] = g;
    }
    barrier(CLK_LOCAL_MEM_FENCE);
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
  global float *to = pairs + (size_t)(base + block) * 2 * stride;
  for (int j = item; j < columns; j += GROUP) {
    to[j] = hi[j];
    to[stride + j] = lo[j];
  }
}
