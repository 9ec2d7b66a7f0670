/*
 * Computes   z_i = w . x_i + b over sparse rows, in the GPU form.
 * Shapes     starts: m + 1 places of one slab, at which its rows begin; columns, values: one for each
 *            value of the slab, columns ascending within a row; w: [weights (n) | bias]; z: m, from row
 *            `slab` on.
 * Work       a group takes GROUP / 8 rows from block `first` on, and stages their values, their weights
 *            and the lanes these belong to in local memory, TILE at a time, neighbours from neighbours;
 *            eight items a row, one for each lane, pick from that what is theirs. So a long row takes many
 *            tiles and no room. Two barriers a tile and one at the end; GROUP * 100 bytes of local memory.
 * Traffic    one read of the values and columns, 8 bytes a value, and a weight for each, from cache.
 * Numerics   lane l takes the features j = l mod 8 in ascending order by fma; the lanes are added
 *            as (((t0+t4)+(t2+t6)) + ((t1+t5)+(t3+t7))), then b. A value that is not there adds nothing.
 * Options    GROUP: items in a group, 64, 128 or 256.
 * Source     none.
 */
#pragma OPENCL FP_CONTRACT OFF

#ifndef GROUP
#error "pass -D GROUP=64, 128 or 256"
#endif

#define BLOCK 1024
#define ROWS (GROUP / 8)
#define TILE (8 * GROUP)

kernel __attribute__((reqd_work_group_size(GROUP, 1, 1))) void margins_sparse(
    global const int *restrict starts, global const int *restrict columns,
    global const float *restrict values, global const float *restrict w, global float *restrict z,
    const int m, const int n, const int first, const int slab) {
  local int lanes[TILE];
  local float x[TILE];
  local float v[TILE];
  local float t[GROUP];
  const int item = (int)get_local_id(0);
  const int lane = item & 7;
  const int begin = first * BLOCK + (int)get_group_id(0) * ROWS;
  const int row = min(begin + (item >> 3), m - 1);
  const int from = starts[row];
  const int to = starts[row + 1];
  const int last = starts[min(begin + ROWS, m)];
  float sum = 0.0f;
  for (int tile = starts[begin]; tile < last; tile += TILE) {
    const int count = min(TILE, last - tile);
    for (int k = item; k < count; k += GROUP) {
      const int j = columns[tile + k];
      lanes[k] = j & 7;
      x[k] = values[tile + k];
      v[k] = w[j];
    }
    barrier(CLK_LOCAL_MEM_FENCE);
    const int end = min(to - tile, count);
    for (int k = max(from - tile, 0); k < end; k++) {
      if (lanes[k] == lane) {
        sum = fma(x[k], v[k], sum);
      }
    }
    barrier(CLK_LOCAL_MEM_FENCE);
  }
  t[item] = sum;
  barrier(CLK_LOCAL_MEM_FENCE);
  if (item < ROWS && begin + item < m) {
    local const float *l = t + 8 * item;
    z[(size_t)slab + begin + item] =
        (((l[0] + l[4]) + (l[2] + l[6])) + ((l[1] + l[5]) + (l[3] + l[7]))) + w[n];
  }
}
