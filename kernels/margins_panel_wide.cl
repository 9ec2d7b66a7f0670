/*
 * Computes   z_i = w . x_i + b for B columns of parameters, in the GPU form.
 * Shapes     x: m x n of one slab, example-major; w: (n+1) x pitch, pitch the next multiple of 8 above
 *            B; z: m x B of all examples, the slab's from example `slab` on.
 * Work       a group takes 32 rows from block `first` on, for eight columns and then the next eight:
 *            eight items a row add up the lanes, an item a row and column the margin. Two barriers for
 *            each eight columns; 8192 bytes of local memory.
 * Traffic    one read of X, and from cache one for each further eight columns.
 * Numerics   as margins_wide.cl has them for one column.
 * Options    GROUP: items in a group, 64, 128 or 256.
 * Source     none. Needs panel_wide.cl before it.
 */
#pragma OPENCL FP_CONTRACT OFF

#ifndef GROUP
#error "pass -D GROUP=64, 128 or 256"
#endif

kernel __attribute__((reqd_work_group_size(GROUP, 1, 1))) void margins_panel(
    global const float *restrict x, global const float *restrict w, global float *restrict z,
    const int m, const int n, const int first, const int columns, const int slab) {
  local float8 t[8 * STRIPE];
  const int item = (int)get_local_id(0);
  const int begin = first * BLOCK + (int)get_group_id(0) * STRIPE;
  const int rows = min(STRIPE, m - begin);
  const int pitch = (columns + 7) / 8 * 8;
  for (int c = 0; c < columns; c += 8) {
    lanes_of_panel(x + (size_t)begin * n, w + c, t, pitch, rows, n, item);
    barrier(CLK_LOCAL_MEM_FENCE);
    for (int k = item; k < 8 * rows; k += GROUP) {
      const int column = c + (k & 7);
      if (column < columns) {
        const float margin = margin_of_panel(t, k) + w[(size_t)n * pitch + column];
        z[((size_t)slab + begin + (k >> 3)) * columns + column] = margin;
      }
    }
    barrier(CLK_LOCAL_MEM_FENCE);
  }
}
