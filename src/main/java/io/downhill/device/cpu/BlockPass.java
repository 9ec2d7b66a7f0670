package io.downhill.device.cpu;

import io.downhill.sums.Tree;

/** Sums something over one block of up to 1024 examples, with the scratch of one thread. */
@FunctionalInterface
interface BlockPass {
  /**
   * Bytes of X that the loops of a pass walk over one after the other, while a cache holds them.
   */
  int CACHED = 3 << 14;

  /** Rows that a pass takes at once: one to eight stripes. */
  static int batch(int n) {
    int stripes = CACHED / (Float.BYTES * Tree.STRIPE * n);
    return Tree.STRIPE * Math.max(1, Math.min(8, stripes));
  }

  /**
   * Sums over a block.
   *
   * @param block its index among those of the examples
   * @param pairs receives the sums [hi | lo]
   */
  void sum(int block, float[] pairs);
}
