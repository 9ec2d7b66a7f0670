/*
 * Computes   z_i = w . x_i + b over sparse rows for B columns of parameters, in the GPU form.
 * Shapes     starts: m + 1 places of one slab, at which its rows begin; columns, values: one for each
 *            value of the slab, columns ascending within a row; w: (n+1) x pitch, pitch the next multiple
 *            of 8 above B; z: m x B of all examples, the slab's from example `slab` on.
 * Work       as margins_sparse.cl, a group for eight columns of parameters (dimension 1): the weights of a
 *            feature are one vector, which the item of the feature's lane reads. Two barriers a tile and
 *            one at the end; GROUP * 96 bytes of local memory.
 * Traffic    a read of the values and columns for each eight columns of parameters, 8 bytes a value, and
 *            32 bytes of weights for each, from cache.
 * Numerics   those of margins_sparse.cl for each column.
 * Options    GROUP: items in a group, 64, 128 or 256.
 * Source     none.
 */
#pragma OPENCL FP_CONTRACT OFF

#ifndef GROUP
#error "pass -D GROUP=64, 128 or 256"
#endif

#define PANEL_BLOCK 1024
#define PANEL_ROWS (GROUP / 8)
#define PANEL_TILE (8 * GROUP)

kernel __attribute__((reqd_work_group_size(GROUP, 1, 1))) void margins_sparse_panel(
    global const int *restrict starts, global const int *restrict columns,
    global const float *restrict values, global const float *restrict w, global float *restrict z,
    const int m, const int n, const int count, const int first, const int slab) {
  local int features[PANEL_TILE];
  local float x[PANEL_TILE];
  local float8 t[GROUP];
  const int item = (int)get_local_id(0);
  const int lane = item & 7;
  const int c = 8 * (int)get_global_id(1);
  const int pitch = (count + 7) / 8 * 8;
  const int begin = first * PANEL_BLOCK + (int)get_group_id(0) * PANEL_ROWS;
  const int row = min(begin + (item >> 3), m - 1);
  const int from = starts[row];
  const int to = starts[row + 1];
  const int last = starts[min(begin + PANEL_ROWS, m)];
  float8 sum = 0.0f;
  for (int tile = starts[begin]; tile < last; tile += PANEL_TILE) {
    const int staged = min(PANEL_TILE, last - tile);
    for (int k = item; k < staged; k += GROUP) {
      features[k] = columns[tile + k];
      x[k] = values[tile + k];
    }
    barrier(CLK_LOCAL_MEM_FENCE);
    const int end = min(to - tile, staged);
    for (int k = max(from - tile, 0); k < end; k++) {
      const int j = features[k];
      if ((j & 7) == lane) {
        sum = fma((float8)(x[k]), vload8(0, w + (size_t)j * pitch + c), sum);
      }
    }
    barrier(CLK_LOCAL_MEM_FENCE);
  }
  t[item] = sum;
  barrier(CLK_LOCAL_MEM_FENCE);
  local const float *all = (local const float *)t;
  for (int k = item; k < 8 * PANEL_ROWS; k += GROUP) {
    const int r = begin + (k >> 3);
    const int b = c + (k & 7);
    if (r < m && b < count) {
      local const float *l = all + 64 * (k >> 3) + (k & 7);
      const float even = (l[0] + l[32]) + (l[16] + l[48]);
      const float odd = (l[8] + l[40]) + (l[24] + l[56]);
      z[((size_t)slab + r) * count + b] = (even + odd) + w[(size_t)n * pitch + b];
    }
  }
}
