package io.downhill.device.opencl;

import io.downhill.device.Panel;
import io.downhill.sums.Tree;
import java.util.ArrayList;
import java.util.List;

/**
 * Enqueues the passes for a panel of columns, eight of which are one vector. Block sums stand as in
 * a pass for one column, feature by feature, the columns of each side by side.
 *
 * @param passes those over the examples
 * @param panel its columns
 */
record ClPanel(ClPasses passes, Panel panel) {
  private static final int EIGHT = 8;
  private static final int LINE_SUMS = 3;

  /** z := X w + b for each column. */
  void margins(ClBuffer w, ClBuffer z) {
    ClBuffer side = packed("parameters", w);
    ClKernel kernel = passes.kernels().panel().margins();
    int n = passes.examples().features();
    int step = passes.tuning().launchBlocks(n);
    for (ClSlab slab : passes.examples().slabs()) {
      for (int first = 0; first < slab.blocks(); first += step) {
        kernel.with(slab.x(), side, z, slab.rows(), n, first, panel.columns(), slab.first());
        int blocks = Math.min(step, slab.blocks() - first);
        if (passes.tuning().form() == ClForm.WALK) {
          passes.queue().launch(kernel, blocks, 1);
        } else {
          int rows = Math.min(slab.rows() - first * Tree.BLOCK, blocks * Tree.BLOCK);
          int groups = (rows + Tree.STRIPE - 1) / Tree.STRIPE;
          int group = passes.tuning().group();
          passes.queue().launch(kernel, (long) groups * group, group);
        }
      }
    }
  }

  /** The sums [x dz | dz | loss] at w. */
  void gradient(ClBuffer w, ClBuffer result) {
    sum(passes.kernels().panel().gradient(), result, packed("parameters", w));
  }

  /** The sums [x q | q | q u] at w along v. */
  void product(ClBuffer w, ClBuffer v, ClBuffer result) {
    ClBuffer side = packed("parameters", w);
    sum(passes.kernels().panel().product(), result, side, packed("directions", v));
  }

  private void sum(ClKernel kernel, ClBuffer result, ClBuffer... parameters) {
    int n = passes.examples().features();
    int stride = stride(n + 2);
    int step = passes.tuning().launchBlocks(n);
    int group = passes.blockItems();
    ClBuffer rows = rows("blocks", stride, passes.examples().blocks());
    for (ClSlab slab : passes.examples().slabs()) {
      for (int first = 0; first < slab.blocks(); first += step) {
        List<Object> arguments = new ArrayList<>(List.of(slab.x(), labels(slab)));
        arguments.addAll(List.of(parameters));
        arguments.addAll(List.of(rows, slab.rows(), n, stride, first, slab.firstBlock()));
        arguments.addAll(List.of(panel.columns(), own(), slab.first()));
        kernel.with(arguments.toArray());
        int blocks = Math.min(step, slab.blocks() - first);
        passes.queue().launch(kernel, (long) blocks * group, group);
      }
    }
    addUp(rows, (n + 2) * panel.columns(), stride, result);
  }

  /**
   * Slope, curvature and loss at the margins z + t d.
   *
   * @param t length B
   */
  void line(ClBuffer z, ClBuffer d, ClBuffer t, ClBuffer result) {
    int columns = panel.columns();
    int stride = stride(LINE_SUMS);
    ClBuffer rows = rows("blocks of a line", stride, passes.examples().blocks());
    ClKernel kernel = passes.kernels().panel().line();
    for (ClSlab slab : passes.examples().slabs()) {
      kernel.with(
          z,
          d,
          labels(slab),
          t,
          rows,
          slab.rows(),
          columns,
          stride,
          own(),
          slab.first(),
          slab.firstBlock());
      int group = Math.min(passes.blockItems(), EIGHT);
      passes.queue().launch(kernel, columns, group, slab.blocks());
    }
    addUp(rows, LINE_SUMS * columns, stride, result);
  }

  private ClBuffer labels(ClSlab slab) {
    return panel.targets().map(ClVector::of).orElse(slab.y());
  }

  private int own() {
    return panel.targets().isPresent() ? 1 : 0;
  }

  /** Parameters side by side, with room for whole vectors of eight columns. */
  private ClBuffer packed(String what, ClBuffer w) {
    int rows = passes.examples().features() + 1;
    int pitch = pitch();
    ClBuffer side = scratch(what + " side by side", (long) rows * pitch);
    ClKernel kernel = passes.kernels().panel().pack();
    kernel.with(w, side, rows, panel.columns(), pitch);
    passes.queue().launch(kernel, (long) rows * pitch, passes.tuning().group());
    return side;
  }

  private int pitch() {
    return (panel.columns() + EIGHT - 1) / EIGHT * EIGHT;
  }

  private int stride(int sums) {
    return Math.toIntExact(ClExamples.stride((long) sums * pitch()));
  }

  private void addUp(ClBuffer rows, int columns, int stride, ClBuffer result) {
    int nodes = Tree.parents(passes.examples().blocks());
    passes.tree(columns, stride, result).sum(rows, rows("nodes", stride, nodes));
  }

  private ClBuffer rows(String what, int stride, int count) {
    return scratch("sums of " + what + ", " + stride, 2L * stride * count);
  }

  private ClBuffer scratch(String what, long floats) {
    return passes.examples().scratch(what + " of " + panel.columns() + " columns", floats);
  }
}
