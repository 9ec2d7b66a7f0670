package io.downhill.device;

import io.downhill.data.Dataset;
import java.util.Arrays;
import java.util.Optional;

/** The copy of X, whole and in part, to vectors that are shorter and longer. */
public final class Copies {
  private static final double SENTINEL = -7.5;

  /** More than one run of the kernel in a block, whole steps in it, and a remainder. */
  private static final int FEATURES = 19;

  /** A whole block, and 17 examples. */
  private static final int EXAMPLES = 1041;

  private static final int VALUES = EXAMPLES * FEATURES;

  private Copies() {}

  /** Empty if X arrives as far as there is room, and what lies beyond is left alone. */
  public static Optional<String> difference(Device device) {
    float[][] x = new float[EXAMPLES][FEATURES];
    for (int p = 0; p < VALUES; p++) {
      x[p / FEATURES][p % FEATURES] = p + 1;
    }
    try (DeviceExamples e = device.load(Dataset.of(x, new int[EXAMPLES]))) {
      for (int length : new int[] {1, 4099, 1024 * FEATURES, VALUES - 1, VALUES, VALUES + 5000}) {
        double[] copied = copied(device, e, length);
        for (int p = 0; p < length; p++) {
          double expected = p < VALUES ? p + 1 : SENTINEL;
          if (copied[p] != expected) {
            return Optional.of(
                "copy to " + length + ": [" + p + "] expected " + expected + ", is " + copied[p]);
          }
        }
      }
    }
    return Optional.empty();
  }

  private static double[] copied(Device device, DeviceExamples e, int length) {
    try (DeviceVector out = device.vector(length)) {
      double[] values = new double[length];
      Arrays.fill(values, SENTINEL);
      device.write(out, values);
      device.copy(e, out);
      device.read(out, values);
      return values;
    }
  }
}
