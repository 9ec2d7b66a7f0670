package io.downhill.inference;

import io.downhill.optim.Inverse;

/**
 * The covariance of the estimated parameters: H^-1 / C, H being the Hessian of the mean loss and C
 * the total weight; or the sandwich, factor (H^-1 / C) M (H^-1 / C), M being the sum of the squares
 * of gradients.
 *
 * @param inverse of H
 * @param total C
 * @param meat the lower triangle of M row by row; null for none
 * @param factor for the sandwich of few observations, N/(N-1)
 */
record Covariance(Inverse inverse, double total, double[] meat, double factor) {
  /** The variance of t'w. */
  double variance(double[] t) {
    return meat == null ? inverse.form(t) / total : factor * form(inverse.solve(t));
  }

  /** v'M v / C^2. */
  private double form(double[] v) {
    double sum = 0;
    for (int j = 0, p = 0; j < v.length; j++) {
      double row = 0;
      for (int l = 0; l < j; l++, p++) {
        row += meat[p] * v[l];
      }
      sum += v[j] * (2 * row + meat[p++] * v[j]);
    }
    return sum / (total * total);
  }
}
