package io.downhill.device;

/**
 * The sums of a gradient pass on a device: for the n + 2 columns [dw | db | loss] a pair (hi, lo)
 * of float32, whose value is the double hi + lo.
 *
 * @param pairs the vector [hi (n+2) | lo (n+2)]
 * @param features n
 */
public record DeviceSums(DeviceVector pairs, int features) implements AutoCloseable {
  /** Room for the sums over n features on a device. */
  public static DeviceSums allocate(Device device, int features) {
    return new DeviceSums(device.vector(2 * (features + 2)), features);
  }

  /** The length of one row of the trace that {@link Device#update} writes: 3 n + 5. */
  public static int traceRow(int features) {
    return (features + 1) + 2 * (features + 2);
  }

  /**
   * Sums as doubles from pairs that were read from a device.
   *
   * @param raw holds [hi (columns) | lo (columns)] from {@code offset} on
   * @return length columns
   */
  public static double[] values(double[] raw, int offset, int columns) {
    double[] sums = new double[columns];
    for (int j = 0; j < columns; j++) {
      sums[j] = raw[offset + j] + raw[offset + columns + j];
    }
    return sums;
  }

  @Override
  public void close() {
    pairs.close();
  }
}
