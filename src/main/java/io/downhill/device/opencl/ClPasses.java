package io.downhill.device.opencl;

import io.downhill.device.Panel;
import io.downhill.sums.Tree;
import java.util.ArrayList;
import java.util.List;

/**
 * Enqueues the passes over some examples, slab by slab, in launches that are short.
 *
 * @param kernels those for the number of features
 */
record ClPasses(ClQueue queue, ClKernels kernels, ClExamples examples) {
  private static final int LINE_SUMS = 3;
  private static final int LINE_STRIDE = 4;

  ClTuning tuning() {
    return kernels.tuning();
  }

  /** z := X w + b. */
  void margins(ClBuffer w, ClBuffer z) {
    int step = tuning().launchBlocks(examples.features());
    for (ClSlab slab : examples.slabs()) {
      for (int first = 0; first < slab.blocks(); first += step) {
        margins(slab, first, Math.min(step, slab.blocks() - first), w, z);
      }
    }
  }

  /** The margins of some blocks of a slab. */
  private void margins(ClSlab slab, int first, int blocks, ClBuffer w, ClBuffer z) {
    ClKernel kernel = kernels.margins();
    kernel.with(slab.x(), w, z, slab.rows(), examples.features(), first, slab.first());
    if (tuning().form() == ClForm.WALK) {
      queue.launch(kernel, blocks, 1);
    } else {
      int rows = Math.min(slab.rows() - first * Tree.BLOCK, blocks * Tree.BLOCK);
      queue.launch(kernel, 8L * rows, tuning().group());
    }
  }

  /** The sums [x dz | dz | loss] at w. */
  void gradient(ClBuffer w, ClBuffer result) {
    sumRows(kernels.gradient(), result, w);
  }

  /** The sums [x q | q | q u] at w along v. */
  void product(ClBuffer w, ClBuffer v, ClBuffer result) {
    sumRows(kernels.product(), result, w, v);
  }

  /** The part of a gradient pass that reads X, over the first blocks of the first slab. */
  void gradientOfBlocks(int blocks, ClBuffer w) {
    sumRows(kernels.gradient(), examples.slabs().get(0), blocks, w);
  }

  /** The sums over n + 2 columns that a kernel makes of X, y and the parameters. */
  private void sumRows(ClKernel kernel, ClBuffer result, ClBuffer... parameters) {
    for (ClSlab slab : examples.slabs()) {
      sumRows(kernel, slab, slab.blocks(), parameters);
    }
    addUp(examples.features() + 2, examples.stride(), result);
  }

  /** The sums of the first blocks of a slab, a row a block. */
  private void sumRows(ClKernel kernel, ClSlab slab, int blocks, ClBuffer... parameters) {
    int n = examples.features();
    int step = tuning().launchBlocks(n);
    int group = blockItems();
    for (int first = 0; first < blocks; first += step) {
      List<Object> arguments = new ArrayList<>(List.of(slab.x(), slab.y()));
      arguments.addAll(List.of(parameters));
      arguments.addAll(List.of(examples.blockSums(), slab.rows(), n, examples.stride()));
      arguments.addAll(List.of(first, slab.firstBlock()));
      if (tuning().form() == ClForm.TILE) {
        arguments.add(
            new ClKernel.Local(
                ClTuning.scratchBytes(tuning().tile().orElseThrow(), n, parameters.length)));
      }
      kernel.with(arguments.toArray());
      queue.launch(kernel, (long) Math.min(step, blocks - first) * group, group);
    }
  }

  /** Slope, curvature and loss at the margins z + t d. */
  void line(ClBuffer z, ClBuffer d, float t, ClBuffer result) {
    ClKernel kernel = kernels.line();
    int group = blockItems();
    for (ClSlab slab : examples.slabs()) {
      kernel.with(
          z,
          d,
          slab.y(),
          examples.blockSums(),
          t,
          slab.rows(),
          LINE_STRIDE,
          slab.first(),
          slab.firstBlock());
      queue.launch(kernel, (long) slab.blocks() * group, group);
    }
    addUp(LINE_SUMS, LINE_STRIDE, result);
  }

  /** Reads X and does next to nothing. */
  void scan(ClBuffer out) {
    ClKernel kernel = kernels.scan();
    int n = examples.features();
    int step = tuning().launchBlocks(n);
    int group = blockItems();
    for (ClSlab slab : examples.slabs()) {
      for (int first = 0; first < slab.blocks(); first += step) {
        kernel.with(slab.x(), out, slab.rows(), n, first);
        queue.launch(kernel, (long) Math.min(step, slab.blocks() - first) * group, group);
      }
    }
  }

  /** Items that take a block. */
  int blockItems() {
    return tuning().form() == ClForm.WALK ? 1 : tuning().group();
  }

  private void addUp(int columns, int stride, ClBuffer result) {
    tree(columns, stride, result).sum(examples.blockSums(), examples.nodeSums());
  }

  /** The tree over rows of so many columns; the result receives a row for each of its nodes. */
  ClTree tree(int columns, int stride, ClBuffer result) {
    return new ClTree(
        queue, kernels.combine(), tuning().group(), columns, stride, examples.span(), result);
  }

  /** k := c a(1-a) at z, for each column of a panel. */
  void coefficients(Panel panel, ClBuffer z, ClBuffer k) {
    ClKernel kernel = kernels.coefficients();
    int columns = panel.columns();
    for (ClSlab slab : examples.slabs()) {
      ClBuffer y = panel.targets().map(ClVector::of).orElse(slab.y());
      int own = panel.targets().isPresent() ? 1 : 0;
      kernel.with(z, y, k, slab.rows(), columns, own, slab.first());
      queue.launch(kernel, (long) slab.rows() * columns, tuning().group());
    }
  }
}
