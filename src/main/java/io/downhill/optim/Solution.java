package io.downhill.optim;

/**
 * Where an optimiser ended.
 *
 * @param state the parameters there, with J and its gradient
 * @param iterations updates that were made to reach it
 * @param stop why it ended there
 * @param gap what the optimiser found of J - J* there
 * @param alpha the learning rate at the end; NaN where there is none, or it is that of the start
 */
public record Solution(State state, int iterations, Stop stop, Gap gap, double alpha) {
  /** Without a gap and a rate. */
  Solution(State state, int iterations, Stop stop) {
    this(state, iterations, stop, Gap.NONE, Double.NaN);
  }

  /** The parameters, length n + 1, bias last. */
  public double[] w() {
    return state.w();
  }

  /** J there, l1 included. */
  public double cost() {
    return state.cost();
  }

  /** The largest |component| of the gradient, or of the least subgradient under l1. */
  public double slope() {
    return state.slope();
  }

  /** The same, found to be at the goal by a gap. */
  Solution converged(Gap found) {
    return new Solution(state, iterations, Stop.CONVERGED, found, alpha);
  }

  /** The same, reached with this learning rate at the end. */
  Solution withAlpha(double rate) {
    return new Solution(state, iterations, stop, gap, rate);
  }
}
