/*
 * Computes   what the kernels with a tile share: loading it, the lanes of its margins, the sums of its
 *            stripes, and the pairs that these are added to.
 * Shapes     tile: ROWS rows, an odd multiple of 8 apart; lanes: 8 x ROWS, ROWS + 4 apart: so that
 *            neighbouring items are in different banks; sums: a row a stripe of the tile, n + 2
 *            columns; hi, lo: n + 2, all in local memory.
 * Work       functions for the items of a group; the barriers between them are the kernels'. Eight
 *            items load a row, an item those values that its lane of the margin needs.
 * Traffic    load_tile reads its rows once: each item up to four rows at a time, eight neighbours 32
 *            bytes of a row.
 * Numerics   margins as margins_walk.cl has them; the rows of a stripe in order by fma, which a tile of
 *            fewer rows goes on with; stripes join their pair in order by TwoSum, the errors gathered
 *            in lo.
 * Options    GROUP: items in a group, 64, 128 or 256. ROWS: rows in a tile, 8, 16, 32, 64 or 128.
 * Source     Knuth's TwoSum.
 */
#pragma OPENCL FP_CONTRACT OFF

#ifndef GROUP
#error "pass -D GROUP=64, 128 or 256"
#endif
#ifndef ROWS
#error "pass -D ROWS=8, 16, 32, 64 or 128"
#endif

#define BLOCK 1024
#define STRIPE 32
/* Stripes in a tile, or parts of one. */
#define STRIPES (ROWS > STRIPE ? ROWS / STRIPE : 1)
/* Rows that the group loads at once, and an item of them. */
#define GROUP_ROWS (GROUP / 8)
#define ITEM_ROWS (ROWS >= 4 * GROUP_ROWS ? 4 : ROWS > GROUP_ROWS ? ROWS / GROUP_ROWS : 1)
#define LANE_PITCH (ROWS + 4)

/* Floats from a row of the tile to the next. */
static int tile_pitch(const int n) { return ((n + 7) / 8 | 1) * 8; }

/* Copies up to ROWS consecutive rows into the tile, and adds up the lanes of their margins. */
static void load_tile(global const float *restrict source, local float *tile,
                      local const float *w, local float *lanes, const int rows, const int n,
                      const int item) {
  const int pitch = tile_pitch(n);
  const int lane = item & 7;
  for (int row = item >> 3; row < ROWS; row += ITEM_ROWS * GROUP_ROWS) {
    size_t start[ITEM_ROWS];
    float t[ITEM_ROWS];
    for (int k = 0; k < ITEM_ROWS; k++) {
      // Rows behind the last repeat it, into places that nobody reads.
      start[k] = (size_t)min(row + k * GROUP_ROWS, rows - 1) * n;
      t[k] = 0.0f;
    }
    for (int j = lane; j < n; j += 8) {
      float value[ITEM_ROWS];
      for (int k = 0; k < ITEM_ROWS; k++) {
        value[k] = source[start[k] + j];
      }
      for (int k = 0; k < ITEM_ROWS; k++) {
        tile[(row + k * GROUP_ROWS) * pitch + j] = value[k];
        t[k] = fma(value[k], w[j], t[k]);
      }
    }
    for (int k = 0; k < ITEM_ROWS; k++) {
      lanes[lane * LANE_PITCH + row + k * GROUP_ROWS] = t[k];
    }
  }
}

/* Adds up the lanes of other margins, each item from the values that it loaded itself. */
static void lanes_of_tile(local const float *tile, local const float *w, local float *lanes,
                          const int rows, const int n, const int item) {
  const int pitch = tile_pitch(n);
  const int lane = item & 7;
  for (int row = item >> 3; row < rows; row += GROUP_ROWS) {
    float t = 0.0f;
    for (int j = lane; j < n; j += 8) {
      t = fma(tile[row * pitch + j], w[j], t);
    }
    lanes[lane * LANE_PITCH + row] = t;
  }
}

/* The margin of the row whose lanes begin there, without the bias. */
static float margin_of_lanes(local const float *t) {
  return ((t[0] + t[4 * LANE_PITCH]) + (t[2 * LANE_PITCH] + t[6 * LANE_PITCH])) +
         ((t[LANE_PITCH] + t[5 * LANE_PITCH]) + (t[3 * LANE_PITCH] + t[7 * LANE_PITCH]));
}

/* g and a stripe's values. */
static float add_values(const float g, local const float4 *values, const int start, const int stop) {
  float sum = g;
  for (int r = start; r < stop; r++) {
    sum += ((local const float *)values)[r];
  }
  return sum;
}

/* g and a stripe's values times what stands `step` apart. */
static float add_products(const float g, local const float4 *values, local const float *column,
                          const int step, const int start, const int stop) {
  float sum = g;
  int r = start;
  for (; r + 4 <= stop; r += 4) {
    const float4 four = values[r / 4];
    sum = fma(four.s0, column[r * step], sum);
    sum = fma(four.s1, column[(r + 1) * step], sum);
    sum = fma(four.s2, column[(r + 2) * step], sum);
    sum = fma(four.s3, column[(r + 3) * step], sum);
  }
  for (; r < stop; r++) {
    sum = fma(((local const float *)values)[r], column[r * step], sum);
  }
  return sum;
}

/* Adds the sums of the tile's stripes to the pairs. */
static void add_stripes(local const float *sums, local float *hi, local float *lo, const int rows,
                        const int columns, const int item) {
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
