package io.downhill.device;

import io.downhill.optim.Newton;

/** The memory that a run takes on a device. */
public final class Room {
  /** What samples, and the samples of samples, take beside the data: 1/16, 1/256, ... */
  private static final double WITH_SAMPLES = 16.0 / 15;

  /** Values of Gram matrices of blocks that are made before they are added up. */
  private static final double GRAM_VALUES = 1 << 24;

  /**
   * Examples up to which sums of stripes may be kept: four blocks for each of 512 compute units.
   */
  private static final double IN_PARTS = 2048 * 1024;

  private Room() {}

  /**
   * About the bytes that m examples of n features take with everything that a run needs: X, labels
   * and two vectors of margins; the sums of blocks, of their parents and, of few blocks, of their
   * stripes; the Gram matrices of some blocks, and those of 32 blocks each; and the same for the
   * samples.
   */
  public static long bytes(long m, int n) {
    double blocks = m / 1024.0 + 1;
    double floats = m * (n + 3.0) + blocks * 33 / 32 * 2 * (n + 34);
    if (m < IN_PARTS) {
      floats += (m / 32.0 + 1) * (n + 34);
    }
    if (n <= Newton.DENSE) {
      double square = (n + 1.0) * (n + 2);
      floats += Math.min(blocks, GRAM_VALUES / square + 32) * square + blocks / 31 * square;
    }
    return (long) (Float.BYTES * floats * WITH_SAMPLES);
  }
}
