/*
 * Computes   z_i = w . x_i + b over sparse rows for one column of parameters, or for B, in the CPU form.
 * Shapes     starts: m + 1 places of one slab, at which its rows begin; columns, values: one for each
 *            value of the slab, columns ascending within a row; w: [weights (n) | bias], or (n+1) x pitch,
 *            pitch the next multiple of 8 above B; z: m x B of all examples, the slab's from example
 *            `slab` on.
 * Work       an item takes a block of 1024 examples, row by row; of B columns eight (dimension 1). No local
 *            memory, no barriers; group size 1.
 * Traffic    one read of the values and columns, 8 bytes a value, for each eight columns of parameters.
 * Numerics   lane l takes the features j = l mod 8 in ascending order by fma; the lanes are added
 *            as (((t0+t4)+(t2+t6)) + ((t1+t5)+(t3+t7))), then b. A value that is not there adds nothing.
 * Options    none.
 * Source     none.
 */
#pragma OPENCL FP_CONTRACT OFF

#define BLOCK 1024

kernel void margins_sparse(global const int *restrict starts, global const int *restrict columns,
                           global const float *restrict values, global const float *restrict w,
                           global float *restrict z, const int m, const int n, const int first,
                           const int slab) {
  const int begin = (first + (int)get_global_id(0)) * BLOCK;
  const int end = min(m, begin + BLOCK);
  for (int i = begin; i < end; i++) {
    float t[8] = {0.0f, 0.0f, 0.0f, 0.0f, 0.0f, 0.0f, 0.0f, 0.0f};
    for (int p = starts[i]; p < starts[i + 1]; p++) {
      const int j = columns[p];
      t[j & 7] = fma(values[p], w[j], t[j & 7]);
    }
    z[(size_t)slab + i] =
        (((t[0] + t[4]) + (t[2] + t[6])) + ((t[1] + t[5]) + (t[3] + t[7]))) + w[n];
  }
}

kernel void margins_sparse_panel(global const int *restrict starts,
                                 global const int *restrict columns,
                                 global const float *restrict values,
                                 global const float *restrict w, global float *restrict z,
                                 const int m, const int n, const int count, const int first,
                                 const int slab) {
  const int begin = (first + (int)get_global_id(0)) * BLOCK;
  const int end = min(m, begin + BLOCK);
  const int c = 8 * (int)get_global_id(1);
  const int pitch = (count + 7) / 8 * 8;
  for (int i = begin; i < end; i++) {
    float8 t[8];
    for (int l = 0; l < 8; l++) {
      t[l] = 0.0f;
    }
    for (int p = starts[i]; p < starts[i + 1]; p++) {
      const int j = columns[p];
      t[j & 7] = fma((float8)(values[p]), vload8(0, w + (size_t)j * pitch + c), t[j & 7]);
    }
    float z8[8];
    vstore8((((t[0] + t[4]) + (t[2] + t[6])) + ((t[1] + t[5]) + (t[3] + t[7]))) +
                vload8(0, w + (size_t)n * pitch + c),
            0, z8);
    for (int b = 0; b < min(8, count - c); b++) {
      z[((size_t)slab + i) * count + c + b] = z8[b];
    }
  }
}
