package io.downhill.device;

import io.downhill.data.Dataset;
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
  private final DeviceExamples examples;
  private final List<MeanCost> costs = new ArrayList<>();
  private final PanelPasses passes;

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
    int features = data.features();
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
    this.passes = new PanelPasses(device, examples, panel(device, columns, weighted));
  }

  private static Panel panel(Device device, List<Column> columns, List<Dataset> weighted) {
    return columns.stream().allMatch(column -> column.weights().isEmpty())
        ? Panel.of(columns.size())
        : PanelPasses.panel(device, weighted.stream().map(Dataset::signedWeights).toList());
  }

  /** B, the number of columns. */
  public int columns() {
    return passes.columns();
  }

  /**
   * J of each column and its gradient.
   *
   * @param parameters n + 1 of each column
   * @param gradients receive [dw | db] of each
   */
  public double[] costsAndGradients(double[][] parameters, double[][] gradients) {
    return passes.costsAndGradients(costs, parameters, gradients);
  }

  /**
   * The Hessian of each column times a direction.
   *
   * @param parameters n + 1 of each column
   * @param v n + 1 of each column, none of them 0
   * @param products receive Hv of each
   */
  public void products(double[][] parameters, double[][] v, double[][] products) {
    passes.products(costs, parameters, v, products);
  }

  @Override
  public void close() {
    passes.close();
    examples.close();
  }
}
