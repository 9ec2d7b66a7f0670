/*
 * Computes   the pairs of blocks of 1024 examples from the sums of their stripes of 32.
 * Shapes     leaves: `count` rows of `stride`, from row 0 on; pairs: a row a block,
 *            [hi (stride) | lo (stride)]; columns 0..columns-1 of each are used.
 * Work       an item adds one column (dimension 0) of one block (dimension 1). No local memory, no
 *            barriers; columns are padded to the group size.
 * Traffic    4 bytes a column of a leaf.
 * Numerics   TwoSum in the order of the stripes from (0, 0), the errors gathered in lo: a leaf g is the
 *            pair (g, 0).
 * Options    none.
 * Source     Knuth's TwoSum.
 */
#pragma OPENCL FP_CONTRACT OFF

#define RADIX 32

kernel void leaves(global const float *restrict leaves, global float *restrict pairs,
                   const int count, const int columns, const int stride) {
  const int j = (int)get_global_id(0);
  const int block = (int)get_global_id(1);
  if (j >= columns) {
    return;
  }
  const int end = min(count, (block + 1) * RADIX);
  float hi = 0.0f;
  float lo = 0.0f;
  for (int leaf = block * RADIX; leaf < end; leaf++) {
    const float g = leaves[(size_t)leaf * stride + j];
    const float s = hi + g;
    const float b = s - hi;
    lo += (hi - (s - b)) + (g - b);
    hi = s;
  }
  const size_t target = (size_t)block * 2 * stride + j;
  pairs[target] = hi;
  pairs[target + stride] = lo;
}
