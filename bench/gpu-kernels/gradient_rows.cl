/*
 * Computes   the sums over each block of 1024 examples of [x dz | dz | loss] at w, dz = c (a - y),
 *            in the GPU form, for a number of features that is known when it is built.
 * Shapes     x: m x n of one slab, example-major; y: m signed weights; w: [weights (n) | bias];
 *            pairs: a row a block, [hi (stride) | lo (stride)], columns 0..n+1 of each used. n = N.
 * Work       a group takes a block, ROWS examples at a time: its items load them as one run of float4
 *            into registers, while the tile before is computed, and store them to local memory. Up to
 *            32 rows: eight items a row add up the lanes of its margin, an item a row computes dz, and
 *            an item keeps the sums of its columns in registers. More: an item a row computes margin
 *            and dz, an item sums a column of a stripe, an item a column adds the stripes. Three or
 *            four barriers a tile.
 * Traffic    one read of X, 4 bytes an element.
 * Numerics   margins as margins_walk.cl has them; stripe of 32 examples in order by fma, 32 stripes by
 *            TwoSum, the errors gathered in lo.
 * Options    N: features. GROUP: items in a group, 64, 128 or 256. ROWS: rows in a tile, 4 to 128; above
 *            32 only if n + 2 <= GROUP, and never more than GROUP. x must be readable for 3 floats
 *            beyond its end.
 * Source     Knuth's TwoSum. Needs elementary.cl before it.
 */
#pragma OPENCL FP_CONTRACT OFF

#ifndef N
#error "pass -D N=features"
#endif
#ifndef GROUP
#error "pass -D GROUP=64, 128 or 256"
#endif
#ifndef ROWS
#error "pass -D ROWS=4, 8, 16, 32, 64 or 128"
#endif

#define BLOCK 1024
#define STRIPE 32
#define COLUMNS (N + 2)
#define STRIPES (ROWS > STRIPE ? ROWS / STRIPE : 1)
/* Rows of whole float4 stand so far apart that neighbours are in different banks; others as they come. */
#if N % 4 != 0
#define PITCH N
#elif ROWS > 32
#define PITCH ((N / 4 | 1) * 4)
#else
#define PITCH ((N + 7) / 8 * 8 | 8)
#endif
/* Between stripes, so that the same column of two of them is in different banks. */
#define SKEW (ROWS > STRIPE ? N / 4 * 4 : 0)
#define AT(row) ((row) * PITCH + (row) / STRIPE * SKEW)
#define QUADS (ROWS * N / 4)
#define LOADS ((QUADS + GROUP - 1) / GROUP)
#define SUMS (STRIPES * N)
#define OWN ((SUMS + GROUP - 1) / GROUP)
/* Lanes of a row; twelve apart, so that float4 of neighbours are in different banks. */
#define LANES 12

/* The place in the tile of the float4 with this number. */
static int place(const int quad) {
  return N % 4 == 0 ? AT(quad / ((N + 3) / 4)) + quad % ((N + 3) / 4) * 4
                    : quad * 4 + quad / (8 * N) * SKEW;
}

/* Loads an item's share of a tile; what is behind the last row repeats the end. */
static void load_ahead(global const float *restrict rows, float4 *next, const int count,
                       const int item) {
#pragma unroll
  for (int u = 0; u < LOADS; u++) {
    const int quad = min(item + u * GROUP, (count * N - 1) / 4);
    next[u] = *(global const float4 *)(rows + 4 * quad);
  }
}

static float sum_of_eight(const float *t) {
  return ((t[0] + t[4]) + (t[2] + t[6])) + ((t[1] + t[5]) + (t[3] + t[7]));
}

/* g and the products of a stripe's dz with what stands PITCH apart. */
static float add_column(const float g, local const float4 *dz, local const float *column,
                        const int rows) {
  float sum = g;
  if (rows == min(ROWS, STRIPE)) {
#pragma unroll
    for (int r = 0; r < min(ROWS, STRIPE); r += 4) {
      const float4 d = dz[r / 4];
      sum = fma(d.s0, column[r * PITCH], sum);
      sum = fma(d.s1, column[(r + 1) * PITCH], sum);
      sum = fma(d.s2, column[(r + 2) * PITCH], sum);
      sum = fma(d.s3, column[(r + 3) * PITCH], sum);
    }
  } else {
    for (int r = 0; r < rows; r++) {
      sum = fma(((local const float *)dz)[r], column[r * PITCH], sum);
    }
  }
  return sum;
}

static float add_values(const float g, local const float4 *values, const int rows) {
  float sum = g;
  for (int r = 0; r < rows / 4; r++) {
    const float4 v = values[r];
    sum += v.s0;
    sum += v.s1;
    sum += v.s2;
    sum += v.s3;
  }
  for (int r = rows / 4 * 4; r < rows; r++) {
    sum += ((local const float *)values)[r];
  }
  return sum;
}

static void add_pair(local float *hi, local float *lo, const float g) {
  const float a = *hi;
  const float s = a + g;
  const float b = s - a;
  *hi = s;
  *lo += (a - (s - b)) + (g - b);
}

kernel __attribute__((reqd_work_group_size(GROUP, 1, 1))) void gradient(
    global const float *restrict x, global const float *restrict y, global const float *restrict w,
    global float *restrict pairs, const int m, const int n, const int stride, const int first,
    const int base) {
  local float4 tile4[(ROWS * PITCH + STRIPES * SKEW) / 4 + 1];
  local float weights[N + 1];
  local float lanes[ROWS > STRIPE ? 1 : ROWS * LANES];
  local float4 dz[ROWS / 4];
  local float4 losses[ROWS / 4];
  local float sums[ROWS > STRIPE ? STRIPES * COLUMNS : 1];
  local float hi[COLUMNS];
  local float lo[COLUMNS];
  local float *tile = (local float *)tile4;
  const int item = (int)get_local_id(0);
  const int last = GROUP - 1 - item;
  const int block = first + (int)get_group_id(0);
  const int begin = block * BLOCK;
  const int end = min(m, begin + BLOCK);
  for (int j = item; j < COLUMNS; j += GROUP) {
    hi[j] = 0.0f;
    lo[j] = 0.0f;
    if (j <= N) {
      weights[j] = w[j];
    }
  }
  float g[OWN];
#pragma unroll
  for (int k = 0; k < OWN; k++) {
    g[k] = 0.0f;
  }
  float extra = 0.0f;
  float4 next[LOADS];
  load_ahead(x + (size_t)begin * N, next, min(ROWS, end - begin), item);
  float label = y[min(begin + item, end - 1)];
  for (int i = begin; i < end; i += ROWS) {
    const int rows = min(ROWS, end - i);
    // The sums before have read the tile and dz.
    barrier(CLK_LOCAL_MEM_FENCE);
#pragma unroll
    for (int u = 0; u < LOADS; u++) {
      const int quad = item + u * GROUP;
      if (quad < QUADS) {
        *(local float4 *)(tile + place(quad)) = next[u];
      }
    }
    barrier(CLK_LOCAL_MEM_FENCE);
    if (i + ROWS < end) {
      load_ahead(x + (size_t)(i + ROWS) * N, next, min(ROWS, end - i - ROWS), item);
    }
    if (ROWS <= STRIPE) {
      for (int k = item; k < 8 * ROWS; k += GROUP) {
        const int row = k / 8;
        float t = 0.0f;
#pragma unroll 8
        for (int j = k % 8; j < N; j += 8) {
          t = fma(tile[AT(row) + j], weights[j], t);
        }
        lanes[row * LANES + k % 8] = t;
      }
      barrier(CLK_LOCAL_MEM_FENCE);
    }
    if (item < ROWS) {
      float t[8];
#pragma unroll
      for (int l = 0; l < 8; l++) {
        t[l] = ROWS <= STRIPE ? lanes[item * LANES + l] : 0.0f;
      }
      if (ROWS > STRIPE) {
#pragma unroll
        for (int j = 0; j < N; j++) {
          t[j % 8] = fma(tile[AT(item) + j], weights[j], t[j % 8]);
        }
      }
      const float s = wrong_margin(sum_of_eight(t) + weights[N], label);
      const float e = exp_minus_abs(s);
      ((local float *)dz)[item] = -label * sigmoid_from(s, e);
      ((local float *)losses)[item] = fabs(label) * loss_from(s, e);
      label = y[min(i + ROWS + item, end - 1)];
    }
    barrier(CLK_LOCAL_MEM_FENCE);
#pragma unroll
    for (int k = 0; k < OWN; k++) {
      const int column = item + k * GROUP;
      const int stripe = column / N;
      if (column < SUMS) {
        g[k] = add_column(ROWS > STRIPE ? 0.0f : g[k], dz + stripe * STRIPE / 4,
                          tile + AT(stripe * STRIPE) + column % N,
                          min(min(ROWS, STRIPE), rows - stripe * STRIPE));
        if (ROWS > STRIPE) {
          sums[stripe * COLUMNS + column % N] = g[k];
        }
      }
    }
    if (last < 2 * STRIPES) {
      const int stripe = last / 2;
      extra = add_values(ROWS > STRIPE ? 0.0f : extra,
                         (last % 2 == 0 ? dz : losses) + stripe * STRIPE / 4,
                         min(min(ROWS, STRIPE), rows - stripe * STRIPE));
      if (ROWS > STRIPE) {
        sums[stripe * COLUMNS + N + last % 2] = extra;
      }
    }
    if (ROWS > STRIPE) {
      barrier(CLK_LOCAL_MEM_FENCE);
      if (item < COLUMNS) {
        for (int stripe = 0; stripe * STRIPE < rows; stripe++) {
          add_pair(hi + item, lo + item, sums[stripe * COLUMNS + item]);
        }
      }
    } else if ((i + ROWS) % STRIPE == 0 || i + ROWS >= end) {
#pragma unroll
      for (int k = 0; k < OWN; k++) {
        const int column = item + k * GROUP;
        if (column < N) {
          add_pair(hi + column, lo + column, g[k]);
        }
        g[k] = 0.0f;
      }
      if (last < 2) {
        add_pair(hi + N + last, lo + N + last, extra);
      }
      extra = 0.0f;
    }
  }
  barrier(CLK_LOCAL_MEM_FENCE);
  global float *to = pairs + (size_t)(base + block) * 2 * stride;
  for (int j = item; j < COLUMNS; j += GROUP) {
    to[j] = hi[j];
    to[stride + j] = lo[j];
  }
}
