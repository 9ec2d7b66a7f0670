/*
 * Computes   next to nothing: reads every element of X once, as fast as the device can, and writes
 *            only in the case that cannot be told beforehand. What a pass over X could reach at best.
 * Shapes     x: one slab, of which `count` floats from `first` on, a multiple of 1024, are read;
 *            out: 1 or more.
 * Work       a group takes a run of the floats, whatever the rows; an item has sixteen loads of four
 *            floats under way before the first use, neighbouring items neighbouring ones. Longer runs
 *            where one item is a group. No local memory, no barriers.
 * Traffic    one read of X, 4 bytes an element.
 * Numerics   none: the sum decides nothing but whether out is written.
 * Options    GROUP: items in a group, 1, 64, 128 or 256. RUN: floats that a group takes, a multiple of
 *            64 GROUP.
 * Source     the read kernel of STREAM-like benchmarks.
 */
#pragma OPENCL FP_CONTRACT OFF

#ifndef GROUP
#error "pass -D GROUP=1, 64, 128 or 256"
#endif
#ifndef RUN
#error "pass -D RUN=floats for a group"
#endif

#define PIECE 4
#define LOADS 16
#define STEP (GROUP * LOADS * PIECE)

kernel void scan(global const float *restrict x, global float *out, const ulong first,
                 const ulong count) {
  const int item = (int)get_local_id(0);
  const size_t begin = (size_t)get_group_id(0) * RUN;
  const int length = (int)min((ulong)RUN, count - begin);
  global const float *values = x + first + begin;
  // vload4 promises an alignment of 4 bytes alone, and costs four loads where that counts.
  global const float4 *pieces = (global const float4 *)values;
  float4 a = 0.0f, b = 0.0f, c = 0.0f, d = 0.0f;
  int k = 0;
  for (; k + STEP <= length; k += STEP) {
    float4 v[LOADS];
#pragma unroll
    for (int l = 0; l < LOADS; l++) {
      v[l] = pieces[k / PIECE + l * GROUP + item];
    }
#pragma unroll
    for (int l = 0; l < LOADS; l += 4) {
      a += v[l];
      b += v[l + 1];
      c += v[l + 2];
      d += v[l + 3];
    }
  }
  float tail = 0.0f;
  for (k += item; k < length; k += GROUP) {
    tail += values[k];
  }
  const float4 sum = (a + b) + (c + d);
  if ((sum.x + sum.y) + (sum.z + sum.w) + tail == 1.2345e30f) {
    out[0] = tail;
  }
}
