package io.downhill;

import io.downhill.data.Dataset;

/**
 * The learning rate that is safe for a data set. The Hessian of J is at most X'X/(4m) + l2, X with
 * a column of ones for the intercept; its largest eigenvalue L bounds the curvature, alpha = 1/L
 * never raises J, and 2/L is where descent ceases to be certain.
 *
 * <p>L comes from power iteration in double, in a fixed order, on blocks of 1024 examples spread
 * evenly over the data, up to {@value #SAMPLE_VALUES} values; a margin of a tenth covers what the
 * iteration and the sample miss, and half the stable range is left besides.
 */
final class LearningRate {
  private static final int SAMPLE_VALUES = 1 << 23;
  private static final int ITERATIONS = 20;
  private static final double MARGIN = 1.1;
  private static final int BLOCK = Dataset.ROW_ALIGNMENT;

  private LearningRate() {}

  /** 1/L, a finite number above 0. */
  static double safe(Dataset data, double l2, boolean intercept) {
    double curvature = MARGIN * largestEigenvalue(data, intercept) / 4 + l2;
    double alpha = 1 / curvature;
    // Features that are all 0 and no intercept: J does not depend on w, any rate will do.
    return alpha > 0 && alpha < 1e6 ? alpha : alpha > 0 ? 1e6 : Float.MIN_NORMAL;
  }

  /** lambda_max(X'X/m) of the sample, from below. */
  private static double largestEigenvalue(Dataset data, boolean intercept) {
    int n = data.features();
    double[] v = new double[n + 1];
    for (int j = 0; j <= n; j++) {
      // No axis and no pattern that data are likely to be orthogonal to.
      v[j] = j == n && !intercept ? 0 : 1 + StrictMath.sin(j + 1);
    }
    double eigenvalue = 0;
    for (int k = 0; k < ITERATIONS; k++) {
      double length = norm(v);
      if (!(length > 0)) {
        break;
      }
      for (int j = 0; j <= n; j++) {
        v[j] /= length;
      }
      v = multiply(data, v, intercept);
      eigenvalue = norm(v);
    }
    return eigenvalue;
  }

  /** X'(Xv)/m over the sampled blocks. */
  private static double[] multiply(Dataset data, double[] v, boolean intercept) {
    int n = data.features();
    int blocks = (data.examples() + BLOCK - 1) / BLOCK;
    int sampled = (int) Math.max(1, Math.min(blocks, SAMPLE_VALUES / ((long) BLOCK * n)));
    double[] product = new double[n + 1];
    long rows = 0;
    for (int s = 0; s < sampled; s++) {
      int first = (int) ((long) s * blocks / sampled) * BLOCK;
      int count = Math.min(BLOCK, data.examples() - first);
      float[] x = data.block(first / data.rowsPerBlock());
      int at = first % data.rowsPerBlock() * n;
      for (int i = 0; i < count; i++, at += n) {
        double z = v[n];
        for (int j = 0; j < n; j++) {
          z += x[at + j] * v[j];
        }
        for (int j = 0; j < n; j++) {
          product[j] += x[at + j] * z;
        }
        product[n] += intercept ? z : 0;
      }
      rows += count;
    }
    for (int j = 0; j <= n; j++) {
      product[j] /= rows;
    }
    return product;
  }

  private static double norm(double[] v) {
    double squares = 0;
    for (double component : v) {
      squares += component * component;
    }
    return Math.sqrt(squares);
  }
}
