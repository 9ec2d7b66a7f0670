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
    this(loops, columns, columns);
  }

  /** The same, where the sums of a stripe may be spoilt up to so many elements. */
  BlockSums(Loops loops, int columns, int spoilt) {
    this.loops = loops;
    this.columns = columns;
    this.stripe = new float[Math.max(columns, spoilt) + Loops.PADDING];
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

  /** Stores all columns as pairs [hi | lo]. */
  void store(float[] pairs) {
    store(0, columns, pairs, 0);
  }

  /**
   * Stores so many columns from {@code column} on, as those of the pairs from {@code target} on.
   */
  void store(int column, int count, float[] pairs, int target) {
    System.arraycopy(hi, column, pairs, target, count);
    System.arraycopy(lo, column, pairs, pairs.length / 2 + target, count);
  }
}
