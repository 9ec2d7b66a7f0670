/*
 * Computes   sparse rows as dense ones, for the passes that want these.
 * Shapes     starts: the places of one slab at which its rows begin; columns, values: one for each value of
 *            the slab; dense: count x n, example-major, the rows from row `first` of the slab on.
 * Work       an item a value of dense that becomes 0; and then eight items a row, which take every eighth
 *            value. No local memory, no barriers; padded to the group size.
 * Traffic    4 bytes a value of dense, and 12 a value of the rows.
 * Numerics   none.
 * Options    none.
 * Source     none.
 */
#pragma OPENCL FP_CONTRACT OFF

kernel void clear_rows(global float *restrict dense, const long count) {
  const size_t item = get_global_id(0);
  if (item < (size_t)count) {
    dense[item] = 0.0f;
  }
}

kernel void rows_sparse(global const int *restrict starts, global const int *restrict columns,
                        global const float *restrict values, global float *restrict dense,
                        const int n, const int first, const int count) {
  const size_t item = get_global_id(0);
  const size_t row = item / 8;
  if (row < (size_t)count) {
    const int end = starts[first + row + 1];
    for (int p = starts[first + row] + (int)(item % 8); p < end; p += 8) {
      dense[row * n + columns[p]] = values[p];
    }
  }
}
