package io.downhill;

import io.downhill.data.Argument;
import java.util.Arrays;

/**
 * The parameters of a model for raw features: one column of weights and a bias for two classes, a
 * column for each class of three and more.
 *
 * @param weights one row a column, each of length n, finite; not copied
 * @param biases one a column, finite; not copied
 */
public record Parameters(double[][] weights, double[] biases) {
  /**
   * Checks that the lengths agree and that every number is finite.
   *
   * @throws IllegalArgumentException if not
   */
  public Parameters {
    Argument.notNull(weights, "weights");
    Argument.notNull(biases, "biases");
    if (weights.length == 0 || weights.length != biases.length) {
      throw new IllegalArgumentException(
          "columns of weights: " + weights.length + ", biases: " + biases.length);
    }
    boolean one = weights.length == 1;
    for (int k = 0; k < weights.length; k++) {
      String of = one ? "" : "[" + k + "]";
      double[] column = Argument.notNull(weights[k], "weights" + of);
      if (column.length != weights[0].length) {
        throw new IllegalArgumentException(
            "weights[0] has " + weights[0].length + " numbers, weights" + of + " " + column.length);
      }
      for (int j = 0; j < column.length; j++) {
        if (!Double.isFinite(column[j])) {
          throw new IllegalArgumentException("weights" + of + "[" + j + "] is " + column[j]);
        }
      }
      if (!Double.isFinite(biases[k])) {
        throw new IllegalArgumentException((one ? "bias is " : "bias" + of + " is ") + biases[k]);
      }
    }
  }

  /** Those of two classes. */
  public static Parameters of(double[] weights, double bias) {
    return new Parameters(
        new double[][] {Argument.notNull(weights, "weights")}, new double[] {bias});
  }

  /** Of columns of n weights each, with the bias behind them. */
  static Parameters ofColumns(double[][] columns) {
    double[][] weights = new double[columns.length][];
    double[] biases = new double[columns.length];
    for (int k = 0; k < columns.length; k++) {
      int n = columns[k].length - 1;
      weights[k] = Arrays.copyOf(columns[k], n);
      biases[k] = columns[k][n];
    }
    return new Parameters(weights, biases);
  }

  /** How many columns there are: 1, or K of three and more classes. */
  public int count() {
    return biases.length;
  }

  /** n. */
  public int features() {
    return weights[0].length;
  }

  /** The weights of a column with its bias behind them, length n + 1; a copy. */
  double[] column(int k) {
    double[] column = Arrays.copyOf(weights[k], features() + 1);
    column[features()] = biases[k];
    return column;
  }

  @Override
  public String toString() {
    return "Parameters[" + count() + " x " + (features() + 1) + "]";
  }
}
