/*
 * Computes   what the sums of a panel share in the GPU form with a tile: the pairs of a block.
 * Shapes     sums: an item's own, of eight columns of each of its features, and of one column behind them;
 *            out: a row [hi (stride) | lo (stride)], (n+2) x B of each used.
 * Work       functions for the items of a group, without barriers.
 * Traffic    the pairs once, at the end of a block.
 * Numerics   stripes join their pair in order by TwoSum, the errors gathered in lo.
 * Options    those of panel_tile.cl.
 * Source     Knuth's TwoSum. Needs panel_tile.cl before it.
 */
#pragma OPENCL FP_CONTRACT OFF

/* Adds a stripe's sums to their pairs, and begins the next. */
INLINE void add_to_pairs(float4 *g, float4 *hi, float4 *lo) {
#pragma unroll
  for (int k = 0; k < 2 * FEATURES; k++) {
    const float4 s = hi[k] + g[k];
    const float4 b = s - hi[k];
    lo[k] += (hi[k] - (s - b)) + (g[k] - b);
    hi[k] = s;
    g[k] = 0.0f;
  }
}

/* Puts `count` of eight columns where the tree finds them. */
INLINE void store_side(const float4 *g, const int count, global float *to) {
  float values[8];
  vstore4(g[0], 0, values);
  vstore4(g[1], 1, values);
#pragma unroll
  for (int b = 0; b < 8; b++) {
    if (b < count) {
      to[b] = values[b];
    }
  }
}

/* What an item adds up: a stripe's sums and the pairs of the stripes before, 0 at the start. */
typedef struct {
  float4 g[2 * FEATURES];
  float4 hi[2 * FEATURES];
  float4 lo[2 * FEATURES];
  float extra;
  float2 pair;
} panel_sums;

/* The last items have the sums behind the features: of eight columns, and of eight more. */
#define EXTRA_OF(item) (GROUP - 1 - (item))
#define HAS_EXTRA(item) (EXTRA_OF(item) < 16)

INLINE void clear_panel(panel_sums *sums) {
#pragma unroll
  for (int k = 0; k < 2 * FEATURES; k++) {
    sums->g[k] = 0.0f;
    sums->hi[k] = 0.0f;
    sums->lo[k] = 0.0f;
  }
  sums->extra = 0.0f;
  sums->pair = 0.0f;
}

/* Adds a stripe to the pairs. */
INLINE void close_stripe(panel_sums *sums) {
  add_to_pairs(sums->g, sums->hi, sums->lo);
  const float s = sums->pair.x + sums->extra;
  const float b = s - sums->pair.x;
  sums->pair.y += (sums->pair.x - (s - b)) + (sums->extra - b);
  sums->pair.x = s;
  sums->extra = 0.0f;
}

/* Puts the features' pairs of the columns from c on where the tree finds them. */
INLINE void store_features(const panel_sums *sums, global float *out, const int stride,
                           const int columns, const int c, const int item) {
#pragma unroll
  for (int k = 0; k < FEATURES; k++) {
    const int j = item + k * GROUP;
    if (HAS_FEATURE(j)) {
      store_side(sums->hi + 2 * k, min(8, columns - c), out + (size_t)j * columns + c);
      store_side(sums->lo + 2 * k, min(8, columns - c), out + stride + (size_t)j * columns + c);
    }
  }
}

/* The same, and those of the sums behind the features. */
INLINE void store_panel(const panel_sums *sums, global float *out, const int stride,
                        const int columns, const int c, const int item) {
  store_features(sums, out, stride, columns, c, item);
  if (HAS_EXTRA(item) && EXTRA_OF(item) % 8 < min(8, columns - c)) {
    const size_t at = (size_t)(N + EXTRA_OF(item) / 8) * columns + c + EXTRA_OF(item) % 8;
    out[at] = sums->pair.x;
    out[stride + at] = sums->pair.y;
  }
}
