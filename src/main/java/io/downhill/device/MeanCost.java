package io.downhill.device;

import java.util.Arrays;

/**
 * J and its derivatives from sums over the examples: the mean loss under their weights plus (1/2)
 * sum of l2_j w_j^2. In double, in the order of the features.
 *
 * @param total the sum of the weights c, above 0
 * @param l2 the penalty of each weight, length n; not copied
 * @param intercept whether the bias is a parameter; without it the bias stays where it is
 * @param pinned the weight that stays where it is, that of a base margin; -1 for none
 */
record MeanCost(double total, double[] l2, boolean intercept, int pinned) {
  /**
   * Checks the penalties.
   *
   * @throws IllegalArgumentException if one is negative or beyond float32
   */
  MeanCost {
    for (double penalty : l2) {
      if (!(penalty >= 0) || !Float.isFinite((float) penalty)) {
        throw new IllegalArgumentException("l2 must be 0 or more, not " + penalty);
      }
    }
  }

  int features() {
    return l2.length;
  }

  /**
   * J and its gradient.
   *
   * @param w float32 values, length n + 1
   * @param sums [x dz | dz | loss], length n + 2
   * @param gradient receives [dw | db], length n + 1
   */
  double costAndGradient(double[] w, double[] sums, double[] gradient) {
    int n = features();
    for (int j = 0; j < n; j++) {
      gradient[j] = sums[j] / total + l2[j] * w[j];
    }
    gradient[n] = intercept ? sums[n] / total : 0;
    if (pinned >= 0) {
      gradient[pinned] = 0;
    }
    return sums[n + 1] / total + penalty(w);
  }

  /** The part of J that is no loss. */
  double penalty(double[] w) {
    double penalty = 0;
    for (int j = 0; j < features(); j++) {
      penalty += l2[j] / 2 * w[j] * w[j];
    }
    return penalty;
  }

  /**
   * A direction for a product, divided by a scale, since a short one would lose its digits in
   * float32 sums; without an intercept the bias does not move.
   */
  double[] scaled(double[] v, double scale) {
    double[] scaled = new double[v.length];
    for (int j = 0; j < v.length; j++) {
      scaled[j] = v[j] / scale;
    }
    scaled[features()] *= intercept ? 1 : 0;
    if (pinned >= 0) {
      scaled[pinned] = 0;
    }
    return scaled;
  }

  /**
   * The Hessian times v.
   *
   * @param sums [x q | q | q u] of v / scale
   */
  void product(double[] v, double[] sums, double scale, double[] product) {
    int n = features();
    for (int j = 0; j < n; j++) {
      product[j] = sums[j] / total * scale + l2[j] * v[j];
    }
    product[n] = intercept ? sums[n] / total * scale : v[n];
    if (pinned >= 0) {
      product[pinned] = v[pinned];
    }
  }

  /** The Hessian, in place of the sums of c a(1-a) x x', a lower triangle row by row. */
  void hessian(double[] triangle) {
    int n = features();
    for (int p = 0; p < triangle.length; p++) {
      triangle[p] /= total;
    }
    for (int j = 0; j < n; j++) {
      triangle[j * (j + 1) / 2 + j] += l2[j];
    }
    fix(triangle);
  }

  /** Gives parameters that do not move a curvature of 1 and nothing to do with others. */
  void fix(double[] triangle) {
    int n = features();
    if (!intercept) {
      fix(triangle, n, n + 1);
    }
    if (pinned >= 0) {
      fix(triangle, pinned, n + 1);
    }
  }

  /**
   * The same for one parameter.
   *
   * @param triangle a lower triangle row by row
   * @param length its rows
   */
  static void fix(double[] triangle, int j, int length) {
    int row = j * (j + 1) / 2;
    Arrays.fill(triangle, row, row + j, 0);
    triangle[row + j] = 1;
    for (int k = j + 1; k < length; k++) {
      triangle[k * (k + 1) / 2 + j] = 0;
    }
  }
}
