package io.downhill;

/** Parameters of columns one behind the other, and side by side as a solver has them. */
final class Columns {
  private Columns() {}

  /**
   * Side by side.
   *
   * @param columns [weights | bias] of each
   * @return element (j, k) at j K + k
   */
  static double[] side(double[][] columns) {
    int count = columns.length;
    double[] side = new double[columns[0].length * count];
    for (int p = 0; p < side.length; p++) {
      side[p] = columns[p % count][p / count];
    }
    return side;
  }

  /** [weights | bias] of each column. */
  static double[][] apart(double[] side, int count) {
    double[][] columns = new double[count][side.length / count];
    for (int p = 0; p < side.length; p++) {
      columns[p % count][p / count] = side[p];
    }
    return columns;
  }

  /**
   * Makes the parameters of each feature and the biases sum to 0 over the classes, in place, which
   * changes no probability; one column stays as it is.
   */
  static void centre(double[] side, int count) {
    for (int first = 0; count > 1 && first < side.length; first += count) {
      centre(side, first, count);
    }
  }

  /** The same for the parameters from one on. */
  static void centre(double[] side, int first, int count) {
    double sum = 0;
    for (int k = 0; k < count; k++) {
      sum += side[first + k];
    }
    for (int k = 0; k < count; k++) {
      side[first + k] -= sum / count;
    }
  }
}
