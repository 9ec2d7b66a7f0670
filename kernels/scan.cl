/*
 * Computes   next to nothing: reads every element of X once, as fast as the device can, and writes
 *            only in the case that cannot be told beforehand. What a pass over X could reach at best.
 * Shapes     x: m x n of one slab, example-major; out: 1 or more.
 * Work       a group takes a block of 1024 examples; its items load neighbouring pieces of four
 *            floats, four pieces in flight each. No local memory, no barriers.
 * Traffic    one read of X, 4 bytes an element.
 * Numerics   none: the sum decides nothing but whether out is written.
 * Options    GROUP: items in a group, 1, 64, 128 or 256.
 * Source     the read kernel of STREAM-like benchmarks.
 */
#pragma OPENCL FP_CONTRACT OFF

#ifndef GROUP
#error "pass -D GROUP=1, 64, 128 or 256"
#endif

#define BLOCK 1024
#define PIECE 4

kernel void scan(global const float *restrict x, global float *out, const int m, const int n,
                 const int first) {
  const int item = (int)get_local_id(0);
  const int block = first + (int)get_group_id(0);
  const int rows = min(BLOCK, m - block * BLOCK);
  global const float *restrict values = x + (size_t)block * BLOCK * n;
  const int count = rows * n;
  float4 a = 0.0f, b = 0.0f, c = 0.0f, d = 0.0f;
  int k = item * PIECE;
  for (; k + 3 * GROUP * PIECE + PIECE <= count; k += 4 * GROUP * PIECE) {
    a += vload4(0, values + k);
    b += vload4(0, values + k + GROUP * PIECE);
    c += vload4(0, values + k + 2 * GROUP * PIECE);
    d += vload4(0, values + k + 3 * GROUP * PIECE);
  }
  float tail = 0.0f;
  for (; k < count; k += GROUP * PIECE) {
    for (int i = k; i < min(k + PIECE, count); i++) {
      tail += values[i];
    }
  }
  const float4 sum = (a + b) + (c + d);
  if ((sum.x + sum.y) + (sum.z + sum.w) + tail == 1.2345e30f) {
    out[0] = tail;
  }
}
