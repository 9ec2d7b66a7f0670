/*
 * Computes   z_i = w . x_i + b, in the CPU form.
 * Shapes     x: m x n of one slab, example-major; w: [weights (n) | bias]; z: m, from row `slab` on.
 * Work       an item takes a block of 1024 examples, eight at a time, so that each piece of w is
 *            loaded once for eight rows. No local memory, no barriers; group size 1.
 * Traffic    one read of X, 4 bytes an element.
 * Numerics   lane l of eight takes the features j = l mod 8 in ascending order by fma; the lanes
 *            are added as (((t0+t4)+(t2+t6)) + ((t1+t5)+(t3+t7))), then b.
 * Options    none. x must be readable for 32 floats beyond its end, w for 8: the last piece of a row
 *            is loaded whole, and its lanes beyond n are dropped by a select.
 * Source     none.
 */
#pragma OPENCL FP_CONTRACT OFF

#define BLOCK 1024

static float sum_of_lanes(const float8 t) {
  return ((t.s0 + t.s4) + (t.s2 + t.s6)) + ((t.s1 + t.s5) + (t.s3 + t.s7));
}

/* The margins of eight rows, of which those from `rows` on repeat the last one. */
static float8 margins_of_eight(global const float *x, global const float *w,
                               const int rows, const int n) {
  const int last = rows - 1;
  global const float *x0 = x;
  global const float *x1 = x + (size_t)min(1, last) * n;
  global const float *x2 = x + (size_t)min(2, last) * n;
  global const float *x3 = x + (size_t)min(3, last) * n;
  global const float *x4 = x + (size_t)min(4, last) * n;
  global const float *x5 = x + (size_t)min(5, last) * n;
  global const float *x6 = x + (size_t)min(6, last) * n;
  global const float *x7 = x + (size_t)min(7, last) * n;
  float8 t0 = 0.0f, t1 = 0.0f, t2 = 0.0f, t3 = 0.0f;
  float8 t4 = 0.0f, t5 = 0.0f, t6 = 0.0f, t7 = 0.0f;
  int j = 0;
  for (; j + 8 <= n; j += 8) {
    const float8 v = vload8(0, w + j);
    t0 = fma(vload8(0, x0 + j), v, t0);
    t1 = fma(vload8(0, x1 + j), v, t1);
    t2 = fma(vload8(0, x2 + j), v, t2);
    t3 = fma(vload8(0, x3 + j), v, t3);
    t4 = fma(vload8(0, x4 + j), v, t4);
    t5 = fma(vload8(0, x5 + j), v, t5);
    t6 = fma(vload8(0, x6 + j), v, t6);
    t7 = fma(vload8(0, x7 + j), v, t7);
  }
  if (j < n) {
    const int8 kept = (int8)(0, 1, 2, 3, 4, 5, 6, 7) < (int8)(n - j);
    const float8 v = vload8(0, w + j);
    t0 = select(t0, fma(vload8(0, x0 + j), v, t0), kept);
    t1 = select(t1, fma(vload8(0, x1 + j), v, t1), kept);
    t2 = select(t2, fma(vload8(0, x2 + j), v, t2), kept);
    t3 = select(t3, fma(vload8(0, x3 + j), v, t3), kept);
    t4 = select(t4, fma(vload8(0, x4 + j), v, t4), kept);
    t5 = select(t5, fma(vload8(0, x5 + j), v, t5), kept);
    t6 = select(t6, fma(vload8(0, x6 + j), v, t6), kept);
    t7 = select(t7, fma(vload8(0, x7 + j), v, t7), kept);
  }
  return (float8)(sum_of_lanes(t0), sum_of_lanes(t1), sum_of_lanes(t2), sum_of_lanes(t3),
                  sum_of_lanes(t4), sum_of_lanes(t5), sum_of_lanes(t6), sum_of_lanes(t7)) +
         w[n];
}

kernel void margins(global const float *restrict x, global const float *restrict w,
                    global float *restrict z, const int m, const int n, const int first,
                    const int slab) {
  const int begin = (first + (int)get_global_id(0)) * BLOCK;
  const int end = min(m, begin + BLOCK);
  for (int i = begin; i < end; i += 8) {
    const int rows = min(8, end - i);
    float eight[8];
    vstore8(margins_of_eight(x + (size_t)i * n, w, rows, n), 0, eight);
    for (int r = 0; r < rows; r++) {
      z[(size_t)slab + i + r] = eight[r];
    }
  }
}
