package io.downhill.optim;

import java.util.Arrays;

/** Parameters of columns one behind the other, and side by side as a solver has them. */
public final class Columns {
  private Columns() {}

  /**
   * Side by side.
   *
   * @param columns [weights | bias] of each
   * @return element (j, k) at j K + k
   */
  public static double[] side(double[][] columns) {
    int count = columns.length;
    double[] side = new double[columns[0].length * count];
    for (int p = 0; p < side.length; p++) {
      side[p] = columns[p % count][p / count];
    }
    return side;
  }

  /** One of so many columns. */
  public static double[] column(double[] side, int k, int count) {
    double[] column = new double[side.length / count];
    for (int j = 0; j < column.length; j++) {
      column[j] = side[j * count + k];
    }
    return column;
  }

  /** [weights | bias] of each column. */
  public static double[][] apart(double[] side, int count) {
    double[][] columns = new double[count][];
    Arrays.setAll(columns, k -> column(side, k, count));
    return columns;
  }

  /**
   * Makes the parameters of each feature and the biases sum to 0 over the classes, in place, which
   * changes no probability; one column stays as it is.
   */
  public static void centre(double[] side, int count) {
    for (int first = 0; count > 1 && first < side.length; first += count) {
      centre(side, first, count);
    }
  }

  /** The same for the parameters from one on. */
  public static void centre(double[] side, int first, int count) {
    double sum = 0;
    for (int k = 0; k < count; k++) {
      sum += side[first + k];
    }
    for (int k = 0; k < count; k++) {
      side[first + k] -= sum / count;
    }
  }
}
