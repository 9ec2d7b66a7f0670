/*
 * Computes   the sums over each block of 1024 examples of [dz d | c a(1-a) d^2 | loss] at the margins
 *            z + t d, in the GPU form.
 * Shapes     z, d: margins of all examples, the slab's from row `slab` on; y: m signed weights of one
 *            slab; pairs: a row a block, [hi (stride) | lo (stride)], columns 0..2 of each used.
 * Work       a group takes block `firstRow` + its index: an item an example, neighbours reading
 *            neighbours, puts dz, k d, d and the loss into local memory (stripes 33 apart, so that
 *            they are in different banks); an item adds up one column of one stripe; three items add
 *            the stripes. Two barriers; 17280 bytes of local memory.
 * Traffic    12 bytes an example.
 * Numerics   stripe of 32 examples in order, the loss by plain addition (a product with one is exact),
 *            the others by fma; 32 stripes by TwoSum, the errors gathered in lo.
 * Options    GROUP: items in a group, 64, 128 or 256.
 * Source     Knuth's TwoSum. Needs elementary.cl before it.
 */
#pragma OPENCL FP_CONTRACT OFF

#ifndef GROUP
#error "pass -D GROUP=64, 128 or 256"
#endif

#define BLOCK 1024
#define STRIPE 32
#define PITCH 33
#define LINE_COLUMNS 3

kernel __attribute__((reqd_work_group_size(GROUP, 1, 1))) void line(
    global const float *restrict z, global const float *restrict d, global const float *restrict y,
    global float *restrict pairs, const float t, const int m, const int stride, const int slab,
    const int firstRow) {
  local float values[LINE_COLUMNS * STRIPE * PITCH];
  local float along[STRIPE * PITCH];
  local float sums[LINE_COLUMNS * STRIPE];
  const int item = (int)get_local_id(0);
  const int block = (int)get_group_id(0);
  const int rows = min(BLOCK, m - block * BLOCK);
  global const float *restrict labels = y + (size_t)block * BLOCK;
  const size_t begin = (size_t)slab + (size_t)block * BLOCK;
  for (int r = item; r < rows; r += GROUP) {
    const float label = labels[r];
    const float direction = d[begin + r];
    const float s = wrong_margin(fma(t, direction, z[begin + r]), label);
    const float e = exp_minus_abs(s);
    const int at = r / STRIPE * PITCH + r % STRIPE;
    along[at] = direction;
    values[at] = -label * sigmoid_from(s, e);
    values[STRIPE * PITCH + at] = (fabs(label) * curvature_from(e)) * direction;
    values[2 * STRIPE * PITCH + at] = fabs(label) * loss_from(s, e);
  }
  barrier(CLK_LOCAL_MEM_FENCE);
  const int stripes = (rows + STRIPE - 1) / STRIPE;
  for (int k = item; k < LINE_COLUMNS * STRIPE; k += GROUP) {
    const int column = k / STRIPE;
    const int stripe = k % STRIPE;
    const int length = min(STRIPE, rows - stripe * STRIPE);
    local const float *a = values + (column * STRIPE + stripe) * PITCH;
    local const float *b = along + stripe * PITCH;
    float g = 0.0f;
    for (int r = 0; r < length; r++) {
      g = fma(a[r], column < 2 ? b[r] : 1.0f, g);
    }
    sums[k] = g;
  }
  barrier(CLK_LOCAL_MEM_FENCE);
  if (item < LINE_COLUMNS) {
    float hi = 0.0f;
    float lo = 0.0f;
    for (int stripe = 0; stripe < stripes; stripe++) {
      const float g = sums[item * STRIPE + stripe];
      const float s = hi + g;
      const float b = s - hi;
      lo += (hi - (s - b)) + (g - b);
      hi = s;
    }
    global float *target = pairs + (size_t)(firstRow + block) * 2 * stride;
    target[item] = hi;
    target[stride + item] = lo;
  }
}
