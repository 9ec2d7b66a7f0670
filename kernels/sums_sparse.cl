/*
 * Computes   the sums of x q over the examples for each feature of sparse rows: nodes of the tree from
 *            the values of a feature, and nodes from their children.
 * Shapes     parts: (from, to, slot, level), the values from..to-1 of a slab by features, all of one
 *            feature and of one node of that level (0 a block of 1024 rows, at most 2); rows: the example of
 *            each value, ascending within a feature; values: by features; q: m x B of all examples; splits:
 *            (first, count, slot), the children slots first..first+count-1 of a node. Slots below `roots` are
 *            node k and feature j, k n + j, and lie in the result, a row a node, [hi (all) | lo (all)],
 *            (j, b) at j B + b; the others in pairs, [hi (B) | lo (B)] each.
 * Work       an item takes a part, of B = 1, or a node and column. Long features are cut into parts, so that
 *            there are enough and none is long; parts of the same length stand together. No local memory,
 *            no barriers; padded to the group size.
 * Traffic    8 bytes a value, and 4 of q from cache.
 * Numerics   a stripe of 32 examples in order by fma; what it gives, and each node, by TwoSum to the next
 *            level, the errors gathered in lo. Stripes and nodes without values are left out: they would
 *            add zeros, which change nothing.
 * Options    none.
 * Source     Knuth's TwoSum.
 */
#pragma OPENCL FP_CONTRACT OFF

/* A pair with another added. */
static float2 with_pair(const float2 pair, const float high, const float low) {
  const float s = pair.x + high;
  const float b = s - pair.x;
  return (float2)(s, pair.y + (((pair.x - (s - b)) + (high - b)) + low));
}

/* What is open of a part: the stripe it is at and its sum, and the nodes above it. */
typedef struct {
  int stripe;
  float g;
  float2 block;
  float2 node;
  float2 top;
} open_sum;

/* Closes a stripe and the nodes that end before the next. */
static open_sum closed(open_sum sum, const int next) {
  sum.block = with_pair(sum.block, sum.g, 0.0f);
  sum.g = 0.0f;
  if (next >> 5 != sum.stripe >> 5) {
    sum.node = with_pair(sum.node, sum.block.x, sum.block.y);
    sum.block = (float2)(0.0f, 0.0f);
    if (next >> 10 != sum.stripe >> 10) {
      sum.top = with_pair(sum.top, sum.node.x, sum.node.y);
      sum.node = (float2)(0.0f, 0.0f);
    }
  }
  sum.stripe = next;
  return sum;
}

/* Puts a pair into its slot. */
static void put_pair(global float *pairs, global float *result, const int slot, const int b,
                     const int roots, const int n, const int columns, const int all,
                     const float2 pair) {
  if (slot < roots) {
    global float *hi = result + (size_t)(slot / n) * 2 * all + (size_t)(slot % n) * columns + b;
    hi[0] = pair.x;
    hi[all] = pair.y;
  } else {
    global float *hi = pairs + (size_t)(slot - roots) * 2 * columns + b;
    hi[0] = pair.x;
    hi[columns] = pair.y;
  }
}

kernel void sums_sparse(global const int4 *restrict parts, global const int *restrict rows,
                        global const float *restrict values, global const float *restrict q,
                        global float *restrict pairs, global float *restrict result,
                        const int count, const int roots, const int n, const int all,
                        const int phase) {
  const size_t item = get_global_id(0);
  if (item < (size_t)count) {
    const int4 part = parts[item];
    open_sum sum;
    sum.stripe = part.x < part.y ? phase + (rows[part.x] >> 5) : 0;
    sum.g = 0.0f;
    sum.block = (float2)(0.0f, 0.0f);
    sum.node = (float2)(0.0f, 0.0f);
    sum.top = (float2)(0.0f, 0.0f);
    int p = part.x;
    for (; p + 4 <= part.y; p += 4) {
      int r[4];
      float x[4];
      float weight[4];
#pragma unroll
      for (int k = 0; k < 4; k++) {
        r[k] = rows[p + k];
        x[k] = values[p + k];
      }
#pragma unroll
      for (int k = 0; k < 4; k++) {
        weight[k] = q[r[k]];
      }
#pragma unroll
      for (int k = 0; k < 4; k++) {
        const int stripe = phase + (r[k] >> 5);
        if (stripe != sum.stripe) {
          sum = closed(sum, stripe);
        }
        sum.g = fma(weight[k], x[k], sum.g);
      }
    }
    for (; p < part.y; p++) {
      const int stripe = phase + (rows[p] >> 5);
      if (stripe != sum.stripe) {
        sum = closed(sum, stripe);
      }
      sum.g = fma(q[rows[p]], values[p], sum.g);
    }
    sum.block = with_pair(sum.block, sum.g, 0.0f);
    if (part.w > 0) {
      sum.node = with_pair(sum.node, sum.block.x, sum.block.y);
      sum.top = with_pair(sum.top, sum.node.x, sum.node.y);
    }
    put_pair(pairs, result, part.z, 0, roots, n, 1, all,
             part.w == 0 ? sum.block : part.w == 1 ? sum.node : sum.top);
  }
}

kernel void combine_sparse(global const int *restrict splits, global float *restrict pairs,
                           global float *restrict result, const int first, const int count,
                           const int roots, const int n, const int columns, const int all) {
  const size_t item = get_global_id(0);
  if (item < (size_t)count * columns) {
    const size_t split = item / columns;
    const int b = (int)(item - split * columns);
    global const int *node = splits + 3 * ((size_t)first + split);
    float2 sum = (float2)(0.0f, 0.0f);
    for (int k = 0; k < node[1]; k++) {
      global const float *child = pairs + (size_t)(node[0] + k - roots) * 2 * columns + b;
      sum = with_pair(sum, child[0], child[columns]);
    }
    put_pair(pairs, result, node[2], b, roots, n, columns, all, sum);
  }
}
