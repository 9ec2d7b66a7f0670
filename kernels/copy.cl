/*
 * Computes   a copy of the first elements of X, as fast as the device can: what a pass could reach
 *            that writes as much as it reads.
 * Shapes     x: one slab, of which `count` floats from `from` on are copied; copy: the same floats
 *            from `to` on. Both offsets are multiples of 1024.
 * Work       as in scan.cl: a group takes a run of the floats, an item has sixteen loads of four
 *            under way before the first store. No local memory, no barriers.
 * Traffic    8 bytes an element, 4 read and 4 written.
 * Numerics   none.
 * Options    GROUP: items in a group, 1, 64, 128 or 256. RUN: floats that a group takes, a multiple of
 *            64 GROUP.
 * Source     the copy kernel of STREAM.
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

kernel void copy(global const float *restrict x, global float *restrict copy, const ulong from,
                 const ulong to, const ulong count) {
  const int item = (int)get_local_id(0);
  const size_t begin = (size_t)get_group_id(0) * RUN;
  const int length = (int)min((ulong)RUN, count - begin);
  global const float *values = x + from + begin;
  global float *copies = copy + to + begin;
  int k = 0;
  for (; k + STEP <= length; k += STEP) {
    float4 v[LOADS];
#pragma unroll
    for (int l = 0; l < LOADS; l++) {
      v[l] = ((global const float4 *)values)[k / PIECE + l * GROUP + item];
    }
#pragma unroll
    for (int l = 0; l < LOADS; l++) {
      ((global float4 *)copies)[k / PIECE + l * GROUP + item] = v[l];
    }
  }
  for (k += item; k < length; k += GROUP) {
    copies[k] = values[k];
  }
}
