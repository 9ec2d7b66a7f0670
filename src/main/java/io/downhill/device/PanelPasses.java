package io.downhill.device;

import io.downhill.optim.Columns;
import io.downhill.optim.Descent;
import java.util.List;

/**
 * The passes of a panel over resident examples, and what each of its columns gets of their sums:
 * problems that know nothing of each other, each with a cost of its own. Owns what it allocates on
 * the device, and the targets of the panel.
 */
final class PanelPasses implements AutoCloseable {
  private final Device device;
  private final DeviceExamples examples;
  private final Panel panel;
  private final DeviceVector w;
  private final DeviceVector directions;
  private final DeviceSums sums;

  PanelPasses(Device device, DeviceExamples examples, Panel panel) {
    int n = examples.features();
    this.device = device;
    this.examples = examples;
    this.panel = panel;
    this.w = device.vector(Math.multiplyExact(n + 1, panel.columns()));
    this.directions = device.vector(w.length());
    this.sums = DeviceSums.allocate(device, examples, DeviceSums.columns(n, panel));
  }

  /** A panel whose columns have signed weights of their own, each of length m. */
  static Panel panel(Device device, List<float[]> signedWeights) {
    int count = signedWeights.size();
    int m = signedWeights.get(0).length;
    double[] targets = new double[Math.multiplyExact(m, count)];
    for (int b = 0; b < count; b++) {
      float[] y = signedWeights.get(b);
      for (int i = 0; i < m; i++) {
        targets[i * count + b] = y[i];
      }
    }
    DeviceVector own = device.vector(targets.length);
    device.write(own, targets);
    return Panel.of(count, own);
  }

  int columns() {
    return panel.columns();
  }

  /**
   * J of each column and its gradient, in one read.
   *
   * @param costs of each column
   * @param parameters n + 1 of each column
   * @param gradients receive [dw | db] of each
   */
  double[] costsAndGradients(List<MeanCost> costs, double[][] parameters, double[][] gradients) {
    double[][] rounded = rounded(parameters);
    double[][] all = sums(rounded);
    double[] values = new double[columns()];
    for (int b = 0; b < values.length; b++) {
      values[b] = costs.get(b).costAndGradient(rounded[b], all[b], gradients[b]);
    }
    return values;
  }

  /** Parameters as the device has them. */
  static double[][] rounded(double[][] parameters) {
    double[][] rounded = new double[parameters.length][];
    for (int b = 0; b < rounded.length; b++) {
      rounded[b] = parameters[b].clone();
      for (int j = 0; j < rounded[b].length; j++) {
        rounded[b][j] = (float) rounded[b][j];
      }
    }
    return rounded;
  }

  /** The sums [x dz | dz | loss] of each column, in one read. */
  double[][] sums(double[][] parameters) {
    device.write(w, Columns.side(parameters));
    device.gradient(examples, panel, w, sums);
    return Columns.apart(sums.root(device), columns());
  }

  /**
   * The Hessian of each column times a direction, in one read.
   *
   * @param costs of each column
   * @param parameters n + 1 of each column
   * @param v n + 1 of each column, none of them 0
   * @param products receive Hv of each
   */
  void products(List<MeanCost> costs, double[][] parameters, double[][] v, double[][] products) {
    double[][] scaled = new double[columns()][];
    double[] scales = new double[columns()];
    for (int b = 0; b < scales.length; b++) {
      scales[b] = Descent.slope(v[b]);
      scaled[b] = costs.get(b).scaled(v[b], scales[b]);
    }
    device.write(w, Columns.side(parameters));
    device.write(directions, Columns.side(scaled));
    device.product(examples, panel, w, directions, sums);
    double[] all = sums.root(device);
    for (int b = 0; b < scales.length; b++) {
      double[] own = Columns.column(all, b, columns());
      costs.get(b).product(v[b], own, scales[b], products[b]);
    }
  }

  /** The margins of all examples, one array of length m for each column, which need no targets. */
  static double[][] margins(Device device, DeviceExamples examples, double[][] parameters) {
    double[] columns = Columns.side(parameters);
    double[] side = new double[Math.multiplyExact(examples.examples(), parameters.length)];
    try (DeviceVector w = device.vector(columns.length);
        DeviceVector z = device.vector(side.length)) {
      device.write(w, columns);
      device.margins(examples, Panel.of(parameters.length), w, z);
      device.read(z, side);
    }
    return Columns.apart(side, parameters.length);
  }

  @Override
  public void close() {
    sums.close();
    panel.targets().ifPresent(DeviceVector::close);
    directions.close();
    w.close();
  }
}
