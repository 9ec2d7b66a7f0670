/*
 * Computes   one level of the tree of sums: each node is the sum of `radix` children, the last of those
 *            that are left. With a radix of 1 rows are copied, to the bit.
 * Shapes     children: rows [hi (stride) | lo (stride)], `count` of them from row `firstChild` on;
 *            nodes: ceil(count/radix) rows [hi (nodeStride) | lo (nodeStride)] from row `firstNode` on;
 *            columns 0..columns-1 of each are used.
 * Work       an item adds one column (dimension 0) of one node (dimension 1). No local memory, no
 *            barriers; columns are padded to the group size.
 * Traffic    8 bytes a column of a child.
 * Numerics   TwoSum over hi in the order of the children, the errors and lo gathered in lo. A node
 *            of one child has that child's bits, since no pair ever holds -0.
 * Options    none.
 * Source     Knuth's TwoSum.
 */
#pragma OPENCL FP_CONTRACT OFF

kernel void combine(global const float *restrict children, global float *restrict nodes,
                    const int firstChild, const int count, const int radix, const int columns,
                    const int stride, const int firstNode, const int nodeStride) {
  const int j = (int)get_global_id(0);
  const int node = (int)get_global_id(1);
  if (j >= columns) {
    return;
  }
  const int end = min(count, (node + 1) * radix);
  float hi = 0.0f;
  float lo = 0.0f;
  for (int child = node * radix; child < end; child++) {
    const size_t at = ((size_t)firstChild + child) * 2 * stride + j;
    const float h = children[at];
    const float s = hi + h;
    const float b = s - hi;
    lo += ((hi - (s - b)) + (h - b)) + children[at + stride];
    hi = s;
  }
  const size_t target = ((size_t)firstNode + node) * 2 * nodeStride + j;
  nodes[target] = hi;
  nodes[target + nodeStride] = lo;
}
