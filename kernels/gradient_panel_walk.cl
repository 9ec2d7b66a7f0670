/*
 * Computes   the sums over each block of 1024 examples of [x dz | dz | loss] at w, dz = c (a - y),
 *            for B columns of parameters in one read of X, in the CPU form.
 * Shapes     x: m x n of one slab, example-major; y: m signed weights of the slab, or with `own` m x B
 *            of all examples, the slab's from example `slab` on; w: (n+1) x pitch,
 *            pitch the next multiple of 8 above B; pairs: a row a block, [hi (stride) | lo (stride)],
 *            (n+2) x B of each used, stride >= (n+2) pitch and a multiple of 32.
 * Work       an item walks one block, 32 examples at a time, for eight columns and then the next eight,
 *            the 32 rows being hot in cache. No local memory, no barriers; group size 1.
 * Traffic    one read of X, 4 bytes an element; the block's pairs stay in cache.
 * Numerics   stripe of 32 examples in order by fma; 32 stripes by TwoSum, the errors gathered
 *            in lo.
 * Options    none.
 * Source     none. Needs elementary.cl, margins_walk.cl, sums_walk.cl and panel_walk.cl before it.
 */
#pragma OPENCL FP_CONTRACT OFF

kernel void gradient_panel(global const float *restrict x, global const float *restrict y,
                           global const float *restrict w,
                           global float *restrict pairs, const int m, const int n,
                           const int stride, const int first, const int firstRow, const int columns,
                           const int own, const int slab) {
  const int block = first + (int)get_global_id(0);
  const int end = min(m, (block + 1) * BLOCK);
  const int pitch = (columns + 7) / 8 * 8;
  global float *hi = pairs + (size_t)(firstRow + block) * 2 * stride;
  global float *lo = hi + stride;
  clear_pairs(hi, 2 * stride);
  for (int i = block * BLOCK; i < end; i += STRIPE) {
    const int rows = min(STRIPE, end - i);
    global const float *restrict stripe = x + (size_t)i * n;
    const size_t row = own ? (size_t)slab + i : (size_t)i;
    for (int c = 0; c < columns; c += 8) {
      float z[8 * STRIPE], q[8 * STRIPE], loss[8 * STRIPE];
      margins_of_panel(stripe, w + c, pitch, rows, n, z);
      for (int r = 0; r < rows; r++) {
        vstore8(labels_of_panel(y, row + r, columns, c, own), r, loss);
      }
      for (int k = 0; k < 8 * rows; k++) {
        const float label = loss[k];
        const float s = wrong_margin(z[k], label);
        const float e = exp_minus_abs(s);
        q[k] = -label * sigmoid_from(s, e);
        loss[k] = fabs(label) * loss_from(s, e);
      }
      add_panel(stripe, n, rows, q, pitch, hi + c, lo + c);
      float8 bias = 0.0f, last = 0.0f;
      for (int r = 0; r < rows; r++) {
        bias += vload8(r, q);
        last += vload8(r, loss);
      }
      add_columns(bias, hi + (size_t)n * pitch + c, lo + (size_t)n * pitch + c);
      add_columns(last, hi + (size_t)(n + 1) * pitch + c, lo + (size_t)(n + 1) * pitch + c);
    }
  }
  close_ranks(hi, n + 2, columns, pitch);
  close_ranks(lo, n + 2, columns, pitch);
}
