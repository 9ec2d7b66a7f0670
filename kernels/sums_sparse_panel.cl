/*
 * Computes   the sums of x q over the examples for each feature of sparse rows, for B columns of q: nodes
 *            of the tree from the values of a feature.
 * Shapes     as sums_sparse.cl has them.
 * Work       an item takes a part (dimension 0) and eight columns of q (dimension 1). No local memory, no
 *            barriers; padded to the group size.
 * Traffic    8 bytes a value and 32 of q for each eight columns, q from cache.
 * Numerics   those of sums_sparse.cl for each column.
 * Options    none. q is readable for 8 floats beyond its end; what comes of them is dropped.
 * Source     Knuth's TwoSum. Needs sums_sparse.cl before it.
 */
#pragma OPENCL FP_CONTRACT OFF

/* Pairs of eight columns. */
typedef struct {
  float8 hi;
  float8 lo;
} eight_pairs;

static eight_pairs with_pairs(const eight_pairs pairs, const float8 high, const float8 low) {
  eight_pairs sum;
  sum.hi = pairs.hi + high;
  const float8 b = sum.hi - pairs.hi;
  sum.lo = pairs.lo + (((pairs.hi - (sum.hi - b)) + (high - b)) + low);
  return sum;
}

static eight_pairs no_pairs(void) {
  eight_pairs none;
  none.hi = 0.0f;
  none.lo = 0.0f;
  return none;
}

kernel void sums_sparse_panel(global const int4 *restrict parts, global const int *restrict rows,
                              global const float *restrict values, global const float *restrict q,
                              global float *restrict pairs, global float *restrict result,
                              const int count, const int roots, const int n, const int all,
                              const int phase, const int columns) {
  const size_t item = get_global_id(0);
  const int c = 8 * (int)get_global_id(1);
  if (item < (size_t)count) {
    const int4 part = parts[item];
    int stripe = part.x < part.y ? phase + (rows[part.x] >> 5) : 0;
    float8 g = 0.0f;
    eight_pairs block = no_pairs();
    eight_pairs node = no_pairs();
    eight_pairs top = no_pairs();
    for (int p = part.x; p < part.y; p++) {
      const int next = phase + (rows[p] >> 5);
      if (next != stripe) {
        block = with_pairs(block, g, 0.0f);
        g = 0.0f;
        if (next >> 5 != stripe >> 5) {
          node = with_pairs(node, block.hi, block.lo);
          block = no_pairs();
          if (next >> 10 != stripe >> 10) {
            top = with_pairs(top, node.hi, node.lo);
            node = no_pairs();
          }
        }
        stripe = next;
      }
      g = fma(vload8(0, q + (size_t)rows[p] * columns + c), (float8)(values[p]), g);
    }
    block = with_pairs(block, g, 0.0f);
    if (part.w > 0) {
      node = with_pairs(node, block.hi, block.lo);
      top = with_pairs(top, node.hi, node.lo);
    }
    float high[8], low[8];
    vstore8(part.w == 0 ? block.hi : part.w == 1 ? node.hi : top.hi, 0, high);
    vstore8(part.w == 0 ? block.lo : part.w == 1 ? node.lo : top.lo, 0, low);
#pragma unroll
    for (int b = 0; b < 8; b++) {
      if (c + b < columns) {
        put_pair(pairs, result, part.z, c + b, roots, n, columns, all, (float2)(high[b], low[b]));
      }
    }
  }
}
