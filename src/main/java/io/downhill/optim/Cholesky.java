package io.downhill.optim;

import java.util.Arrays;

/**
 * Solves symmetric positive definite systems by B = L L'. Where B is singular to the rounding of
 * its elements, as with collinear columns, its diagonal is lifted by a share of itself, the least
 * that serves: so the units of a column do not matter. A row of zeros, as of a constant column, has
 * the solution 0.
 */
final class Cholesky {
  /**
   * Elements are sums of float32 products. A pivot below this share of its diagonal is noise, and
   * would send the weights of collinear columns far away, where float32 margins cancel.
   */
  private static final double NOISE = 1e-6;

  private final double[][] l;

  /** Factors a lower triangle, element (j, k) at [j][k]; it is not changed. */
  Cholesky(double[][] b) {
    double[][] factor = factor(b, 0);
    for (double lift = NOISE; factor == null; lift *= 10) {
      factor = factor(b, lift);
    }
    this.l = factor;
  }

  /** The rows of a lower triangle that is stored row by row. */
  static double[][] rows(double[] triangle, int length) {
    double[][] rows = new double[length][];
    for (int j = 0; j < length; j++) {
      rows[j] = Arrays.copyOfRange(triangle, j * (j + 1) / 2, j * (j + 1) / 2 + j + 1);
    }
    return rows;
  }

  /** Null if a pivot is not clearly above 0. */
  private static double[][] factor(double[][] b, double lift) {
    int n = b.length;
    double[][] l = new double[n][];
    for (int j = 0; j < n; j++) {
      double[] row = new double[j + 1];
      l[j] = row;
      if (!(b[j][j] > 0)) {
        continue;
      }
      for (int k = 0; k < j; k++) {
        row[k] = l[k][k] > 0 ? (b[j][k] - dot(row, l[k], k)) / l[k][k] : 0;
      }
      double pivot = b[j][j] * (1 + lift) - dot(row, row, j);
      if (!(pivot > NOISE * b[j][j])) {
        return null;
      }
      row[j] = Math.sqrt(pivot);
    }
    return l;
  }

  private static double dot(double[] a, double[] b, int length) {
    double sum = 0;
    for (int i = 0; i < length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  /** The x with B x = right. */
  double[] solve(double[] right) {
    int n = l.length;
    double[] x = new double[n];
    for (int j = 0; j < n; j++) {
      x[j] = l[j][j] > 0 ? (right[j] - dot(l[j], x, j)) / l[j][j] : 0;
    }
    for (int j = n - 1; j >= 0; j--) {
      x[j] = l[j][j] > 0 ? x[j] / l[j][j] : 0;
      for (int k = 0; k < j; k++) {
        x[k] -= l[j][k] * x[j];
      }
    }
    return x;
  }
}
