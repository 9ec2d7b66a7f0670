/*
 * Computes   what the passes for a panel of B columns share in the GPU form with a tile: margins and sums
 *            of eight columns at a time.
 * Shapes     tile: ROWS rows of N floats, as tile.cl has it; parameters: N + 1 float4 of the first four
 *            columns, then of the other four; lanes: LANE_PITCH floats a row, eight columns of eight
 *            lanes; values: eight columns a row; all in local memory. An item has the sums of every
 *            GROUP-th feature, and the last 16 items one behind the features.
 * Work       functions for the items of a group; the barriers between them are the kernels'.
 * Traffic    a side of parameters once a group; else none but local memory.
 * Numerics   as margins_wide.cl and gradient_wide.cl have them for one column.
 * Options    those of tile.cl, ROWS at most 32.
 * Source     Knuth's TwoSum. Needs tile.cl before it.
 */
#pragma OPENCL FP_CONTRACT OFF

#define SIDE (N + 1)
/* Rows whose lanes the items add up at once, and how many of them each takes. */
#define ROWS_AT_ONCE (GROUP / 8)
#define LANE_ROWS ((ROWS + ROWS_AT_ONCE - 1) / ROWS_AT_ONCE)
/* Eight floats more than the lanes of a row, so that four rows are in different banks. */
#define LANE_PITCH 72
#define LANES_OF_PANEL (LANE_ROWS * ROWS_AT_ONCE * LANE_PITCH / 4)
/* Items beyond the rows of a tile repeat the last: with a condition PoCL 3.1 lost what came after. */
#define IN_TILE(row) (ROWS < ROWS_AT_ONCE ? min(row, ROWS - 1) : (row))
/* Rows and columns that an item finishes. */
#define FINISHED ((8 * ROWS + GROUP - 1) / GROUP)
#define FEATURES ((N + GROUP - 1) / GROUP)
#define HAS_FEATURE(j) (N % GROUP == 0 || (j) < N)
#define IS_FINISHED(k) (8 * ROWS % GROUP == 0 || (k) < 8 * ROWS)

/* Puts the parameters of eight columns into local memory. */
INLINE void load_side(local float4 *parameters, global const float *w, const int pitch,
                      const int item) {
  for (int j = item; j < SIDE; j += GROUP) {
    parameters[j] = vload4(0, w + (size_t)j * pitch);
    parameters[SIDE + j] = vload4(1, w + (size_t)j * pitch);
  }
}

/* Adds what one feature of some rows gives to their margins. */
INLINE void add_lane(float4 *t, local const float *tile, local const float4 *parameters,
                     const int row, const int j) {
#pragma unroll
  for (int k = 0; k < LANE_ROWS; k++) {
    const float4 x = tile[AT(IN_TILE(row) + k * ROWS_AT_ONCE) + j];
    t[2 * k] = fma(x, parameters[j], t[2 * k]);
    t[2 * k + 1] = fma(x, parameters[SIDE + j], t[2 * k + 1]);
  }
}

/* The lanes of the rows of a tile, an item a lane of one or several. */
INLINE void lanes_of_panel(local const float *tile, local const float4 *parameters,
                           local float *lanes, const int item) {
  const int lane = item % 8;
  const int row = item / 8;
  float4 t[2 * LANE_ROWS];
#pragma unroll
  for (int k = 0; k < 2 * LANE_ROWS; k++) {
    t[k] = 0.0f;
  }
  /* Whole fours and a rest: as one loop LLVM 19 spilled where N / 8 is no multiple of four. */
#pragma unroll 4
  for (int step = 0; step < N / 32 * 4; step++) {
    add_lane(t, tile, parameters, row, step * 8 + lane);
  }
  for (int step = N / 32 * 4; step < N / 8; step++) {
    add_lane(t, tile, parameters, row, step * 8 + lane);
  }
  if (lane < N % 8) {
    add_lane(t, tile, parameters, row, N / 8 * 8 + lane);
  }
#pragma unroll
  for (int k = 0; k < LANE_ROWS; k++) {
    local float *place = lanes + (row + k * ROWS_AT_ONCE) * LANE_PITCH + lane * 8;
    vstore4(t[2 * k], 0, place);
    vstore4(t[2 * k + 1], 1, place);
  }
}

/* The margin of row k / 8 and column k % 8. */
INLINE float margin_of_panel(local const float *lanes, local const float4 *parameters,
                             const int k) {
  local const float *t = lanes + k / 8 * LANE_PITCH + k % 8;
  const float bias = ((local const float *)(parameters + k % 8 / 4 * SIDE + N))[k % 4];
  return (((t[0] + t[32]) + (t[16] + t[48])) + ((t[8] + t[40]) + (t[24] + t[56]))) + bias;
}

/* The signed weights of the rows and columns that an item finishes: 0 where there is no column. */
INLINE void load_labels(float *labels, global const float *y, const size_t row, const int rows,
                        const int columns, const int c, const int own, const int item) {
#pragma unroll
  for (int f = 0; f < FINISHED; f++) {
    const int k = item + f * GROUP;
    const int column = c + k % 8;
    const size_t i = row + min(k / 8, rows - 1);
    labels[f] = column < columns ? y[own ? i * columns + column : i] : 0.0f;
  }
}

/* Adds to an item's sums the products of one row. */
INLINE void add_row(float4 *g, local const float4 *values, local const float *tile, const int r,
                    const int item) {
#pragma unroll
  for (int k = 0; k < FEATURES; k++) {
    const int j = item + k * GROUP;
    if (HAS_FEATURE(j)) {
      const float4 x = tile[AT(r) + j];
      g[2 * k] = fma(values[2 * r], x, g[2 * k]);
      g[2 * k + 1] = fma(values[2 * r + 1], x, g[2 * k + 1]);
    }
  }
}

/* Those of all rows of a tile. */
INLINE void add_rows(float4 *g, local const float4 *values, local const float *tile,
                     const int rows, const int item) {
  if (rows == ROWS) {
#pragma unroll 4
    for (int r = 0; r < ROWS; r++) {
      add_row(g, values, tile, r, item);
    }
  } else {
    for (int r = 0; r < rows; r++) {
      add_row(g, values, tile, r, item);
    }
  }
}

/* Adds the values of one column, times the factors if they count. */
INLINE float add_column(float sum, local const float *values, local const float *factors,
                        const int count, const int rows) {
  for (int r = 0; r < rows; r++) {
    sum = count ? fma(values[8 * r], factors[8 * r], sum) : sum + values[8 * r];
  }
  return sum;
}
