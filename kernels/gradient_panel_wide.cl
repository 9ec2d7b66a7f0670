/*
 * Computes   the sums over each block of 1024 examples of [x dz | dz | loss] at w, dz = c (a - y),
 *            for B columns of parameters, in the GPU form.
 * Shapes     x: m x n of one slab, example-major; y: m signed weights of the slab, or with `own` m x B
 *            of all examples, the slab's from example `slab` on; w: (n+1) x pitch,
 *            pitch the next multiple of 8 above B; pairs: a row a block, [hi (stride) | lo (stride)],
 *            (n+2) x B of each used.
 * Work       a group takes a block, 32 examples at a time, for eight columns and then the next eight:
 *            eight items a row add up the lanes of margins; an item a row and column finishes them; an
 *            item a feature adds the stripe for eight columns. Two barriers for each eight columns of a
 *            stripe; 11264 bytes of local memory. A feature's pairs belong to one item.
 * Traffic    one read of X, and more from cache: two for each eight columns.
 * Numerics   stripe of 32 examples in order by fma, q by plain addition (a product with one is exact);
 *            32 stripes by TwoSum, the errors gathered in lo.
 * Options    GROUP: items in a group, 64, 128 or 256.
 * Source     none. Needs elementary.cl and panel_wide.cl before it.
 */
#pragma OPENCL FP_CONTRACT OFF

#ifndef GROUP
#error "pass -D GROUP=64, 128 or 256"
#endif

kernel __attribute__((reqd_work_group_size(GROUP, 1, 1))) void gradient_panel(
    global const float *restrict x, global const float *restrict y, global const float *restrict w,
    global float *restrict pairs, const int m, const int n, const int stride, const int first,
    const int firstRow, const int columns, const int own, const int slab) {
  local float8 t[8 * STRIPE];
  local float8 q[STRIPE];
  local float8 one[STRIPE];
  local float8 other[STRIPE];
  const int item = (int)get_local_id(0);
  const int block = first + (int)get_group_id(0);
  const int end = min(m, (block + 1) * BLOCK);
  const int pitch = (columns + 7) / 8 * 8;
  global float *hi = pairs + (size_t)(firstRow + block) * 2 * stride;
  global float *lo = hi + stride;
  for (int j = item; j < n + 2; j += GROUP) {
    for (int b = 0; b < columns; b++) {
      hi[(size_t)j * columns + b] = 0.0f;
      lo[(size_t)j * columns + b] = 0.0f;
    }
  }
  for (int i = block * BLOCK; i < end; i += STRIPE) {
    const int rows = min(STRIPE, end - i);
    global const float *restrict stripe = x + (size_t)i * n;
    const size_t row = own ? (size_t)slab + i : (size_t)i;
    for (int c = 0; c < columns; c += 8) {
      lanes_of_panel(stripe, w + c, t, pitch, rows, n, item);
      barrier(CLK_LOCAL_MEM_FENCE);
      for (int k = item; k < 8 * rows; k += GROUP) {
        const float z = margin_of_panel(t, k) + w[(size_t)n * pitch + c + (k & 7)];
        const float label = label_of_panel(y, row + (k >> 3), columns, c + (k & 7), own);
        const float s = wrong_margin(z, label);
        const float e = exp_minus_abs(s);
        ((local float *)q)[k] = -label * sigmoid_from(s, e);
        ((local float *)one)[k] = fabs(label) * loss_from(s, e);
        ((local float *)other)[k] = 1.0f;
      }
      barrier(CLK_LOCAL_MEM_FENCE);
      for (int j = item; j < n + 2; j += GROUP) {
        const float8 g = sum_of_panel(stripe, q, one, other, rows, n, j);
        const size_t at = (size_t)j * columns + c;
        add_panel(g, min(8, columns - c), hi + at, lo + at);
      }
    }
  }
}
