package io.downhill.device;

import io.downhill.data.Dataset;
import io.downhill.optim.Descent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * J and its derivatives for several columns of parameters in one read of X each: problems that know
 * nothing of each other, over the same examples, with penalties of their own and perhaps with
 * weights of their own. Each has the bits that {@link DeviceObjective} gives it alone.
 *
 * <p>Owns what it allocates on the device, not the device; confined to one thread.
 */
public final class PanelObjective implements AutoCloseable {
  private final Device device;
  private final DeviceExamples examples;
  private final int features;
  private final List<MeanCost> costs = new ArrayList<>();
  private final Panel panel;
  private final DeviceVector w;
  private final DeviceVector directions;
  private final DeviceSums sums;

  /**
   * One problem.
   *
   * @param weights of the examples, length m; empty for those of the data set
   * @param l2 the penalty of each weight, length n, each 0 or more
   * @param intercept whether the bias is a parameter
   */
  public record Column(Optional<float[]> weights, double[] l2, boolean intercept) {
    /** With the weights of the data set. */
    public Column(double[] l2, boolean intercept) {
      this(Optional.empty(), l2, intercept);
    }
  }

  /**
   * Brings the examples to the device.
   *
   * @param data labelled
   * @param columns at least one
   * @throws IllegalArgumentException if there are no labels or columns, or a penalty or a weight is
   *     out of range
   * @throws ArithmeticException if one vector does not hold what the columns have for each example
   * @throws DeviceException if the device has no room
   */
  public PanelObjective(Device device, Dataset data, List<Column> columns) {
    this.device = device;
    this.features = data.features();
    if (!data.labelled() || columns.isEmpty()) {
      throw new IllegalArgumentException(
          columns.isEmpty() ? "no columns" : "the data set has no labels");
    }
    List<Dataset> weighted = new ArrayList<>();
    for (Column column : columns) {
      if (column.l2().length != features
          || column.weights().isPresent() && column.weights().get().length != data.examples()) {
        throw new IllegalArgumentException(
            "a column needs " + features + " penalties and " + data.examples() + " weights");
      }
      Dataset own = column.weights().map(data::weighted).orElse(data);
      float[] c = own.weights() == null ? new float[0] : own.weights();
      for (float weight : c) {
        if (!(weight >= 0) || !Float.isFinite(weight)) {
          throw new IllegalArgumentException("weight " + weight + ", must be finite, 0 or more");
        }
      }
      if (!(own.totalWeight() > 0)) {
        throw new IllegalArgumentException("no example of a column has a weight above 0");
      }
      weighted.add(own);
      costs.add(
          new MeanCost(
              own.totalWeight(),
              column.l2().clone(),
              column.intercept(),
              data.baseMargin().orElse(-1)));
    }
    this.examples = device.load(data);
    this.w = device.vector(Math.multiplyExact(features + 1, columns.size()));
    this.directions = device.vector(w.length());
    this.panel = panel(columns, weighted);
    this.sums = DeviceSums.allocate(device, examples, DeviceSums.columns(features, panel));
  }

  private Panel panel(List<Column> columns, List<Dataset> weighted) {
    int count = columns.size();
    if (columns.stream().allMatch(column -> column.weights().isEmpty())) {
      return Panel.of(count);
    }
    int m = examples.examples();
    double[] targets = new double[Math.multiplyExact(m, count)];
    for (int b = 0; b < count; b++) {
      float[] y = weighted.get(b).signedWeights();
      for (int i = 0; i < m; i++) {
        targets[i * count + b] = y[i];
      }
    }
    DeviceVector own = device.vector(targets.length);
    device.write(own, targets);
    return Panel.of(count, own);
  }

  /** B, the number of columns. */
  public int columns() {
    return panel.columns();
  }

  /**
   * J of each column and its gradient.
   *
   * @param parameters n + 1 of each column
   * @param gradients receive [dw | db] of each
   */
  public double[] costsAndGradients(double[][] parameters, double[][] gradients) {
    device.write(w, side(parameters));
    device.gradient(examples, panel, w, sums);
    double[] all = sums.root(device);
    double[] values = new double[columns()];
    for (int b = 0; b < values.length; b++) {
      double[] rounded = parameters[b].clone();
      for (int j = 0; j < rounded.length; j++) {
        rounded[j] = (float) rounded[j];
      }
      values[b] = costs.get(b).costAndGradient(rounded, column(all, b), gradients[b]);
    }
    return values;
  }

  /**
   * The Hessian of each column times a direction.
   *
   * @param parameters n + 1 of each column
   * @param v n + 1 of each column, none of them 0
   * @param products receive Hv of each
   */
  public void products(double[][] parameters, double[][] v, double[][] products) {
    double[][] scaled = new double[columns()][];
    double[] scales = new double[columns()];
    for (int b = 0; b < scales.length; b++) {
      scales[b] = Descent.slope(v[b]);
      scaled[b] = costs.get(b).scaled(v[b], scales[b]);
    }
    device.write(w, side(parameters));
    device.write(directions, side(scaled));
    device.product(examples, panel, w, directions, sums);
    double[] all = sums.root(device);
    for (int b = 0; b < scales.length; b++) {
      costs.get(b).product(v[b], column(all, b), scales[b], products[b]);
    }
  }

  /** Columns side by side: element (j, b) at j B + b. */
  private double[] side(double[][] columns) {
    int count = columns();
    double[] side = new double[(features + 1) * count];
    for (int b = 0; b < count; b++) {
      for (int j = 0; j <= features; j++) {
        side[j * count + b] = columns[b][j];
      }
    }
    return side;
  }

  private double[] column(double[] all, int b) {
    double[] column = new double[features + 2];
    for (int j = 0; j < column.length; j++) {
      column[j] = all[j * columns() + b];
    }
    return column;
  }

  @Override
  public void close() {
    sums.close();
    panel.targets().ifPresent(DeviceVector::close);
    directions.close();
    w.close();
    examples.close();
  }
}
