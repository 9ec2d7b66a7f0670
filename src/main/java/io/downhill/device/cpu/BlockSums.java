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

  /** For up to eight columns of a panel, of which some may not be there. */
  static BlockSums ofPanel(Loops loops, int n, int there) {
    int pitch = Loops.panelPitch(n);
    return new BlockSums(loops, pitch * there, pitch * Loops.LANE_COUNT);
  }

  private BlockSums(Loops loops, int columns, int room) {
    this.loops = loops;
    this.columns = columns;
    this.stripe = new float[room + Loops.PADDING];
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
    store(column, count, pairs, target, 1);
  }

  /** The same in steps of {@code step}. */
  void store(int column, int count, float[] pairs, int target, int step) {
    int errors = pairs.length / 2 + target;
    for (int j = 0; j < count; j++) {
      pairs[target + j * step] = hi[column + j];
      pairs[errors + j * step] = lo[column + j];
    }
  }
}
