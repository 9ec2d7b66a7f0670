/*
 * Computes   the rows of a sample from those that are resident: row r of the sample is row
 *            places[r / 32] + r % 32 of all.
 * Shapes     x: rows x n of one slab, example-major, of which the first is row `slab` of all; places:
 *            one a stripe of the sample; sample: the slab of the sample that begins with its row
 *            `firstRow`, of which `count` rows from row `begin` on are written.
 * Work       an item copies one value (dimension 0) of one row (dimension 1), if its row is in the slab.
 *            No local memory, no barriers; values are padded to the group size.
 * Traffic    8 bytes a value of the sample.
 * Numerics   none.
 * Options    none.
 * Source     none.
 */
#pragma OPENCL FP_CONTRACT OFF

kernel void gather(global const float *restrict x, global const int *restrict places,
                   global float *restrict sample, const int n, const int slab, const int rows,
                   const int firstRow, const int begin, const int count) {
  const int j = (int)get_global_id(0);
  const int row = begin + (int)get_global_id(1);
  if (j < n && row < begin + count) {
    const int r = firstRow + row;
    const int source = places[r / 32] + r % 32 - slab;
    if (source >= 0 && source < rows) {
      sample[(size_t)row * n + j] = x[(size_t)source * n + j];
    }
  }
}
