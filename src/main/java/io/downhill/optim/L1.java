package io.downhill.optim;

import java.util.Arrays;

/**
 * What of the cost is not smooth: the penalty sum of lambda_j |w_j|, which gives exact zeros, and
 * bounds on parameters, low_j &lt;= w_j &lt;= high_j, beyond which the cost is infinite. Both are
 * sums over the parameters, so one rule serves them: the {@link #least} of each by itself.
 *
 * @param lambda length n + 1, each 0 or more, 0 for the bias; empty for no penalty
 * @param low length n + 1, -infinity for none; empty for no bounds
 * @param high length n + 1, infinity for none, each at least low; empty for no bounds
 */
public record L1(double[] lambda, double[] low, double[] high) {
  private static final double[] NOTHING = new double[0];

  /** No penalty, no bounds. */
  public static final L1 NONE = new L1(NOTHING);

  /** Checks the lengths. */
  public L1 {
    if (low.length != high.length) {
      throw new IllegalArgumentException("low: " + low.length + ", high: " + high.length);
    }
  }

  /** The penalty alone. */
  public L1(double[] lambda) {
    this(lambda, NOTHING, NOTHING);
  }

  /** The same penalty with these bounds. */
  public L1 within(double[] least, double[] most) {
    return new L1(lambda, least, most);
  }

  /** Whether there is a penalty, or a bound. */
  public boolean present() {
    return lambda.length > 0 || bounded();
  }

  /** Whether there are bounds. */
  public boolean bounded() {
    return low.length > 0;
  }

  /** The penalty of parameter j. */
  public double lambda(int j) {
    return lambda.length > 0 ? lambda[j] : 0;
  }

  private double low(int j) {
    return bounded() ? low[j] : Double.NEGATIVE_INFINITY;
  }

  private double high(int j) {
    return bounded() ? high[j] : Double.POSITIVE_INFINITY;
  }

  /** Whether parameter j has a penalty or a bound. */
  public boolean isOn(int j) {
    return lambda(j) > 0 || low(j) > Double.NEGATIVE_INFINITY || high(j) < Double.POSITIVE_INFINITY;
  }

  /** Whether a value of parameter j is one of its bounds. */
  public boolean isBound(int j, double value) {
    return bounded() && (value <= low[j] || value >= high[j]);
  }

  /** The value of parameter j within its bounds that is nearest to another. */
  public double within(int j, double value) {
    return bounded() ? Math.min(Math.max(value, low[j]), high[j]) : value;
  }

  /** Moves parameters into their bounds, in place. */
  public void project(double[] w) {
    for (int j = 0; j < low.length; j++) {
      w[j] = within(j, w[j]);
    }
  }

  /**
   * The minimiser of (v - value)^2 / 2 + scale lambda_j |v| within the bounds of parameter j: of a
   * convex function of one number the nearest to its minimiser.
   */
  double least(int j, double value, double scale) {
    return within(j, soften(value, scale * lambda(j)));
  }

  /**
   * Makes a direction one along which parameters may go on for ever, in place: a component towards
   * a bound becomes 0.
   */
  public void recede(double[] d) {
    for (int j = 0; j < low.length; j++) {
      boolean ends = d[j] < 0 && low[j] > Double.NEGATIVE_INFINITY;
      d[j] = ends || d[j] > 0 && high[j] < Double.POSITIVE_INFINITY ? 0 : d[j];
    }
  }

  /** The largest t, 1 or more, for which w + t d is within the bounds, as w + d is. */
  double room(double[] w, double[] d) {
    double room = Double.POSITIVE_INFINITY;
    for (int j = 0; j < low.length; j++) {
      double end = d[j] < 0 ? low[j] : high[j];
      room = d[j] == 0 ? room : Math.min(room, (end - w[j]) / d[j]);
    }
    return Math.max(1, room);
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
   * lambda_j, and at a bound what of it does not lead beyond.
   *
   * @param gradient of the smooth part at w
   */
  public double[] subgradient(double[] w, double[] gradient) {
    double[] least = new double[w.length];
    for (int j = 0; j < w.length; j++) {
      least[j] =
          w[j] == 0 ? soften(gradient[j], lambda(j)) : gradient[j] + Math.copySign(lambda(j), w[j]);
      if (isBound(j, w[j])) {
        least[j] = atBound(w[j], gradient[j], j);
      }
    }
    return least;
  }

  /** The slope of the way that is open, where it leads down; else 0. */
  private double atBound(double w, double gradient, int j) {
    double up = gradient + (w >= 0 ? lambda(j) : -lambda(j));
    double down = gradient + (w > 0 ? lambda(j) : -lambda(j));
    if (w < high(j) && up < 0) {
      return up;
    }
    return w > low(j) && down > 0 ? down : 0;
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
    String bounds =
        bounded() ? ", low=" + Arrays.toString(low) + ", high=" + Arrays.toString(high) : "";
    return "L1[lambda=" + Arrays.toString(lambda) + bounds + "]";
  }
}
