package io.downhill.device;

import io.downhill.data.Dataset;
import io.downhill.sums.Span;

/** What devices are told of the classes of the examples: of two by a sign, of K by targets. */
final class ClassTargets {
  private ClassTargets() {}

  /** Brings the examples to a device; of K classes their targets are those of the panel. */
  static DeviceExamples load(Device device, Dataset data, int columns) {
    return columns == 1 ? device.load(data) : loadWithoutLabels(device, data);
  }

  /** Brings the examples alone, whose labels come with each panel. */
  static DeviceExamples loadWithoutLabels(Device device, Dataset data) {
    return device.load(data.rows(), new float[data.examples()], Span.whole(data.examples()));
  }

  /** The signed weights of two classes; of K nothing. */
  static float[] signedWeights(Dataset data, int columns) {
    return columns == 1 ? data.signedWeights() : new float[data.examples()];
  }

  /**
   * The panel of one problem.
   *
   * @param columns 1 for two classes; K for the softmax of K
   * @throws IllegalArgumentException if one vector does not hold the margins of all classes, or a
   *     label is none of the K classes
   */
  static Panel panel(Device device, Dataset data, int columns) {
    if (columns == 1) {
      return Panel.ONE;
    }
    int m = data.examples();
    if ((long) m * columns > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          m + " examples of " + columns + " classes: their margins are more than 2^31 numbers");
    }
    double[] targets = new double[2 * m];
    for (int i = 0; i < m; i++) {
      float y = data.labels()[i];
      if (!(y >= 0 && y < columns && y == (int) y)) {
        throw new IllegalArgumentException(
            "row " + (i + 1) + ": label " + y + ", must be a class from 0 to " + (columns - 1));
      }
      targets[2 * i] = y;
      targets[2 * i + 1] = data.weights() == null ? 1 : data.weights()[i];
    }
    DeviceVector on = device.vector(targets.length);
    device.write(on, targets);
    return Panel.softmax(columns, on);
  }
}
