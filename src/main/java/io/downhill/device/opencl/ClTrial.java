package io.downhill.device.opencl;

import io.downhill.data.Classes;
import io.downhill.data.Dataset;
import io.downhill.device.DeviceObjective;
import io.downhill.optim.Line;

/**
 * A small run in which a driver does everything for the first time that it will do in a large one:
 * a context, both programs, and every pass. It is for {@link ProbeProcess}, whose child may crash;
 * what the passes compute is proven elsewhere.
 */
final class ClTrial {
  private static final int EXAMPLES = 1100;
  private static final int FEATURES = 9;

  private ClTrial() {}

  /**
   * Runs on opencl:index.
   *
   * @throws io.downhill.device.DeviceException if something fails
   */
  static void run(int index) {
    double[] w = new double[FEATURES + 1];
    double[] out = new double[FEATURES + 1];
    try (ClDevice device = ClDevice.open(index);
        DeviceObjective f = new DeviceObjective(device, data(), 0.1, true)) {
      f.descend(w, 0.1, 2);
      f.costAndGradient(w, out);
      f.product(w, out, out);
      f.hessian(w);
      try (Line line = f.line(w, out)) {
        line.at(0.5);
      }
      f.margins(w);
    }
  }

  private static Dataset data() {
    Dataset.Builder builder = new Dataset.Builder(Dataset.defaultNames(FEATURES));
    builder.grow(EXAMPLES);
    float[] y = new float[EXAMPLES];
    for (int i = 0; i < EXAMPLES; i++) {
      y[i] = i % 2;
      for (int j = 0; j < FEATURES; j++) {
        builder.block(i)[builder.offset(i) + j] = (i * (j + 3) % 17) / 8f - 1;
      }
    }
    return builder.labels(y, Classes.ZERO_ONE).build();
  }
}
