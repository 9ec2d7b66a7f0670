/*
 * Computes   what the kernels with a tile share beyond its sums: the pairs that the sums of stripes are
 *            added to, or the leaves that are made of them.
 * Shapes     stripes: N + 2 for each stripe of a tile of several; hi, lo: N + 2, in local memory or in
 *            a row [hi (stride) | lo (stride)] of global memory; leaf: a row of `stride` a stripe.
 * Work       functions for the items of a group; the barriers between them are the kernels'. A column's
 *            pair belongs to one item.
 * Traffic    4 bytes a column and stripe for leaves, 16 for pairs in global memory.
 * Numerics   stripes join their pair in order by TwoSum, the errors gathered in lo.
 * Options    those of sums_tile.cl. PAIRS_LOCAL: 1 for pairs in local memory, 0 for the row of global
 *            memory that they end in.
 * Source     Knuth's TwoSum. Needs sums_tile.cl before it.
 */
#pragma OPENCL FP_CONTRACT OFF

#ifndef PAIRS_LOCAL
#error "pass -D PAIRS_LOCAL=0 or 1"
#endif

/* Floats from hi to lo in local memory, so that both hold whole pieces. */
#define PAIR_PITCH ((COLUMNS + 3) / 4 * 4)
#if PAIRS_LOCAL
#define PAIRS local
#define PAIR_QUADS (PAIR_PITCH / 2)
#define HI(space, row) ((local float *)(space))
#define LO(space, row, stride) ((local float *)(space) + PAIR_PITCH)
#else
#define PAIRS global
#define PAIR_QUADS 1
#define HI(space, row) (row)
#define LO(space, row, stride) ((row) + (stride))
#endif

/* Makes all pairs (0, 0). */
INLINE void clear_pairs(PAIRS float *hi, PAIRS float *lo, const int item) {
  for (int j = item; j < COLUMNS; j += GROUP) {
    hi[j] = 0.0f;
    lo[j] = 0.0f;
  }
}

/* Puts the pairs where the tree finds them. */
INLINE void store_pairs(PAIRS float *hi, PAIRS float *lo, global float *row, const int stride,
                        const int item) {
  for (int j = item; j < (PAIRS_LOCAL ? COLUMNS : 0); j += GROUP) {
    row[j] = hi[j];
    row[stride + j] = lo[j];
  }
}

/* Adds a stripe's sum to its pair, or makes it a leaf. */
INLINE void add_sum(PAIRS float *hi, PAIRS float *lo, global float *leaf, const int leaves,
                    const float g) {
  if (leaves) {
    *leaf = g;
  } else {
    const float a = *hi;
    const float s = a + g;
    const float b = s - a;
    *hi = s;
    *lo += (a - (s - b)) + (g - b);
  }
}

#if MANY
/* Puts down the sums of a tile's stripes, for the items that their columns' pairs belong to. */
INLINE void put_sums(local float *stripes, const piece *g, const float extra, const int item) {
  for (int k = 0; k < OWN; k++) {
    const int p = item + k * GROUP;
    if (p < PIECES) {
      stripes[p / N * COLUMNS + p % N] = g[k];
    }
  }
  if (EXTRA(item) < 2 * TILE_STRIPES) {
    stripes[EXTRA(item) / 2 * COLUMNS + N + EXTRA(item) % 2] = extra;
  }
}

/* Adds them, in order. */
INLINE void add_sums(PAIRS float *hi, PAIRS float *lo, global float *leaf, const int stride,
                     const int leaves, local const float *stripes, const piece *g,
                     const float extra, const int rows, const int item) {
  if (item < COLUMNS) {
    for (int stripe = 0; stripe * STRIPE < rows; stripe++) {
      add_sum(hi + item, lo + item, leaf + (size_t)stripe * stride + item, leaves,
              stripes[stripe * COLUMNS + item]);
    }
  }
}
#else
INLINE void put_sums(local float *stripes, const piece *g, const float extra, const int item) {}

/* Adds the sums of a stripe, each by the item that has it. */
INLINE void add_sums(PAIRS float *hi, PAIRS float *lo, global float *leaf, const int stride,
                     const int leaves, local const float *stripes, const piece *g,
                     const float extra, const int rows, const int item) {
#pragma unroll
  for (int k = 0; k < OWN; k++) {
    const int j = (item + k * GROUP) * PIECE;
    if (j < N) {
      if (leaves) {
        *(global piece *)(leaf + j) = g[k];
      } else {
        const piece a = *(PAIRS piece *)(hi + j);
        const piece s = a + g[k];
        const piece b = s - a;
        *(PAIRS piece *)(hi + j) = s;
        *(PAIRS piece *)(lo + j) += (a - (s - b)) + (g[k] - b);
      }
    }
  }
  const int j = N + EXTRA(item);
  if (j < COLUMNS) {
    add_sum(hi + j, lo + j, leaf + j, leaves, extra);
  }
}
#endif
