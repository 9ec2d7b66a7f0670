package io.downhill.data;

import io.downhill.sums.Sum;
import java.util.Arrays;

/**
 * Weighted mean and sum of squared differences from it, column by column. Chunks of rows are
 * measured in two passes while they are in cache, around their own mean, and put together by the
 * formula of Chan, Golub and LeVeque (1979), so that no digits cancel however far a column is from
 * 0. A row of weight 0 is none. Blocks of 1024 rows are put together in the order of the tree of
 * sums, so that parts of the rows can be measured by themselves.
 */
final class Moments implements Sum<Moments> {
  /** Rows that are measured in two passes. */
  static final int CHUNK = 256;

  private final double[] means;
  private final double[] squares;
  private final float[] first;
  private final boolean[] varies;
  private double total;

  /** Of no row. */
  Moments(int n) {
    means = new double[n];
    squares = new double[n];
    first = new float[n];
    varies = new boolean[n];
  }

  /**
   * The moments of some rows.
   *
   * @param x example-major
   * @param place where the first row begins
   * @param c the weights of all examples, from {@code first} on those of the rows; null if all are
   *     1
   */
  static Moments of(float[] x, int place, int rows, int n, float[] c, int first) {
    return of(x, place, rows, n, c, first, CHUNK);
  }

  /** The same by chunks of so many rows. */
  static Moments of(float[] x, int place, int rows, int n, float[] c, int first, int most) {
    Moments moments = new Moments(n);
    double[] weights = new double[most];
    for (int i = 0; i < rows; i += most) {
      int count = Math.min(most, rows - i);
      for (int k = 0; k < count; k++) {
        weights[k] = c == null ? 1 : c[first + i + k];
      }
      Moments chunk = new Moments(n);
      chunk.measure(x, place + i * n, count, weights);
      moments = moments.plus(chunk);
    }
    return moments;
  }

  private void measure(float[] x, int at, int count, double[] weights) {
    double[] means = this.means;
    double[] squares = this.squares;
    int n = means.length;
    Arrays.fill(means, 0);
    Arrays.fill(squares, 0);
    total = 0;
    for (int i = 0; i < count; i++) {
      double c = weights[i];
      if (c > 0) {
        if (total == 0) {
          System.arraycopy(x, at + i * n, first, 0, n);
        }
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
    for (int j = 0; j < n; j++) {
      varies[j] = spreads(j) || differs(x, at, count, weights, j);
    }
  }

  /**
   * Whether a column has values that are further from its mean than those of a constant one can be:
   * its mean is rounded by less than 1e-13 of it in some hundred additions of one sign.
   */
  private boolean spreads(int j) {
    double rounding = 1e-12 * means[j];
    return squares[j] > total * (rounding * rounding);
  }

  /** Whether a column has two values, in rows that count. */
  private boolean differs(float[] x, int at, int count, double[] weights, int j) {
    int n = means.length;
    for (int i = 0; i < count; i++) {
      if (weights[i] > 0 && x[at + i * n + j] != first[j]) {
        return true;
      }
    }
    return false;
  }

  /** Whether all values of rows that count are finite: a double takes any sum of such floats. */
  boolean isFinite() {
    double sum = 0;
    for (double mean : means) {
      sum += mean * 0;
    }
    return sum == 0;
  }

  @Override
  public Moments plus(Moments next) {
    if (total == 0 || next.total == 0) {
      return total == 0 ? next : this;
    }
    Moments both = new Moments(means.length);
    both.total = total + next.total;
    System.arraycopy(first, 0, both.first, 0, first.length);
    for (int j = 0; j < means.length; j++) {
      both.varies[j] = varies[j] | next.varies[j] | next.first[j] != first[j];
      double d = next.means[j] - means[j];
      both.means[j] = means[j] + d * (next.total / both.total);
      both.squares[j] = squares[j] + (next.squares[j] + d * d * (total * next.total / both.total));
    }
    return both;
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
