package io.downhill.optim;

/**
 * A place with what one pass tells of it.
 *
 * @param w the parameters, length n + 1, bias last
 * @param cost J, l1 included
 * @param gradient of the smooth part, length n + 1
 * @param slope the largest |component| of the gradient, or of the least subgradient under l1
 */
public record State(double[] w, double cost, double[] gradient, double slope) {
  /**
   * Evaluates the objective at w, which is rounded in place to what it can tell apart, and brought
   * within its bounds: one pass.
   */
  public static State of(Objective f, L1 l1, double[] w) {
    f.round(w);
    l1.project(w);
    double[] gradient = new double[w.length];
    double cost = f.costAndGradient(w, gradient) + l1.cost(w);
    return new State(w, cost, gradient, l1.slope(w, gradient));
  }

  /**
   * How far the cost falls to another state, by the slopes at both: true to the third order, where
   * a difference of costs drowns in the rounding of float32 sums.
   */
  double fall(State next, L1 l1) {
    double fall = l1.cost(w) - l1.cost(next.w);
    for (int j = 0; j < w.length; j++) {
      fall -= (gradient[j] + next.gradient[j]) / 2 * (next.w[j] - w[j]);
    }
    return fall;
  }

  /** A fall below this is rounding. */
  double leastFall() {
    return 1e-12 * Math.abs(cost);
  }

  boolean isFinite() {
    return Double.isFinite(cost) && Double.isFinite(slope);
  }

  Solution solution(int iterations, Stop stop) {
    return new Solution(this, iterations, stop);
  }
}
