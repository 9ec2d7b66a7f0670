package io.downhill.data;

import java.util.Arrays;

/**
 * Weighted mean and sum of squared differences from it, column by column. Chunks of rows are
 * measured in two passes while they are in cache, around their own mean, and put together by the
 * formula of Chan, Golub and LeVeque (1979), so that no digits cancel however far a column is from
 * 0. A row of weight 0 is none.
 */
final class Moments {
  private static final int CHUNK = 256;

  private final double[] means;
  private final double[] squares;
  private final float[] first;
  private final boolean[] varies;
  private double total;

  private Moments(int n) {
    means = new double[n];
    squares = new double[n];
    first = new float[n];
    varies = new boolean[n];
  }

  /**
   * The moments of the first rows of an example-major block.
   *
   * @param c the weights of all rows, from {@code row} on those of the block; null if all are 1
   */
  static Moments of(float[] x, int rows, int n, float[] c, int row) {
    return of(x, rows, n, c, row, CHUNK);
  }

  /** The same by chunks of so many rows. */
  static Moments of(float[] x, int rows, int n, float[] c, int row, int most) {
    Moments moments = new Moments(n);
    double[] weights = new double[most];
    Moments chunk = new Moments(n);
    for (int i = 0; i < rows; i += most) {
      int count = Math.min(most, rows - i);
      for (int k = 0; k < count; k++) {
        weights[k] = c == null ? 1 : c[row + i + k];
      }
      chunk.measure(x, i * n, count, weights);
      moments.add(chunk);
    }
    return moments;
  }

  private void measure(float[] x, int at, int count, double[] weights) {
    double[] means = this.means;
    double[] squares = this.squares;
    int n = means.length;
    Arrays.fill(means, 0);
    Arrays.fill(squares, 0);
    Arrays.fill(varies, false);
    total = 0;
    for (int i = 0; i < count; i++) {
      double c = weights[i];
      if (c > 0) {
        compare(x, at + i * n);
        total += c;
        for (int j = 0; j < n; j++) {
          means[j] += c * x[at + i * n + j];
        }
      }
    }
    for (int j = 0; j < n && total > 0; j++) {
      means[j] /= total;
    }
    for (int i = 0; i < count; i++) {
      double c = weights[i];
      if (c > 0) {
        for (int j = 0; j < n; j++) {
          double d = x[at + i * n + j] - means[j];
          squares[j] += c * (d * d);
        }
      }
    }
  }

  private void compare(float[] x, int at) {
    float[] first = this.first;
    boolean[] varies = this.varies;
    if (total == 0) {
      System.arraycopy(x, at, first, 0, first.length);
    }
    for (int j = 0; j < first.length; j++) {
      varies[j] |= x[at + j] != first[j];
    }
  }

  /** Adds the moments of more rows, which come after these. */
  void add(Moments more) {
    if (more.total == 0) {
      return;
    }
    double sum = total + more.total;
    for (int j = 0; j < means.length; j++) {
      if (total == 0) {
        first[j] = more.first[j];
      }
      varies[j] |= more.varies[j] || more.first[j] != first[j];
      double d = more.means[j] - means[j];
      means[j] += d * (more.total / sum);
      squares[j] += more.squares[j] + d * d * (total * more.total / sum);
    }
    total = sum;
  }

  /** The mean of each column; of a constant one its value. */
  double[] means() {
    double[] result = means.clone();
    for (int j = 0; j < result.length; j++) {
      result[j] = varies[j] ? result[j] : first[j];
    }
    return result;
  }

  /** The population deviation of each column, divided by the total weight; 0 of a constant one. */
  double[] deviations() {
    double[] result = new double[squares.length];
    for (int j = 0; j < result.length; j++) {
      result[j] = varies[j] ? Math.sqrt(squares[j] / total) : 0;
    }
    return result;
  }
}
