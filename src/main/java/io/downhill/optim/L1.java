package io.downhill.optim;

import java.util.Arrays;

/**
 * The penalty sum of lambda_j |w_j|, which is not smooth: it gives exact zeros.
 *
 * @param lambda length n + 1, each 0 or more, 0 for the bias; empty for no penalty
 */
public record L1(double[] lambda) {
  /** No penalty. */
  public static final L1 NONE = new L1(new double[0]);

  /** Whether there is a penalty at all. */
  public boolean present() {
    return lambda.length > 0;
  }

  /** The penalty of parameter j. */
  public double lambda(int j) {
    return present() ? lambda[j] : 0;
  }

  /** The penalty at w. */
  public double cost(double[] w) {
    double sum = 0;
    for (int j = 0; j < lambda.length; j++) {
      sum += lambda[j] * Math.abs(w[j]);
    }
    return sum;
  }

  /**
   * The subgradient of least norm at w, which is 0 at the optimum: for w_j = 0 what of g_j exceeds
   * lambda_j.
   *
   * @param gradient of the smooth part at w
   */
  public double[] subgradient(double[] w, double[] gradient) {
    double[] least = new double[w.length];
    for (int j = 0; j < w.length; j++) {
      least[j] =
          w[j] == 0 ? soften(gradient[j], lambda(j)) : gradient[j] + Math.copySign(lambda(j), w[j]);
    }
    return least;
  }

  /** The largest |component| of the least subgradient; NaN if any component is NaN. */
  public double slope(double[] w, double[] gradient) {
    return Descent.slope(subgradient(w, gradient));
  }

  /** The slope along d at w, by the least subgradient. */
  double subslope(double[] w, double[] gradient, double[] d) {
    return Vectors.dot(subgradient(w, gradient), d);
  }

  /** The slope of the penalty along w + t d, towards larger t. */
  double slopeOnward(double[] w, double[] d, double t) {
    double sum = 0;
    for (int j = 0; j < lambda.length; j++) {
      double at = w[j] + t * d[j];
      sum += lambda[j] * (at == 0 ? Math.abs(d[j]) : Math.signum(at) * d[j]);
    }
    return sum;
  }

  /** The minimiser of (v - value)^2 / 2 + threshold |v|. */
  static double soften(double value, double threshold) {
    return Math.copySign(Math.max(Math.abs(value) - threshold, 0), value);
  }

  @Override
  public String toString() {
    return "L1[lambda=" + Arrays.toString(lambda) + "]";
  }
}
