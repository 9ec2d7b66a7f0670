package io.downhill.device.opencl;

import io.downhill.sums.Span;
import io.downhill.sums.Tree;

/**
 * Enqueues the pass that sums k x x'. The rows of all blocks would take more room than X, so they
 * are made and added to nodes of 32 blocks in portions; the nodes take n/32768 of the room of X, or
 * a few rows.
 */
final class ClGram {
  /** Floats in the rows of a portion: 64 MiB, or what 32 blocks take. */
  private static final long PORTION_FLOATS = 1L << 24;

  /** Floats behind the triangle that the walking form may touch. */
  private static final int SPARE = 8;

  /** Items in a group of the tiled form, and columns of its squares. */
  private static final int ITEMS = 64;

  private static final int SIDE = 32;

  private final ClPasses passes;
  private final Span span;
  private final int n;
  private final int columns;
  private final int stride;

  ClGram(ClPasses passes) {
    this.passes = passes;
    this.span = passes.examples().span();
    this.n = passes.examples().features();
    this.columns = Math.toIntExact((n + 1L) * (n + 2L) / 2);
    this.stride = Math.toIntExact(ClExamples.stride((long) columns + SPARE));
  }

  /** Takes the room that the pass needs, so that it does not lack when a run is at its end. */
  void reserve() {
    rows("Gram matrices of blocks", Math.min(portion(), span.blocks()));
    int nodes = Tree.parents(span.blocks());
    rows("Gram matrices of nodes", nodes);
    rows("Gram matrices of their parents", Tree.parents(nodes));
  }

  /**
   * Sums the lower triangle.
   *
   * @param k coefficients, m x {@code width}, of which {@code column} counts
   * @param result receives a row of pairs for each node of the span
   */
  void sum(ClBuffer k, int width, int column, ClBuffer result) {
    int portion = portion();
    ClTree tree = passes.tree(columns, stride, result);
    ClBuffer rows = rows("Gram matrices of blocks", Math.min(portion, span.blocks()));
    int count = Tree.parents(span.blocks());
    ClBuffer nodes = rows("Gram matrices of nodes", count);
    ClBuffer spare = rows("Gram matrices of their parents", Tree.parents(count));
    Span.Range parents = span.parents(span.first(), span.end());
    for (long begin = span.first(); begin < span.end(); ) {
      // A portion ends where a node does, so that no node lies in two.
      long end = Math.min(span.end(), (begin / Tree.RADIX + portion / Tree.RADIX) * Tree.RADIX);
      int offset = (int) (begin - span.first());
      sumBlocks(offset, (int) (end - span.first()), k, width, column, rows);
      tree.level(0, new Span.Range(begin, end), rows, nodes, parents.first());
      begin = end;
    }
    if (!parents.isEmpty() && !tree.isRoot(1)) {
      tree.above(1, parents, nodes, spare);
    }
  }

  private int portion() {
    return portion(passes.tuning().launchBlocks(n), stride);
  }

  /** Blocks in a portion, a multiple of 32. */
  static int portion(int launchBlocks, int stride) {
    long fit = Math.min(launchBlocks, PORTION_FLOATS / (2L * stride));
    return (int) Math.max(1, fit / Tree.RADIX) * Tree.RADIX;
  }

  private ClBuffer rows(String what, int count) {
    return passes.examples().scratch(what, 2L * stride * count);
  }

  /** The rows of the blocks from {@code start} to before {@code end}, whatever slab they are in. */
  private void sumBlocks(int start, int end, ClBuffer k, int width, int column, ClBuffer rows) {
    int step = passes.denseStep();
    ClKernel kernel = passes.kernels().gram();
    for (ClSlab slab : passes.examples().slabs()) {
      int stop = Math.min(end - slab.firstBlock(), slab.blocks());
      for (int first = Math.max(start - slab.firstBlock(), 0); first < stop; first += step) {
        int blocks = Math.min(step, stop - first);
        ClPasses.Dense x = passes.dense(slab, first, blocks);
        int firstRow = x.row() / Tree.BLOCK - start;
        kernel.with(
            x.x(), k, rows, x.rows(), n, stride, x.first(), firstRow, x.row(), width, column);
        if (passes.tuning().form() == ClForm.WALK) {
          passes.queue().launch(kernel, blocks, 1);
        } else {
          long side = (n + SIDE) / SIDE;
          passes.queue().launch(kernel, side * (side + 1) / 2 * ITEMS, ITEMS, blocks);
        }
      }
    }
  }
}
