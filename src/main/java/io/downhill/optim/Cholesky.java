package io.downhill.optim;

import java.util.Arrays;

/**
 * Solves symmetric positive definite systems by B = L L'. Where B is singular, as with collinear
 * columns, it is lifted by a multiple of the identity, the least that serves.
 */
final class Cholesky {
  private final double[][] l;

  /** Factors a lower triangle, element (j, k) at [j][k]; it is not changed. */
  Cholesky(double[][] b) {
    double lift = 0;
    double trace = 0;
    for (int j = 0; j < b.length; j++) {
      trace += b[j][j];
    }
    double[][] factor = factor(b, lift);
    while (factor == null) {
      lift = lift == 0 ? 1e-12 * Math.max(trace / b.length, Double.MIN_NORMAL) : 10 * lift;
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
      for (int k = 0; k <= j; k++) {
        double sum = b[j][k] + (j == k ? lift : 0);
        double[] other = k == j ? row : l[k];
        for (int i = 0; i < k; i++) {
          sum -= row[i] * other[i];
        }
        if (k < j) {
          row[k] = sum / l[k][k];
        } else if (sum > 1e-13 * (b[j][j] + lift)) {
          row[j] = Math.sqrt(sum);
        } else {
          return null;
        }
      }
      l[j] = row;
    }
    return l;
  }

  /** The x with B x = right. */
  double[] solve(double[] right) {
    int n = l.length;
    double[] x = right.clone();
    for (int j = 0; j < n; j++) {
      double sum = x[j];
      for (int k = 0; k < j; k++) {
        sum -= l[j][k] * x[k];
      }
      x[j] = sum / l[j][j];
    }
    for (int j = n - 1; j >= 0; j--) {
      x[j] /= l[j][j];
      for (int k = 0; k < j; k++) {
        x[k] -= l[j][k] * x[j];
      }
    }
    return x;
  }
}
