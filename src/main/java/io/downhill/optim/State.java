package io.downhill.optim;

/**
 * Where an optimiser stands.
 *
 * @param w the parameters
 * @param cost J, l1 included
 * @param gradient of the smooth part
 * @param slope the largest |component| of the gradient, or of the least subgradient under l1
 */
record State(double[] w, double cost, double[] gradient, double slope) {
  /** Evaluates the objective at w, which is rounded to what it can tell apart: one pass. */
  static State at(Objective f, L1 l1, double[] w) {
    f.round(w);
    double[] gradient = new double[w.length];
    double cost = f.costAndGradient(w, gradient) + l1.cost(w);
    return new State(w, cost, gradient, l1.slope(w, gradient));
  }

  boolean finite() {
    return Double.isFinite(cost) && Double.isFinite(slope);
  }

  Solution solution(int iterations, Stop stop) {
    return new Solution(w, cost, slope, iterations, stop);
  }
}
