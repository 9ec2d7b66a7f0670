package io.downhill.device.opencl;

/**
 * Enqueues the pass that sums the Hessian. The rows of all blocks would take more room than X, so
 * they are made and added to nodes of 32 blocks in portions; the nodes take n/32768 of the room of
 * X, or a few rows.
 */
final class ClHessian {
  /** Floats in the rows of a portion: 64 MiB, or what 32 blocks take. */
  private static final long PORTION_FLOATS = 1L << 24;

  /** Blocks of a portion at most, whose margins take 32 MiB. */
  private static final int PORTION_BLOCKS = 1 << 13;

  /** Floats behind the triangle that the walking form may touch. */
  private static final int SPARE = 8;

  /** Items in a group of the tiled form, and columns of its squares. */
  private static final int ITEMS = 64;

  private static final int SIDE = 32;

  private final ClPasses passes;
  private final int n;
  private final int columns;
  private final int stride;

  ClHessian(ClPasses passes) {
    this.passes = passes;
    this.n = passes.examples().features();
    this.columns = Math.toIntExact((n + 1L) * (n + 2L) / 2);
    this.stride = Math.toIntExact(ClExamples.stride((long) columns + SPARE));
  }

  /** Takes the room that the pass needs, so that it does not lack when a run is at its end. */
  void reserve() {
    rows("Hessians of blocks", Math.min(portion(), passes.examples().blocks()));
    int nodes = ClTree.parents(passes.examples().blocks());
    rows("Hessians of nodes", nodes);
    rows("Hessians of their parents", ClTree.parents(nodes));
    if (passes.tuning().form() == ClForm.TILE) {
      margins();
    }
  }

  /** Sums the lower triangle at w; root receives [hi (columns) | lo (columns)]. */
  void sum(ClBuffer w, ClBuffer root) {
    int blocks = passes.examples().blocks();
    int nodes = ClTree.parents(blocks);
    int portion = Math.min(portion(), blocks);
    ClTree tree =
        new ClTree(
            passes.queue(), passes.kernels().combine(), passes.tuning().group(), columns, stride);
    ClBuffer rows = rows("Hessians of blocks", portion);
    ClBuffer parents = rows("Hessians of nodes", nodes);
    ClBuffer spare = rows("Hessians of their parents", ClTree.parents(nodes));
    for (int start = 0; start < blocks; start += portion) {
      int end = Math.min(start + portion, blocks);
      sumBlocks(start, end, w, rows);
      tree.level(rows, end - start, parents, start / ClTree.RADIX);
    }
    tree.sum(parents, nodes, spare, root);
  }

  private int portion() {
    return portion(passes.tuning().launchBlocks(n), stride);
  }

  /** Blocks in a portion, a multiple of 32. */
  static int portion(int launchBlocks, int stride) {
    long limit = Math.min(PORTION_BLOCKS, launchBlocks);
    long fit = Math.min(limit, PORTION_FLOATS / (2L * stride));
    return (int) Math.max(1, fit / ClTree.RADIX) * ClTree.RADIX;
  }

  private ClBuffer rows(String what, int count) {
    return passes.examples().scratch(what, 2L * stride * count);
  }

  /** Room for the margins of a portion. */
  private ClBuffer margins() {
    int blocks = Math.min(portion(), passes.examples().blocks());
    return passes.examples().scratch("margins", (long) blocks * ClSlab.BLOCK);
  }

  /** The rows of the blocks from {@code start} to before {@code end}, whatever slab they are in. */
  private void sumBlocks(int start, int end, ClBuffer w, ClBuffer rows) {
    int step = passes.tuning().launchBlocks(n);
    for (ClSlab slab : passes.examples().slabs()) {
      int to = Math.min(end - slab.firstBlock(), slab.blocks());
      for (int first = Math.max(start - slab.firstBlock(), 0); first < to; first += step) {
        int blocks = Math.min(step, to - first);
        if (passes.tuning().form() == ClForm.WALK) {
          walk(slab, first, blocks, w, rows, slab.firstBlock() - start);
        } else {
          tile(slab, first, blocks, w, rows, start);
        }
      }
    }
  }

  private void walk(ClSlab slab, int first, int blocks, ClBuffer w, ClBuffer rows, int base) {
    ClKernel kernel = passes.kernels().hessian();
    kernel.with(slab.x(), slab.y(), w, rows, slab.rows(), n, stride, first, base);
    passes.queue().launch(kernel, blocks, 1);
  }

  private void tile(ClSlab slab, int first, int blocks, ClBuffer w, ClBuffer rows, int start) {
    ClBuffer z = margins();
    int base = slab.firstBlock() - start;
    int from = base * ClSlab.BLOCK;
    passes.margins(slab, first, blocks, w, z, from);
    ClKernel kernel = passes.kernels().hessian();
    kernel.with(slab.x(), slab.y(), z, rows, slab.rows(), n, stride, first, base, from);
    long side = (n + SIDE) / SIDE;
    passes.queue().launch(kernel, side * (side + 1) / 2 * ITEMS, ITEMS, blocks);
  }
}
