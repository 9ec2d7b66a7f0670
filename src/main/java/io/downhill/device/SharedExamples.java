package io.downhill.device;

import io.downhill.data.Dataset;
import io.downhill.data.StripeSample;
import io.downhill.optim.Descent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Examples on a device that several objectives read, each with labels and weights of its own: what
 * some of them ask of all examples at the same time is answered by one read of X, with the bits
 * that each gets alone.
 *
 * <p>Owns the examples and those of its sample, not the device; confined to one thread.
 */
final class SharedExamples implements AutoCloseable {
  /** The panels that are kept: those who ask are mostly the same. */
  private static final int PANELS = 3;

  /** The targets of a panel take at most this part of what the device can hold. */
  private static final int SHARE = 16;

  private final Device device;
  private final DeviceExamples examples;
  private final int all;
  private final int most;
  private final Map<List<Dataset>, Panel> panels = new LinkedHashMap<>();
  private SharedExamples sample;
  private double saved;

  /**
   * Brings the examples to the device.
   *
   * @param most columns of one panel
   */
  SharedExamples(Device device, Dataset data, int most) {
    this(device, ClassTargets.load(device, data, 2), data.examples(), most);
  }

  private SharedExamples(Device device, DeviceExamples examples, int all, int most) {
    this.device = device;
    this.examples = examples;
    this.all = all;
    this.most = most;
  }

  /**
   * The most columns of a panel over so many examples and features: its targets and its margins
   * have m elements each, its sums two for each feature and two more, and a vector less than 2^31.
   *
   * @param memory bytes that the device can hold
   */
  static int most(int examples, int features, long memory) {
    long byMemory = memory / SHARE / Float.BYTES / examples;
    int byLength = Math.min(Integer.MAX_VALUE / examples, Integer.MAX_VALUE / 2 / (features + 2));
    return (int) Math.max(1, Math.min(byMemory, byLength));
  }

  /** The most columns of one panel, at least 1. */
  int most() {
    return most;
  }

  Device device() {
    return device;
  }

  DeviceExamples examples() {
    return examples;
  }

  /** The examples of a sample, which is the same for all who ask. */
  SharedExamples sample(StripeSample stripes) {
    if (sample == null) {
      float[] y = new float[stripes.examples()];
      sample = new SharedExamples(device, device.sample(examples, stripes, y), all, most);
    } else if (sample.examples.examples() != stripes.examples()) {
      throw new IllegalStateException("another sample is open");
    }
    return sample;
  }

  /** The reads of all examples that were saved, a part of them as that part. */
  double saved() {
    return saved + (sample == null ? 0 : sample.saved());
  }

  /**
   * J of some objectives over these examples and their gradients, in one read.
   *
   * @param w the parameters of each
   * @param gradients receive the gradient of each
   */
  double[] costsAndGradients(List<DeviceObjective> some, double[][] w, double[][] gradients) {
    Panel panel = panel(some);
    double[] sums = new double[0];
    try (DeviceVector parameters = side(w);
        DeviceSums g = sums(panel)) {
      device.gradient(examples, panel, parameters, g);
      sums = g.root(device);
    }
    count(some);
    double[] costs = new double[some.size()];
    for (int b = 0; b < costs.length; b++) {
      double[] rounded = w[b].clone();
      some.get(b).round(rounded);
      costs[b] =
          some.get(b).cost().costAndGradient(rounded, column(sums, b, costs.length), gradients[b]);
    }
    return costs;
  }

  /**
   * The Hessians of some objectives times directions, in one read.
   *
   * @param w the parameters of each
   * @param v a direction for each, none of them 0
   * @param products receive Hv of each
   */
  void products(List<DeviceObjective> some, double[][] w, double[][] v, double[][] products) {
    Panel panel = panel(some);
    double[][] scaled = new double[v.length][];
    double[] scales = new double[v.length];
    for (int b = 0; b < v.length; b++) {
      scales[b] = Descent.slope(v[b]);
      scaled[b] = some.get(b).cost().scaled(v[b], scales[b]);
    }
    double[] sums;
    try (DeviceVector parameters = side(w);
        DeviceVector directions = side(scaled);
        DeviceSums g = sums(panel)) {
      device.product(examples, panel, parameters, directions, g);
      sums = g.root(device);
    }
    count(some);
    for (int b = 0; b < v.length; b++) {
      some.get(b).cost().product(v[b], column(sums, b, v.length), scales[b], products[b]);
    }
  }

  /**
   * The margins of all examples at some parameters, in one read.
   *
   * @return m for each
   */
  double[][] margins(List<DeviceObjective> some, double[][] w) {
    int m = examples.examples();
    int columns = w.length;
    double[] side = new double[Math.multiplyExact(m, columns)];
    try (DeviceVector parameters = side(w);
        DeviceVector z = device.vector(side.length)) {
      device.margins(examples, Panel.of(columns), parameters, z);
      device.read(z, side);
    }
    count(some);
    double[][] margins = new double[columns][m];
    for (int i = 0, p = 0; i < m; i++) {
      for (int b = 0; b < columns; b++, p++) {
        margins[b][i] = side[p];
      }
    }
    return margins;
  }

  private void count(List<DeviceObjective> some) {
    some.forEach(DeviceObjective::countPass);
    saved += (some.size() - 1) * ((double) examples.examples() / all);
  }

  private DeviceSums sums(Panel panel) {
    return DeviceSums.allocate(device, examples, DeviceSums.columns(examples.features(), panel));
  }

  /** The panel with the signed weights of some objectives. */
  private Panel panel(List<DeviceObjective> some) {
    List<Dataset> key = some.stream().map(DeviceObjective::source).toList();
    Panel panel = panels.remove(key);
    if (panel == null) {
      panel = packed(some);
    }
    panels.put(key, panel);
    if (panels.size() > PANELS) {
      List<Dataset> oldest = panels.keySet().iterator().next();
      panels.remove(oldest).targets().ifPresent(DeviceVector::close);
    }
    return panel;
  }

  private Panel packed(List<DeviceObjective> some) {
    int m = examples.examples();
    int columns = some.size();
    double[] targets = new double[Math.multiplyExact(m, columns)];
    for (int b = 0; b < columns; b++) {
      float[] y = some.get(b).signedWeights();
      for (int i = 0; i < m; i++) {
        targets[i * columns + b] = y[i];
      }
    }
    DeviceVector on = device.vector(targets.length);
    device.write(on, targets);
    return Panel.of(columns, on);
  }

  private DeviceVector side(double[][] columns) {
    int count = columns.length;
    double[] side = new double[columns[0].length * count];
    for (int p = 0; p < side.length; p++) {
      side[p] = columns[p % count][p / count];
    }
    DeviceVector on = device.vector(side.length);
    device.write(on, side);
    return on;
  }

  private static double[] column(double[] side, int b, int count) {
    double[] column = new double[side.length / count];
    for (int j = 0; j < column.length; j++) {
      column[j] = side[j * count + b];
    }
    return column;
  }

  @Override
  public void close() {
    panels.values().forEach(panel -> panel.targets().ifPresent(DeviceVector::close));
    panels.clear();
    if (sample != null) {
      sample.close();
    }
    examples.close();
  }
}
