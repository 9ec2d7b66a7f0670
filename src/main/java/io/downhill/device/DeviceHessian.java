package io.downhill.device;

/**
 * The Hessian of the loss over examples on a device: a Gram matrix, or of K classes one for each
 * pair of them. Owns the room for one, and for the coefficients of all pairs.
 */
final class DeviceHessian implements AutoCloseable {
  /** The largest n whose Gram matrix, as pairs, has fewer than 2^31 values. */
  private static final int LARGEST = 46_339;

  /** The most coefficients of classes that are held: 1 GiB. */
  private static final long COEFFICIENTS = 1L << 28;

  private final Device device;
  private final DeviceExamples examples;
  private final Panel panel;
  private DeviceSums gram;
  private DeviceVector coefficients;

  DeviceHessian(Device device, DeviceExamples examples, Panel panel) {
    this.device = device;
    this.examples = examples;
    this.panel = panel;
  }

  /** Whether the coefficients of so many examples are held. */
  static boolean fits(long examples, int columns) {
    return columns == 1 || examples * columns * (columns + 1) / 2 <= COEFFICIENTS;
  }

  /** The reads of X that it takes beside the margins: one, or of K classes one for each pair. */
  int reads() {
    return panel.link() == Link.SOFTMAX ? panel.coefficients() - panel.columns() : 1;
  }

  /** Takes the room, once. */
  void reserve() {
    if (gram == null) {
      gram = DeviceSums.allocate(device, examples, triangleLength(examples.features()));
      if (panel.link() == Link.SOFTMAX) {
        coefficients = device.vector(Math.multiplyExact(examples.examples(), panel.coefficients()));
      }
    }
  }

  /**
   * The elements of a lower triangle.
   *
   * @throws IllegalArgumentException if no array holds them as pairs
   */
  static int triangleLength(int n) {
    if (n > LARGEST) {
      throw new IllegalArgumentException("features: " + n + ", a Hessian takes at most " + LARGEST);
    }
    return (n + 1) * (n + 2) / 2;
  }

  /**
   * The Hessian of the sum of the losses, a lower triangle row by row.
   *
   * <p>Of classes each pair of two has its sums; what a class has with itself is the negative of
   * what it has with all others, since the loss is the same whatever is added to the margins of
   * all.
   *
   * @param z the margins, in whose place other numbers may stand afterwards
   */
  double[] at(DeviceVector z) {
    reserve();
    if (panel.link() == Link.LOGISTIC) {
      device.coefficients(examples, panel, z, z);
      return of(z);
    }
    device.coefficients(examples, panel, z, coefficients);
    int columns = panel.columns();
    int n = examples.features();
    int length = (n + 1) * columns;
    double[] triangle = new double[Math.multiplyExact(length, length + 1) / 2];
    for (int k = 0; k < columns; k++) {
      for (int l = 0; l < k; l++) {
        device.gram(examples, panel, coefficients, k * (k + 1) / 2 + l, gram);
        ClassBlocks.add(gram.root(device), k, l, columns, triangle);
      }
    }
    return triangle;
  }

  /**
   * The sums of k x x' over the examples, with a one behind x: a lower triangle row by row.
   *
   * @param k on the device, length m or more
   */
  double[] of(DeviceVector k) {
    reserve();
    device.gram(examples, Panel.ONE, k, 0, gram);
    return gram.root(device);
  }

  @Override
  public void close() {
    if (coefficients != null) {
      coefficients.close();
    }
    if (gram != null) {
      gram.close();
    }
  }
}
