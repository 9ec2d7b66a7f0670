/*
 * Computes   what the kernels with a tile share: a tile's way from global memory through registers to
 *            local memory, and the margins of its rows.
 * Shapes     tile: ROWS rows of N floats in local memory, PITCH apart; w: weights, a float4 for four.
 * Work       functions for the items of a group; the barriers between them are the kernels'. An item
 *            adds up the margin of a row of fewer than 64 features, or a lane of it.
 * Traffic    load_tile reads its rows once, as one run of neighbouring float4: all of an item's loads
 *            before the first use. What is behind the last row repeats the end, and up to 3 floats
 *            behind it are read, and dropped.
 * Numerics   margins as margins_walk.cl has them.
 * Options    N: features. GROUP: items in a group, 64, 128 or 256. ROWS: rows in a tile, 4, 8, 16,
 *            32, 64 or 128, at most GROUP.
 * Source     none. Needs elementary.cl before it.
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
/* More than one stripe in a tile, or a part of one. */
#define MANY (ROWS > STRIPE)
#define TILE_STRIPES (MANY ? ROWS / STRIPE : 1)
#define STRIPE_ROWS (MANY ? STRIPE : ROWS)
/* Rows of whole float4, apart so that neighbours are in different banks; others as they come. */
#define WHOLE (N % 4 == 0)
/* Whether one item adds up a margin, or eight, a lane each. */
#define ALONE (N < 64)
#define PITCH (!WHOLE ? N : ALONE ? (N / 4 | 1) * 4 : ((N + 7) / 8 | 1) * 8)
/* Between stripes, so that a column of one and the next of another are in different banks. */
#define SKEW (MANY ? N / 4 * 4 : 0)
#define AT(row) ((row) * PITCH + (row) / STRIPE * SKEW)
#define QUADS (ROWS * N / 4)
#define LOADS ((QUADS + GROUP - 1) / GROUP)
#define TILE_QUADS ((ROWS * PITCH + TILE_STRIPES * SKEW) / 4)
/* Lanes of a row; twelve apart, so that float4 of neighbours are in different banks. */
#define LANES 12
#define PARAMETER_QUADS ((N + 4) / 4)
#define LANE_QUADS (ALONE ? 1 : ROWS * LANES / 4)

/* Puts weights and bias into local memory. */
INLINE void load_parameters(local float4 *parameters, global const float *w, const int item) {
  for (int j = item; j <= N; j += GROUP) {
    ((local float *)parameters)[j] = w[j];
  }
}

/* Takes a tile of `count` rows on its way: an item's share of it. */
static void load_tile(global const float *restrict rows, float4 *next, const int count,
                      const int item) {
#pragma unroll
  for (int u = 0; u < LOADS; u++) {
    const int quad = item + u * GROUP;
    if (QUADS % GROUP == 0 || quad < QUADS) {
      next[u] = *(global const float4 *)(rows + 4 * min(quad, (count * N - 1) / 4));
    }
  }
}

/* Puts it down. */
INLINE void store_tile(local float *tile, const float4 *next, const int item) {
#pragma unroll
  for (int u = 0; u < LOADS; u++) {
    const int quad = item + u * GROUP;
    if (QUADS % GROUP == 0 || quad < QUADS) {
      const int row = quad / ((N + 3) / 4);
      const int place = WHOLE ? AT(row) + (quad - row * ((N + 3) / 4)) * 4
                              : quad * 4 + quad / (8 * N) * SKEW;
      *(local float4 *)(tile + place) = next[u];
    }
  }
}

/* The lanes of a row's two margins, by one item, in one loop, which reads the row once. */
INLINE void lanes_of_row(local const float *row, local const float4 *w, local const float4 *v,
                         float *tw, float *tv) {
  float4 x[2], aw[2] = {0.0f, 0.0f}, av[2] = {0.0f, 0.0f};
#pragma unroll
  for (int j = 0; j < (ALONE ? N / 8 * 8 : 0); j += 8) {
#pragma unroll
    for (int k = 0; k < 2; k++) {
      x[k] = WHOLE ? *(local const float4 *)(row + j + 4 * k) : vload4(k, row + j);
      aw[k] = fma(x[k], w[j / 4 + k], aw[k]);
      av[k] = fma(x[k], v[j / 4 + k], av[k]);
    }
  }
#pragma unroll
  for (int k = 0; k < 2; k++) {
    vstore4(aw[k], k, tw);
    vstore4(av[k], k, tv);
  }
#pragma unroll
  for (int j = N / 8 * 8; j < (ALONE ? N : 0); j++) {
    tw[j % 8] = fma(row[j], ((local const float *)w)[j], tw[j % 8]);
    tv[j % 8] = fma(row[j], ((local const float *)v)[j], tv[j % 8]);
  }
}

/* The lanes of two margins of all rows, an item a lane; of one margin, if both are the same. */
INLINE void lanes_of_tile(local const float *tile, local const float4 *w, local const float4 *v,
                          local float *lanes_w, local float *lanes_v, const int item) {
  for (int k = item; k < (ALONE ? 0 : 8 * ROWS); k += GROUP) {
    const int lane = k % 8;
    local const float *row = tile + AT(k / 8) + lane;
    local const float *of_w = (local const float *)w + lane;
    local const float *of_v = (local const float *)v + lane;
    float tw = 0.0f;
    float tv = 0.0f;
#if N > 1500
#pragma unroll 50
#elif N > 800
#pragma unroll 25
#else
#pragma unroll 8
#endif
    for (int step = 0; step < N / 8; step++) {
      const float x = row[step * 8];
      tw = fma(x, of_w[step * 8], tw);
      tv = fma(x, of_v[step * 8], tv);
    }
    if (lane < N % 8) {
      tw = fma(row[N / 8 * 8], of_w[N / 8 * 8], tw);
      tv = fma(row[N / 8 * 8], of_v[N / 8 * 8], tv);
    }
    lanes_w[k / 8 * LANES + lane] = tw;
    if (lanes_v != lanes_w) {
      lanes_v[k / 8 * LANES + lane] = tv;
    }
  }
}

INLINE float margin_of_lanes(const float *t, local const float4 *w) {
  return (((t[0] + t[4]) + (t[2] + t[6])) + ((t[1] + t[5]) + (t[3] + t[7]))) +
         ((local const float *)w)[N];
}

/* Two margins of a row, from the tile or from its lanes; w and v have a bias behind the weights. */
INLINE float2 margins_of_tile(local const float *tile, local const float4 *w,
                              local const float4 *v, local const float4 *lanes_w,
                              local const float4 *lanes_v, const int row) {
  float tw[8], tv[8];
  if (ALONE) {
    lanes_of_row(tile + AT(row), w, v, tw, tv);
  } else {
    for (int k = 0; k < 2; k++) {
      vstore4(lanes_w[row * (LANES / 4) + k], k, tw);
      vstore4(lanes_v[row * (LANES / 4) + k], k, tv);
    }
  }
  return (float2)(margin_of_lanes(tw, w), margin_of_lanes(tv, v));
}
