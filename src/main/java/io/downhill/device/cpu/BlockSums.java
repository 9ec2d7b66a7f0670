package io.downhill.device.cpu;

import java.util.Arrays;

/**
 * The sums of one block: the stripe in hand, and the pairs that its 32 stripes are added to. Owned
 * by one thread.
 */
final class BlockSums {
  private final Loops loops;
  private final int columns;
  private final float[] hi;
  private final float[] lo;

  /** The sums of the stripe in hand; {@value Loops#PADDING} elements longer than the columns. */
  final float[] stripe;

  BlockSums(Loops loops, int columns) {
    this.loops = loops;
    this.columns = columns;
    this.stripe = new float[columns + Loops.PADDING];
    this.hi = new float[columns + Loops.PADDING];
    this.lo = new float[columns + Loops.PADDING];
  }

  void clear() {
    Arrays.fill(hi, 0f);
    Arrays.fill(lo, 0f);
  }

  /** Adds the stripe in hand. */
  void add() {
    loops.addStripe(stripe, columns, hi, lo);
  }

  /** Stores some columns as pairs: hi at {@code to}, lo so many elements behind. */
  void store(int from, int count, float[] pairs, int to, int behind) {
    System.arraycopy(hi, from, pairs, to, count);
    System.arraycopy(lo, from, pairs, to + behind, count);
  }
}
