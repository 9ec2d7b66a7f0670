/*
 * Computes   the sums over each block of 1024 examples of [x q | q | q u] at w, u = x.v + v_b and
 *            q = c a(1-a) u: the Hessian times v, and v'Hv; in the GPU form.
 * Shapes     x: m x N of one slab, example-major; y: m signed weights; w, v: [weights (N) | bias];
 *            sums: a row a block of all, [hi (stride) | lo (stride)], or with fewer than 32 `stripes` a
 *            leaf a stripe, `stride` long; columns 0..N+1 of each used. The slab's first block has
 *            row `base`.
 * Work       a group takes `stripes` of 32 examples, 32 for a block or a multiple of the tile's, ROWS
 *            rows at a time: the next tile is on its way into registers while its items compute this
 *            one, which stands in local memory: lanes of margins, or whole ones; an item a row computes
 *            q; an item adds up its own columns. Three or four barriers a tile.
 * Traffic    one read of X, 4 bytes an element.
 * Numerics   as tile.cl, sums_tile.cl and pairs_tile.cl have them.
 * Options    those of pairs_tile.cl.
 * Source     none. Needs elementary.cl, tile.cl, sums_tile.cl and pairs_tile.cl before it.
 */
#pragma OPENCL FP_CONTRACT OFF

kernel __attribute__((reqd_work_group_size(GROUP, 1, 1))) void product(
    global const float *restrict x, global const float *restrict y, global const float *restrict w,
    global const float *restrict v, global float *restrict sums, const int m, const int stride,
    const int first, const int base, const int stripes) {
  local float4 tile[TILE_QUADS];
  local float4 weights[PARAMETER_QUADS];
  local float4 directions[PARAMETER_QUADS];
  local float4 lanes[LANE_QUADS];
  local float4 lanes_along[LANE_QUADS];
  local float4 q[ROWS / 4];
  local float4 factors[ROWS / 2];
  local float stripe_sums[STRIPE_SUMS];
  local float4 pairs[PAIR_QUADS];
  const int item = (int)get_local_id(0);
  const int leaves = stripes < BLOCK / STRIPE;
  const int begin = first * BLOCK + (int)get_group_id(0) * stripes * STRIPE;
  const int end = min(m, begin + stripes * STRIPE);
  global float *row = sums + (size_t)(base + begin / BLOCK) * 2 * stride;
  PAIRS float *hi = HI(pairs, row);
  PAIRS float *lo = LO(pairs, row, stride);
  float4 next[LOADS];
  load_tile(x + (size_t)begin * N, next, min(ROWS, end - begin), item);
  float label = y[min(begin + item, end - 1)];
  load_parameters(weights, w, item);
  load_parameters(directions, v, item);
  if (!leaves) {
    clear_pairs(hi, lo, item);
  }
  barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE);
  piece g[OWN];
  float extra = 0.0f;
  for (int i = begin; i < end; i += ROWS) {
    const int rows = min(ROWS, end - i);
    store_tile((local float *)tile, next, item);
    barrier(CLK_LOCAL_MEM_FENCE);
    if (i + ROWS < end) {
      load_tile(x + (size_t)(i + ROWS) * N, next, min(ROWS, end - i - ROWS), item);
    }
    if (!ALONE) {
      lanes_of_tile((local const float *)tile, weights, directions, (local float *)lanes,
                    (local float *)lanes_along, item);
      barrier(CLK_LOCAL_MEM_FENCE);
    }
    if (item < ROWS) {
      const float2 zu = margins_of_tile((local const float *)tile, weights, directions, lanes,
                                        lanes_along, item);
      const float e = exp_minus_abs(zu.s0);
      ((local float *)q)[item] = (fabs(label) * curvature_from(e)) * zu.s1;
      ((local float *)factors)[item] = 1.0f;
      ((local float *)factors)[ROWS + item] = zu.s1;
      label = y[min(i + ROWS + item, end - 1)];
    }
    barrier(CLK_LOCAL_MEM_FENCE);
    if (i % STRIPE == 0) {
      extra = 0.0f;
      clear_sums(g);
    }
    add_products(g, q, (local const float *)tile, rows, item);
    if (EXTRA(item) < 2 * TILE_STRIPES) {
      local const float4 *own = factors + EXTRA(item) % 2 * (ROWS / 4);
      extra = add_values(extra, q, own, 1, EXTRA(item) / 2, rows);
    }
    put_sums(stripe_sums, g, extra, item);
    barrier(CLK_LOCAL_MEM_FENCE);
    if (MANY || (i + ROWS) % STRIPE == 0 || i + ROWS >= end) {
      global float *leaf = sums + ((size_t)base * (BLOCK / STRIPE) + i / STRIPE) * stride;
      add_sums(hi, lo, leaf, stride, leaves, stripe_sums, g, extra, rows, item);
    }
  }
  barrier(CLK_LOCAL_MEM_FENCE);
  if (!leaves) {
    store_pairs(hi, lo, row, stride, item);
  }
}
