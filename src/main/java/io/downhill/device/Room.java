package io.downhill.device;

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
   *
   * @param columns of parameters: 1, or K of K classes, whose labels are two numbers, and which
   *     have coefficients for each two of them where a Hessian is held
   */
  public static long bytes(int m, int n, int columns) {
    double blocks = m / 1024.0 + 1;
    double values = columns == 1 ? n : (double) n * columns;
    double floats = (double) m * (n + 1) + blocks * 33 / 32 * 2 * (values + 34);
    floats += m * (2.0 * columns + (columns == 1 ? 0 : 2));
    if (m < IN_PARTS) {
      floats += (m / 32.0 + 1) * (values + 34);
    }
    boolean dense = DeviceObjective.holdsHessian(m, n * columns, columns);
    if (dense && columns > 1) {
      floats += m * (columns * (columns + 1.0) / 2);
    }
    if (dense) {
      double square = (n + 1.0) * (n + 2);
      floats += Math.min(blocks, GRAM_VALUES / square + 32) * square + blocks / 31 * square;
    }
    return (long) (Float.BYTES * floats * WITH_SAMPLES);
  }
}
