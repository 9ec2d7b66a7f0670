package io.downhill.device.cpu;

/** Sums something over one block of up to 1024 examples, with the scratch of one thread. */
@FunctionalInterface
interface BlockPass {
  /** Examples in a block. */
  int BLOCK = 32 * Loops.STRIPE;

  /**
   * Sums over a block.
   *
   * @param block its index among all blocks
   * @param pairs receives the sums [hi | lo] from {@code to} on
   */
  void sum(int block, float[] pairs, int to);
}
