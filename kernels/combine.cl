/*
 * Computes   one level of the tree of sums: each node is the sum of its 32 children.
 * Shapes     children: count rows [hi (from) | lo (from)]; nodes: ceil(count/32) rows
 *            [hi (into) | lo (into)] from row `base` on; columns 0..columns-1 of each are used.
 * Work       an item adds one column (dimension 0) of one node (dimension 1). No local memory, no
 *            barriers; columns are padded to the group size.
 * Traffic    8 bytes a column of a child.
 * Numerics   TwoSum over hi in the order of the children, the errors and lo gathered in lo. A node
 *            of one child has that child's bits, since no pair ever holds -0.
 * Options    none.
 * Source     Knuth's TwoSum.
 */
#pragma OPENCL FP_CONTRACT OFF

#define RADIX 32

kernel void combine(global const float *restrict children, global float *restrict nodes,
                    const int count, const int columns, const int from, const int into,
                    const int base) {
  const int j = (int)get_global_id(0);
  const int node = (int)get_global_id(1);
  if (j >= columns) {
    return;
  }
  const int end = min(count, (node + 1) * RADIX);
  float hi = 0.0f;
  float lo = 0.0f;
  for (int child = node * RADIX; child < end; child++) {
    const size_t at = (size_t)child * 2 * from + j;
    const float h = children[at];
    const float s = hi + h;
    const float b = s - hi;
    lo += ((hi - (s - b)) + (h - b)) + children[at + from];
    hi = s;
  }
  const size_t to = (size_t)(base + node) * 2 * into + j;
  nodes[to] = hi;
  nodes[to + into] = lo;
}
