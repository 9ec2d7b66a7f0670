package io.downhill.device.opencl;

import io.downhill.device.Passes;
import io.downhill.sums.Tree;
import java.util.ArrayList;
import java.util.List;

/**
 * Enqueues the passes over some examples, slab by slab, in launches that are short.
 *
 * @param kernels those for the number of features
 */
record ClPasses(ClQueue queue, ClKernels kernels, ClExamples examples) {
  private static final int LINE_STRIDE = 4;

  ClTuning tuning() {
    return kernels.plan().tuning();
  }

  /** Enqueues the part of a pass over some blocks of a slab. */
  interface Launch {
    /**
     * Enqueues one launch.
     *
     * @param first the first block of the slab
     * @param rows of it from there on
     */
    void enqueue(ClSlab slab, int first, int rows);
  }

  /** Cuts a pass over all examples into launches that are short. */
  void launches(Launch launch) {
    for (ClSlab slab : examples.slabs()) {
      launches(slab, slab.blocks(), launch);
    }
  }

  private void launches(ClSlab slab, int blocks, Launch launch) {
    int step = tuning().launchBlocks(examples.rowValues());
    for (int first = 0; first < blocks; first += step) {
      int end = Math.min(blocks, first + step);
      int rows = Math.min(slab.rows(), end * Tree.BLOCK) - first * Tree.BLOCK;
      launch.enqueue(slab, first, rows);
    }
  }

  /** z := X w + b. */
  void margins(ClBuffer w, ClBuffer z) {
    ClKernel kernel = kernels.margins();
    ClPlan plan = kernels.plan();
    int n = examples.features();
    int group = tuning().group();
    launches(
        (slab, first, rows) -> {
          if (plan.form() == ClForm.TILE) {
            kernel.with(slab.x(), w, z, slab.rows(), first, slab.first());
            queue.launch(kernel, groups(rows, plan.marginRows()) * group, group);
          } else {
            kernel.with(slab.x(), w, z, slab.rows(), n, first, slab.first());
            if (plan.form() == ClForm.WALK) {
              queue.launch(kernel, Tree.blocks(rows), 1);
            } else {
              queue.launch(kernel, 8L * rows, group);
            }
          }
        });
  }

  /** Groups for so many rows or floats, of which each takes some. */
  static long groups(long count, long each) {
    return (count + each - 1) / each;
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
    launches(examples.slabs().get(0), blocks, sums(kernels.gradient(), w));
  }

  /** The sums over n + 2 columns that a kernel makes of X, y and the parameters. */
  private void sumRows(ClKernel kernel, ClBuffer result, ClBuffer... parameters) {
    launches(sums(kernel, parameters));
    int columns = examples.features() + 2;
    if (kernels.plan().hasLeaves()) {
      ClKernel leaves = kernels.leaves();
      int stripes = (int) groups(examples.examples(), Tree.STRIPE);
      leaves.with(examples.stripeSums(), examples.blockSums(), stripes, columns, examples.stride());
      queue.launch(leaves, columns, tuning().group(), examples.blocks());
    }
    addUp(columns, examples.stride(), result);
  }

  /** The sums of some blocks, or of their stripes, a row each. */
  private Launch sums(ClKernel kernel, ClBuffer... parameters) {
    ClPlan plan = kernels.plan();
    int group = blockItems();
    return (slab, first, rows) -> {
      List<Object> arguments = new ArrayList<>(List.of(slab.x(), slab.y()));
      arguments.addAll(List.of(parameters));
      arguments.add(plan.hasLeaves() ? examples.stripeSums() : examples.blockSums());
      arguments.add(slab.rows());
      if (plan.form() != ClForm.TILE) {
        arguments.add(examples.features());
      }
      arguments.addAll(List.of(examples.stride(), first, slab.firstBlock()));
      if (plan.form() == ClForm.TILE) {
        arguments.add(plan.stripes());
      }
      kernel.with(arguments.toArray());
      queue.launch(kernel, groups(rows, plan.stripes() * Tree.STRIPE) * group, group);
    };
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
    addUp(Passes.LINE_SUMS, LINE_STRIDE, result);
  }

  /** Reads X and does next to nothing; of sparse rows the values by rows. */
  void scan(ClBuffer out) {
    if (examples.sparse().isPresent()) {
      for (int k = 0; k < examples.slabs().size(); k++) {
        long values = examples.sparse().get().slabs().get(k).values();
        ClKernel kernel = kernels.scan();
        kernel.with(examples.slabs().get(k).x(), out, 0L, values);
        queue.launch(kernel, plainItems(Math.max(1, values)), blockItems());
      }
      return;
    }
    launches(
        (slab, first, rows) -> {
          long floats = (long) rows * examples.features();
          ClKernel kernel = kernels.scan();
          kernel.with(slab.x(), out, floatsTo(first), floats);
          queue.launch(kernel, plainItems(floats), blockItems());
        });
  }

  /** Copies the first floats of X, so many at most. */
  void copy(ClBuffer out, long most) {
    int step = denseStep();
    for (ClSlab slab : examples.slabs()) {
      for (int first = 0; first < slab.blocks(); first += step) {
        long to = floatsTo(slab.firstBlock() + first);
        int rows = Math.min(step * Tree.BLOCK, slab.rows() - first * Tree.BLOCK);
        long floats = Math.min((long) rows * examples.features(), most - to);
        if (floats > 0) {
          Dense dense = dense(slab, first, step);
          ClKernel kernel = kernels.copy();
          kernel.with(dense.x(), out, floatsTo(dense.first()), to, floats);
          queue.launch(kernel, plainItems(floats), blockItems());
        }
      }
    }
  }

  /**
   * Some blocks of a slab as dense rows.
   *
   * @param first the block in x that is the first of them
   * @param rows of x
   * @param row the example that is the first row of x
   */
  record Dense(ClBuffer x, int first, int rows, int row) {}

  /** Blocks that are asked for as dense rows at a time. */
  int denseStep() {
    int step = tuning().launchBlocks(examples.features());
    return examples.sparse().map(x -> Math.min(step, x.portion())).orElse(step);
  }

  /**
   * Some blocks of a slab as dense rows: where they are, or made of sparse ones, and kept until the
   * next are asked for.
   */
  Dense dense(ClSlab slab, int first, int blocks) {
    if (examples.sparse().isEmpty()) {
      return new Dense(slab.x(), first, slab.rows(), slab.first());
    }
    ClSparse sparse = examples.sparse().get();
    ClSparse.Slab x = sparse.slabs().get(examples.slabs().indexOf(slab));
    int n = examples.features();
    int rows = Math.min(blocks * Tree.BLOCK, slab.rows() - first * Tree.BLOCK);
    long most = Math.min((long) sparse.portion() * Tree.BLOCK, examples.examples());
    ClBuffer dense = examples.scratch("rows made dense", most * n + ClSlab.PADDING);
    ClKernel clear = kernels.ofSparse("clear_rows");
    clear.with(dense, (long) rows * n);
    queue.launch(clear, (long) rows * n, tuning().group());
    ClKernel kernel = kernels.ofSparse("rows_sparse");
    kernel.with(x.starts(), x.columns(), slab.x(), dense, n, first * Tree.BLOCK, rows);
    queue.launch(kernel, 8L * rows, tuning().group());
    return new Dense(dense, 0, rows, slab.first() + first * Tree.BLOCK);
  }

  /** Floats of X in so many whole blocks. */
  private long floatsTo(int blocks) {
    return (long) blocks * Tree.BLOCK * examples.features();
  }

  /** Items for a plain read or copy of so many floats, of which a group takes a run. */
  private long plainItems(long floats) {
    return groups(floats, kernels.plan().plainRun()) * blockItems();
  }

  /** Items that take a block. */
  int blockItems() {
    return kernels.plan().blockItems();
  }

  private void addUp(int columns, int stride, ClBuffer result) {
    tree(columns, stride, result).sum(examples.blockSums(), examples.nodeSums());
  }

  /** The tree over rows of so many columns; the result receives a row for each of its nodes. */
  ClTree tree(int columns, int stride, ClBuffer result) {
    return new ClTree(
        queue, kernels.combine(), tuning().group(), columns, stride, examples.span(), result);
  }
}
