package io.downhill.device.opencl;

import io.downhill.device.Panel;
import io.downhill.sums.Tree;
import java.util.ArrayList;
import java.util.List;

/**
 * Enqueues the passes over sparse rows for a panel of columns: margins by rows, what the link makes
 * of each, and the sums of that feature by feature.
 *
 * @param passes those over the examples
 * @param panel its columns
 */
record ClSparsePasses(ClPasses passes, Panel panel) {
  private static final int EIGHT = 8;

  /** z := X w + b for each column. */
  void margins(ClBuffer w, ClBuffer z) {
    int columns = panel.columns();
    ClBuffer side = columns == 1 ? w : new ClPanel(passes, panel).packed("parameters", w);
    ClKernel kernel = kernel(columns == 1 ? "margins_sparse" : "margins_sparse_panel");
    int n = passes.examples().features();
    int group = passes.blockItems();
    long eights = ClPasses.groups(columns, EIGHT);
    passes.launches(
        (slab, first, rows) -> {
          ClSparse.Slab x = sparse(slab);
          if (columns == 1) {
            kernel.with(
                x.starts(), x.columns(), slab.x(), side, z, slab.rows(), n, first, slab.first());
          } else {
            kernel.with(
                x.starts(),
                x.columns(),
                slab.x(),
                side,
                z,
                slab.rows(),
                n,
                columns,
                first,
                slab.first());
          }
          long items =
              passes.tuning().form() == ClForm.WALK ? Tree.blocks(rows) : (long) EIGHT * rows;
          passes.queue().launch(kernel, items, group, eights);
        });
  }

  /** The sums [x dz | dz | loss] at w; of problems of their own. */
  void gradient(ClBuffer w, ClBuffer result) {
    int columns = panel.columns();
    ClBuffer z = perMargin("margins");
    ClBuffer losses = perMargin("losses");
    margins(w, z);
    ClKernel kernel = kernel("residuals_sparse");
    for (ClSlab slab : passes.examples().slabs()) {
      kernel.with(z, labels(slab), losses, slab.rows(), columns, own(), slab.first());
      launch(kernel, (long) slab.rows() * columns);
    }
    sum(z, losses, columns, false, result);
  }

  /** The sums [x q | q | q u] at w along v; of problems of their own. */
  void product(ClBuffer w, ClBuffer v, ClBuffer result) {
    int columns = panel.columns();
    ClBuffer z = perMargin("margins");
    ClBuffer u = perMargin("directions");
    margins(w, z);
    margins(v, u);
    ClKernel kernel = kernel("curvatures_sparse");
    for (ClSlab slab : passes.examples().slabs()) {
      kernel.with(z, u, labels(slab), slab.rows(), columns, own(), slab.first());
      launch(kernel, (long) slab.rows() * columns);
    }
    sum(z, u, columns, true, result);
  }

  /**
   * Sums over all examples.
   *
   * @param q what weighs them, m x B, and some floats that are read and dropped
   * @param other what is summed beside q, m x {@code others}; with {@code products} times q
   */
  void sum(ClBuffer q, ClBuffer other, int others, boolean products, ClBuffer result) {
    int n = passes.examples().features();
    int columns = panel.columns();
    int width = columns + others;
    int all = n * columns + width;
    sumFeatures(q, all, result);
    int stride = (int) ClExamples.stride(width);
    int stripes = (int) ClPasses.groups(passes.examples().examples(), Tree.STRIPE);
    int blocks = passes.examples().blocks();
    ClBuffer leaves = scratch("stripes of tails", width, (long) stripes * stride);
    ClKernel kernel = kernel("tails_sparse");
    int examples = passes.examples().examples();
    kernel.with(q, other, leaves, examples, columns, others, products ? 1 : 0, stride);
    launch(kernel, (long) stripes * width);
    ClBuffer rows = scratch("blocks of tails", width, 2L * stride * blocks);
    ClKernel add = kernel("leaves");
    add.with(leaves, rows, stripes, width, stride);
    passes.queue().launch(add, width, passes.tuning().group(), blocks);
    int nodes = passes.examples().span().nodes().size();
    ClBuffer tails = scratch("tails", width, 2L * width * nodes);
    ClBuffer spare = scratch("nodes of tails", width, 2L * stride * Tree.parents(blocks));
    passes.tree(width, stride, tails).sum(rows, spare);
    ClKernel place = kernel("place_tails");
    place.with(tails, result, width, all, nodes);
    launch(place, 2L * width * nodes);
  }

  private void sumFeatures(ClBuffer q, int all, ClBuffer result) {
    ClSparse x = passes.examples().sparse().orElseThrow();
    int n = passes.examples().features();
    int columns = panel.columns();
    int roots = n * passes.examples().span().nodes().size();
    int inner = x.slots() - roots;
    ClBuffer pairs = scratch("nodes of features", columns, Math.max(1, 2L * columns * inner));
    ClKernel kernel = kernel(columns == 1 ? "sums_sparse" : "sums_sparse_panel");
    // A part is of level 2 at most, so where its blocks lie within such a node is all that counts.
    int phase = (int) (passes.examples().span().first() % Tree.BLOCK) * Tree.RADIX;
    for (ClSparse.Slab slab : x.slabs()) {
      if (slab.count() == 0) {
        continue;
      }
      List<Object> arguments =
          new ArrayList<>(List.of(slab.parts(), slab.rows(), slab.byFeature(), q, pairs, result));
      arguments.addAll(List.of(slab.count(), roots, n, all, phase));
      if (columns > 1) {
        arguments.add(columns);
      }
      kernel.with(arguments.toArray());
      long eights = ClPasses.groups(columns, EIGHT);
      passes.queue().launch(kernel, slab.count(), passes.tuning().group(), eights);
    }
    ClKernel combine = kernel("combine_sparse");
    for (ClSparse.Level level : x.levels()) {
      if (level.count() > 0) {
        combine.with(
            x.splits(), pairs, result, level.first(), level.count(), roots, n, columns, all);
        launch(combine, (long) level.count() * columns);
      }
    }
  }

  private ClSparse.Slab sparse(ClSlab slab) {
    int k = passes.examples().slabs().indexOf(slab);
    return passes.examples().sparse().orElseThrow().slabs().get(k);
  }

  private void launch(ClKernel kernel, long items) {
    passes.queue().launch(kernel, items, passes.tuning().group());
  }

  private ClKernel kernel(String name) {
    return passes.kernels().ofSparse(name);
  }

  private ClBuffer labels(ClSlab slab) {
    return panel.targets().map(ClVector::of).orElse(slab.y());
  }

  private int own() {
    return panel.targets().isPresent() ? 1 : 0;
  }

  private ClBuffer perMargin(String what) {
    int columns = panel.columns();
    return scratch(what, columns, (long) passes.examples().examples() * columns + EIGHT);
  }

  private ClBuffer scratch(String what, int columns, long floats) {
    return passes.examples().scratch("sparse " + what + " of " + columns + " columns", floats);
  }
}
