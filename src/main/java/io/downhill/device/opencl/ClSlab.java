package io.downhill.device.opencl;

import io.downhill.data.Rows;
import io.downhill.sums.Tree;

/**
 * Consecutive examples in one allocation.
 *
 * @param x their features, example-major, and {@link #PADDING} finite values
 * @param y their signed weights, c for the class 1 and -c for 0
 * @param first the index of the first, a multiple of 1024
 * @param rows how many there are; a multiple of 1024 but in the last slab
 */
record ClSlab(ClBuffer x, ClBuffer y, int first, int rows) implements AutoCloseable {
  /** Floats beyond the last row that a kernel may read, and drops. */
  static final int PADDING = Rows.PADDING;

  /** Blocks of 1024 examples in it. */
  int blocks() {
    return Tree.blocks(rows);
  }

  /** The index of its first block among all. */
  int firstBlock() {
    return first / Tree.BLOCK;
  }

  @Override
  public void close() {
    x.close();
    y.close();
  }
}
