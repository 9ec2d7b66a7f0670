package io.downhill.optim;

/**
 * Where an optimiser ended.
 *
 * @param w the parameters, length n + 1, bias last
 * @param cost J at w
 * @param slope the largest |component of the gradient| at w
 * @param iterations updates that were made to reach w
 * @param stop why it ended there
 * @param gap an upper estimate of J - J* at w; NaN where the optimiser has none
 */
public record Solution(
    double[] w, double cost, double slope, int iterations, Stop stop, double gap) {
  /** Without an estimate. */
  Solution(double[] w, double cost, double slope, int iterations, Stop stop) {
    this(w, cost, slope, iterations, stop, Double.NaN);
  }

  /** The same place with another reason to stop. */
  public Solution stopped(Stop reason) {
    return new Solution(w, cost, slope, iterations, reason, gap);
  }

  /** The same place, where a goal is reached. */
  Solution reached(Arrival arrival) {
    return new Solution(w, cost, slope, iterations, Stop.CONVERGED, arrival.gap());
  }
}
