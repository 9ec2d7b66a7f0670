package io.downhill.device.opencl;

import io.downhill.data.Dataset;
import io.downhill.device.Device;
import io.downhill.device.DeviceExamples;
import io.downhill.device.DeviceVector;
import java.util.Optional;

/**
 * The plain read of X, whose result decides nothing: but it writes where the sum is one certain
 * value, so that X may have that value in one place and 0 elsewhere.
 */
final class Scans {
  private static final float TOLD = 1.2345e30f;
  private static final double SENTINEL = -7.5;

  /** More than one run of the kernel in a block, whole steps in it, and a remainder. */
  private static final int FEATURES = 19;

  /** A whole block, and 17 examples. */
  private static final int EXAMPLES = 1041;

  private Scans() {}

  /** Empty if the value is told from wherever it stands, and nothing is written without it. */
  static Optional<String> difference(Device device) {
    if (written(device, -1)) {
      return Optional.of("scan: zeros were told from zeros");
    }
    int length = EXAMPLES * FEATURES;
    for (int at = 0; at < length; at += at < 40 || at > length - 60 ? 1 : 61) {
      if (!written(device, at)) {
        return Optional.of("scan: element " + at + " of " + length + " was not read once");
      }
    }
    return Optional.empty();
  }

  private static boolean written(Device device, int at) {
    float[][] x = new float[EXAMPLES][FEATURES];
    if (at >= 0) {
      x[at / FEATURES][at % FEATURES] = TOLD;
    }
    try (DeviceExamples e = device.load(Dataset.of(x, new int[EXAMPLES]));
        DeviceVector out = device.vector(Device.SCAN_LENGTH)) {
      double[] values = new double[Device.SCAN_LENGTH];
      values[0] = SENTINEL;
      device.write(out, values);
      device.scan(e, out);
      device.read(out, values);
      return values[0] != SENTINEL;
    }
  }
}
