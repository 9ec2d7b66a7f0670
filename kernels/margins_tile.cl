/*
 * Computes   z_i = w . x_i + b, in the GPU form, for a number of features known when it is built.
 * Shapes     x: m x N of one slab, example-major; w: [weights (N) | bias]; z: m, from row `slab` on.
 * Work       8 / PART items a row, PART lanes each, ITEM_ROWS rows an item, from block `first` on: all
 *            loads of AHEAD times 8 features of them before the first use. Two barriers; 48 bytes of
 *            local memory a row and 4 a feature. Items beyond m repeat the last row and write nothing.
 * Traffic    one read of X, 4 bytes an element.
 * Numerics   as margins_wide.cl has them.
 * Options    those of tile.cl. PART: 1, or 4 if N is a multiple of 4. ITEM_ROWS: 1 or more.
 * Source     none. Needs tile.cl before it.
 */
#pragma OPENCL FP_CONTRACT OFF


#ifndef PART
#error "pass -D PART=1 or 4"
#endif
#ifndef ITEM_ROWS
#error "pass -D ITEM_ROWS=1 or more"
#endif

/* Steps of 8 features, one for each lane. */
#define STEPS ((N + 7) / 8)
#if PART == 4
typedef float4 part;
#else
typedef float part;
#endif
#define AHEAD (STEPS < 16 ? STEPS : 16)
#define ROW_ITEMS (8 / PART)
#define GROUP_ROWS (GROUP / ROW_ITEMS)

/* Whether a row has a part there: only behind the last whole step does it depend on the item. */
#define HAS(step, lane) ((step) < STEPS && ((step) * 8 + 8 <= N || (step) * 8 + (lane) < N))

kernel __attribute__((reqd_work_group_size(GROUP, 1, 1))) void margins(
    global const float *restrict x, global const float *restrict w, global float *restrict z,
    const int m, const int first, const int slab) {
  local float4 weights[PARAMETER_QUADS];
  local float4 lanes[GROUP_ROWS * ITEM_ROWS * LANES / 4];
  const int item = (int)get_local_id(0);
  const int row = item / ROW_ITEMS;
  const int lane = item % ROW_ITEMS * PART;
  const int begin = first * BLOCK + (int)get_group_id(0) * GROUP_ROWS * ITEM_ROWS;
  load_parameters(weights, w, item);
  part t[ITEM_ROWS];
#pragma unroll
  for (int k = 0; k < ITEM_ROWS; k++) {
    t[k] = 0.0f;
  }
  barrier(CLK_LOCAL_MEM_FENCE);
#pragma unroll 1
  for (int step = 0; step < STEPS; step += AHEAD) {
    part next[ITEM_ROWS * AHEAD];
#pragma unroll
    for (int k = 0; k < ITEM_ROWS; k++) {
      const size_t at = (size_t)min(begin + row + k * GROUP_ROWS, m - 1) * N + lane;
#pragma unroll
      for (int u = 0; u < AHEAD; u++) {
        if (HAS(step + u, lane)) {
          next[k * AHEAD + u] = *(global const part *)(x + at + (step + u) * 8);
        }
      }
    }
#pragma unroll
    for (int u = 0; u < AHEAD; u++) {
      if (HAS(step + u, lane)) {
        const part v = *(local const part *)((local const float *)weights + (step + u) * 8 + lane);
#pragma unroll
        for (int k = 0; k < ITEM_ROWS; k++) {
          t[k] = fma(next[k * AHEAD + u], v, t[k]);
        }
      }
    }
  }
#pragma unroll
  for (int k = 0; k < ITEM_ROWS; k++) {
    *(local part *)((local float *)lanes + (row + k * GROUP_ROWS) * LANES + lane) = t[k];
  }
  barrier(CLK_LOCAL_MEM_FENCE);
  for (int r = item; r < min(GROUP_ROWS * ITEM_ROWS, m - begin); r += GROUP) {
    local const float *s = (local const float *)lanes + r * LANES;
    z[(size_t)slab + begin + r] =
        (((s[0] + s[4]) + (s[2] + s[6])) + ((s[1] + s[5]) + (s[3] + s[7]))) +
        ((local const float *)weights)[N];
  }
}
