/*
 * Computes   what the kernels with a tile share beyond it: the sums over the rows of its stripes.
 * Shapes     values, factors: ROWS, a float4 for four rows; g: an item's own pieces of columns, every
 *            GROUP-th of each stripe of the tile.
 * Work       functions for the items of a group; the barriers between them are the kernels'. The last
 *            items of a group add up the two sums behind the columns.
 * Traffic    none but local memory: a tile once more.
 * Numerics   the rows of a stripe in order by fma, or by plain addition where there is no factor, which
 *            a tile of fewer rows goes on with.
 * Options    those of tile.cl; ROWS above 32 only if N + 2 <= GROUP.
 * Source     none. Needs tile.cl before it.
 */
#pragma OPENCL FP_CONTRACT OFF

#define COLUMNS (N + 2)

/* Neighbouring columns that an item takes together, where that leaves enough for all items. */
#if N % 4 == 0 && N >= 4 * GROUP
#define PIECE 4
typedef float4 piece;
#elif N % 4 == 0 && 2 * N >= 3 * GROUP
#define PIECE 2
typedef float2 piece;
#else
#define PIECE 1
typedef float piece;
#endif
#define PIECES (TILE_STRIPES * N / PIECE)
#define OWN ((PIECES + GROUP - 1) / GROUP)
/* Room for the sums of a tile's stripes. */
#define STRIPE_SUMS (MANY ? TILE_STRIPES * COLUMNS : 1)

/* The items that add up the sums behind the columns: the last first. */
#define EXTRA(item) (GROUP - 1 - (item))

static void clear_sums(piece *g) {
#pragma unroll
  for (int k = 0; k < OWN; k++) {
    g[k] = 0.0f;
  }
}

/* Adds to an item's pieces the products of a tile's values and rows. */
INLINE void add_products(piece *g, local const float4 *values, local const float *tile,
                         const int rows, const int item) {
  if (rows == ROWS) {
#pragma unroll
    for (int r = 0; r < STRIPE_ROWS; r += 4) {
#pragma unroll
      for (int k = 0; k < OWN; k++) {
        const int p = item + k * GROUP;
        if (PIECES % GROUP == 0 || p < PIECES) {
          const int first = MANY ? p / N * STRIPE : 0;
          const float4 v = values[(first + r) / 4];
          local const float *at = tile + AT(first) + r * PITCH + (MANY ? p % N : p * PIECE);
          g[k] = fma((piece)(v.s0), *(local const piece *)at, g[k]);
          g[k] = fma((piece)(v.s1), *(local const piece *)(at + PITCH), g[k]);
          g[k] = fma((piece)(v.s2), *(local const piece *)(at + 2 * PITCH), g[k]);
          g[k] = fma((piece)(v.s3), *(local const piece *)(at + 3 * PITCH), g[k]);
        }
      }
    }
    return;
  }
  for (int k = 0; k < OWN; k++) {
    const int p = item + k * GROUP;
    const int first = MANY ? p / N * STRIPE : 0;
    const int end = p < PIECES ? min(rows, first + STRIPE_ROWS) : 0;
    for (int r = first; r < end; r++) {
      local const float *at = tile + AT(r) + (MANY ? p % N : p * PIECE);
      g[k] = fma((piece)(((local const float *)values)[r]), *(local const piece *)at, g[k]);
    }
  }
}

/* g and the values of one stripe of a tile, times the factors if they count. */
INLINE float add_values(const float g, local const float4 *values, local const float4 *factors,
                        const int count, const int stripe, const int rows) {
  float sum = g;
  const int first = stripe * STRIPE;
  if (first + STRIPE_ROWS <= rows) {
#pragma unroll
    for (int r = first / 4; r < first / 4 + STRIPE_ROWS / 4; r++) {
      const float4 v = values[r];
      const float4 f = count ? factors[r] : 1.0f;
      sum = count ? fma(v.s0, f.s0, sum) : sum + v.s0;
      sum = count ? fma(v.s1, f.s1, sum) : sum + v.s1;
      sum = count ? fma(v.s2, f.s2, sum) : sum + v.s2;
      sum = count ? fma(v.s3, f.s3, sum) : sum + v.s3;
    }
    return sum;
  }
  for (int r = first; r < rows; r++) {
    const float v = ((local const float *)values)[r];
    sum = count ? fma(v, ((local const float *)factors)[r], sum) : sum + v;
  }
  return sum;
}
