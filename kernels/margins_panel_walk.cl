/*
 * Computes   z_i = w . x_i + b for B columns of parameters in one read of X, in the CPU form.
 * Shapes     x: m x n of one slab, example-major; w: (n+1) x pitch, pitch the next multiple of 8 above
 *            B; z: m x B of all examples, the slab's from example `slab` on.
 * Work       an item takes a block of 1024 examples, 32 at a time, for eight columns and then the next
 *            eight. No local memory, no barriers; group size 1.
 * Traffic    one read of X, 4 bytes an element.
 * Numerics   as margins_walk.cl has them for one column.
 * Options    none.
 * Source     none. Needs margins_walk.cl, sums_walk.cl and panel_walk.cl before it.
 */
#pragma OPENCL FP_CONTRACT OFF

kernel void margins_panel(global const float *restrict x, global const float *restrict w,
                          global float *restrict z, const int m, const int n, const int first,
                          const int columns, const int slab) {
  const int begin = (first + (int)get_global_id(0)) * BLOCK;
  const int end = min(m, begin + BLOCK);
  const int pitch = (columns + 7) / 8 * 8;
  for (int i = begin; i < end; i += STRIPE) {
    const int rows = min(STRIPE, end - i);
    for (int c = 0; c < columns; c += 8) {
      float eight[8 * STRIPE];
      margins_of_panel(x + (size_t)i * n, w + c, pitch, rows, n, eight);
      for (int r = 0; r < rows; r++) {
        for (int b = 0; b < min(8, columns - c); b++) {
          z[((size_t)slab + i + r) * columns + c + b] = eight[8 * r + b];
        }
      }
    }
  }
}
