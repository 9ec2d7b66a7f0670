package io.downhill.device.opencl;

import io.downhill.device.Panel;
import io.downhill.device.Passes;
import io.downhill.sums.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Enqueues the passes for a panel of columns, eight of which are one vector. Block sums stand as in
 * a pass for one column, feature by feature, the columns of each side by side.
 *
 * @param passes those over the examples
 * @param panel its columns
 */
record ClPanel(ClPasses passes, Panel panel) {
  private static final int EIGHT = 8;

  /** Rows whose margins a group with a tile makes. */
  private static final int TILED_ROWS = Tree.BLOCK / 8;

  /** z := X w + b for each column. */
  void margins(ClBuffer w, ClBuffer z) {
    ClBuffer side = packed("parameters", w);
    ClKernel kernel = passes.kernels().ofPanel("margins");
    int n = passes.examples().features();
    Optional<ClPanelTile> tile = passes.kernels().plan().panel();
    int group = group();
    passes.launches(
        (slab, first, rows) -> {
          if (tile.isPresent()) {
            kernel.with(slab.x(), side, z, slab.rows(), first, panel.columns(), slab.first());
            long parts = ClPasses.groups(rows, TILED_ROWS) * sides();
            passes.queue().launch(kernel, parts * group, group);
            return;
          }
          kernel.with(slab.x(), side, z, slab.rows(), n, first, panel.columns(), slab.first());
          int each = passes.tuning().form() == ClForm.WALK ? Tree.BLOCK : Tree.STRIPE;
          passes.queue().launch(kernel, ClPasses.groups(rows, each) * group, group);
        });
  }

  /** The sums [x dz | dz | loss] at w. */
  void gradient(ClBuffer w, ClBuffer result) {
    sum(passes.kernels().ofPanel("gradient"), result, packed("parameters", w));
  }

  /** The sums [x q | q | q u] at w along v. */
  void product(ClBuffer w, ClBuffer v, ClBuffer result) {
    ClBuffer side = packed("parameters", w);
    sum(passes.kernels().ofPanel("product"), result, side, packed("directions", v));
  }

  private void sum(ClKernel kernel, ClBuffer result, ClBuffer... parameters) {
    int n = passes.examples().features();
    int stride = stride(n + 2);
    boolean tiled = passes.kernels().plan().panel().isPresent();
    int group = group();
    ClBuffer rows = rows("blocks", stride, passes.examples().blocks());
    passes.launches(
        (slab, first, count) -> {
          List<Object> arguments = new ArrayList<>(List.of(slab.x(), labels(slab)));
          arguments.addAll(List.of(parameters));
          arguments.addAll(List.of(rows, slab.rows()));
          if (!tiled) {
            arguments.add(n);
          }
          arguments.addAll(List.of(stride, first, slab.firstBlock()));
          arguments.addAll(List.of(panel.columns(), own(), slab.first()));
          kernel.with(arguments.toArray());
          long groups = (long) Tree.blocks(count) * (tiled ? sides() : 1);
          passes.queue().launch(kernel, groups * group, group);
        });
    addUp(rows, (n + 2) * panel.columns(), stride, result);
  }

  /**
   * Slope, curvature and loss at the margins z + t d.
   *
   * @param t length B
   */
  void line(ClBuffer z, ClBuffer d, ClBuffer t, ClBuffer result) {
    int columns = panel.columns();
    int stride = stride(Passes.LINE_SUMS);
    ClBuffer rows = rows("blocks of a line", stride, passes.examples().blocks());
    ClKernel kernel = passes.kernels().ofPanel("line");
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
    addUp(rows, Passes.LINE_SUMS * columns, stride, result);
  }

  /** k := c a(1-a) at z, for each column. */
  void coefficients(ClBuffer z, ClBuffer k) {
    ClKernel kernel = passes.kernels().coefficients();
    int columns = panel.columns();
    for (ClSlab slab : passes.examples().slabs()) {
      kernel.with(z, labels(slab), k, slab.rows(), columns, own(), slab.first());
      passes.queue().launch(kernel, (long) slab.rows() * columns, passes.tuning().group());
    }
  }

  private ClBuffer labels(ClSlab slab) {
    return panel.targets().map(ClVector::of).orElse(slab.y());
  }

  private int own() {
    return panel.targets().isPresent() ? 1 : 0;
  }

  /** Parameters side by side, with room for whole vectors of eight columns. */
  ClBuffer packed(String what, ClBuffer w) {
    int rows = passes.examples().features() + 1;
    int pitch = pitch();
    ClBuffer side = scratch(what + " side by side", (long) rows * pitch);
    ClKernel kernel = passes.kernels().panelPack();
    kernel.with(w, side, rows, panel.columns(), pitch);
    passes.queue().launch(kernel, (long) rows * pitch, passes.tuning().group());
    return side;
  }

  private int pitch() {
    return sides() * EIGHT;
  }

  /** Vectors of eight columns. */
  private int sides() {
    return (panel.columns() + EIGHT - 1) / EIGHT;
  }

  /** Items of a group. */
  private int group() {
    return passes.kernels().plan().panel().map(ClPanelTile::group).orElse(passes.blockItems());
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
