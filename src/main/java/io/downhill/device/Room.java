package io.downhill.device;

import io.downhill.optim.Newton;

/** The memory that a run takes on a device. */
public final class Room {
  /** What samples, and the samples of samples, take beside the data: 1/16, 1/256, ... */
  private static final double WITH_SAMPLES = 16.0 / 15;

  /** Values of Hessians of blocks that are made before they are added up. */
  private static final double HESSIAN_VALUES = 1 << 24;

  /** Rows whose margins are held meanwhile. */
  private static final double HESSIAN_ROWS = 1 << 23;

  private Room() {}

  /**
   * About the bytes that m examples of n features take with everything that a run needs: X, labels
   * and two vectors of margins; the sums of blocks and of their parents; the Hessians and margins
   * of some blocks, and the Hessians of 32 blocks each; and the same for the samples.
   */
  public static long bytes(long m, int n) {
    double blocks = m / 1024.0 + 1;
    double floats = m * (n + 3.0) + blocks * 33 / 32 * 2 * (n + 34);
    if (n <= Newton.DENSE) {
      double square = (n + 1.0) * (n + 2);
      floats += Math.min(blocks, HESSIAN_VALUES / square + 32) * square + blocks / 31 * square;
      floats += Math.min(m, HESSIAN_ROWS);
    }
    return (long) (Float.BYTES * floats * WITH_SAMPLES);
  }
}
