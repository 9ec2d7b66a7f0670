package io.downhill.device.opencl;

import io.downhill.device.Panel;
import io.downhill.device.Passes;
import io.downhill.sums.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Enqueues the passes for a panel of classes: margins as for any panel, what softmax makes of each
 * row of them, and the sums over that, which is a second read of X. The same kernels in every form.
 *
 * @param passes those over the examples
 * @param panel its classes
 */
record ClSoftmax(ClPasses passes, Panel panel) {
  private static final int EIGHT = 8;

  /** The sums [x dz | dz] of each class and the loss, at w. */
  void gradient(ClBuffer w, ClBuffer result) {
    ClBuffer z = margins("margins", w);
    ClBuffer last = last();
    rows(
        "softmax_gradient",
        (kernel, slab) -> kernel.with(z, targets(), last, slab.rows(), classes(), slab.first()));
    sum(z, last, result);
  }

  /** The sums [x q | q] of each class and the curvature, at w along v. */
  void product(ClBuffer w, ClBuffer v, ClBuffer result) {
    ClBuffer z = margins("margins", w);
    ClBuffer u = margins("directions", v);
    ClBuffer last = last();
    rows(
        "softmax_product",
        (kernel, slab) -> kernel.with(z, u, targets(), last, slab.rows(), classes(), slab.first()));
    sum(z, last, result);
  }

  /** Slope, curvature and loss at the margins z + t d: the sums of a matrix without features. */
  void line(ClBuffer z, ClBuffer d, float t, ClBuffer result) {
    ClBuffer moved = perExample("margins", classes());
    ClBuffer out = perExample("a line", Passes.LINE_SUMS);
    rows(
        "softmax_line",
        (kernel, slab) ->
            kernel.with(z, d, targets(), moved, out, t, slab.rows(), classes(), slab.first()));
    sum(0, out, out, Passes.LINE_SUMS, result);
  }

  /** The blocks of the Hessian at z. */
  void coefficients(ClBuffer z, ClBuffer k) {
    ClKernel kernel = passes.kernels().ofClasses("softmax_coefficients");
    for (ClSlab slab : passes.examples().slabs()) {
      kernel.with(z, targets(), k, slab.rows(), classes(), slab.first());
      passes.queue().launch(kernel, (long) slab.rows() * classes(), passes.tuning().group());
    }
  }

  /** Gives a kernel its arguments for a slab. */
  private interface Arguments {
    void set(ClKernel kernel, ClSlab slab);
  }

  private void rows(String name, Arguments arguments) {
    ClKernel kernel = passes.kernels().ofClasses(name);
    for (ClSlab slab : passes.examples().slabs()) {
      arguments.set(kernel, slab);
      passes.queue().launch(kernel, slab.rows(), passes.tuning().group());
    }
  }

  private ClBuffer margins(String what, ClBuffer w) {
    ClBuffer z = perExample(what, classes());
    if (passes.examples().sparse().isPresent()) {
      new ClSparsePasses(passes, panel).margins(w, z);
    } else {
      new ClPanel(passes, panel).margins(w, z);
    }
    return z;
  }

  /** The sums of X, a read of it. */
  private void sum(ClBuffer q, ClBuffer last, ClBuffer result) {
    if (passes.examples().sparse().isPresent()) {
      new ClSparsePasses(passes, panel).sum(q, last, 1, false, result);
    } else {
      sum(passes.examples().features(), q, last, classes(), result);
    }
  }

  /**
   * Sums over all examples.
   *
   * @param n features, or 0 for the sums of q alone
   * @param q m x {@code columns}
   * @param last the one column behind, which nobody reads of what has no features
   */
  private void sum(int n, ClBuffer q, ClBuffer last, int columns, ClBuffer result) {
    int used = n == 0 ? columns : (n + 1) * columns + 1;
    int stride = Math.toIntExact(ClExamples.stride((n + 1L) * columns + 1));
    int groups = (columns + EIGHT - 1) / EIGHT;
    int blocks = passes.examples().blocks();
    ClBuffer rows = scratch("sums of blocks, " + stride, 2L * stride * blocks);
    Optional<ClPanelTile> tile = n == 0 ? Optional.empty() : passes.kernels().plan().panel();
    ClKernel kernel =
        tile.isPresent()
            ? passes.kernels().sumsOfTile()
            : passes.kernels().ofClasses("softmax_sums");
    passes.launches(
        (slab, first, count) -> {
          List<Object> arguments = new ArrayList<>(List.of(slab.x(), q, last, rows, slab.rows()));
          if (tile.isEmpty()) {
            arguments.add(n);
          }
          arguments.addAll(List.of(stride, first, slab.firstBlock(), columns, slab.first()));
          kernel.with(arguments.toArray());
          long parts = (long) Tree.blocks(count) * groups;
          if (tile.isPresent()) {
            int group = tile.get().group();
            passes.queue().launch(kernel, parts * group, group);
          } else {
            passes.queue().launch(kernel, n + 2L, passes.tuning().group(), parts);
          }
        });
    ClBuffer nodes = scratch("sums of nodes, " + stride, 2L * stride * Tree.parents(blocks));
    passes.tree(used, stride, result).sum(rows, nodes);
  }

  private int classes() {
    return panel.columns();
  }

  private ClBuffer targets() {
    return ClVector.of(panel.targets().orElseThrow());
  }

  private ClBuffer last() {
    return perExample("the last sum", 1);
  }

  /** So many floats an example, readable for a vector beyond them. */
  private ClBuffer perExample(String what, int width) {
    return scratch(what, (long) passes.examples().examples() * width + EIGHT);
  }

  private ClBuffer scratch(String what, long floats) {
    return passes.examples().scratch(what + " of " + classes() + " classes", floats);
  }
}
