/*
 * Computes   parameters of B columns side by side with room for whole vectors of eight.
 * Shapes     w: rows x columns; side: rows x pitch, pitch the next multiple of 8; 0 where there is no
 *            column.
 * Work       an item an element of side, padded to the group size. No local memory, no barriers.
 * Traffic    8 bytes an element.
 * Numerics   none.
 * Options    none.
 * Source     none.
 */
#pragma OPENCL FP_CONTRACT OFF

kernel void panel_pack(global const float *restrict w, global float *restrict side, const int rows,
                       const int columns, const int pitch) {
  const size_t item = get_global_id(0);
  if (item < (size_t)rows * pitch) {
    const size_t row = item / pitch;
    const int column = (int)(item - row * pitch);
    side[item] = column < columns ? w[row * columns + column] : 0.0f;
  }
}
