package io.downhill.device.cpu;

/** Sums something over one block of up to 1024 examples, with the scratch of one thread. */
@FunctionalInterface
interface BlockPass {
  /** Examples in a block. */
  int BLOCK = 32 * Loops.STRIPE;

  /**
   * Bytes of X that the loops of a pass walk over one after the other, while a cache holds them.
   */
  int CACHED = 1 << 15;

  /** Rows that a pass takes at once: one to eight stripes. */
  static int batch(int n) {
    int stripes = CACHED / (Float.BYTES * Loops.STRIPE * n);
    return Loops.STRIPE * Math.max(1, Math.min(8, stripes));
  }

  /**
   * Sums over a block.
   *
   * @param block its index among all blocks
   * @param pairs receives the sums [hi | lo] from {@code to} on
   */
  void sum(int block, float[] pairs, int to);
}
