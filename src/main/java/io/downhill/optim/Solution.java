package io.downhill.optim;

import java.util.Optional;

/**
 * Where an optimiser ended.
 *
 * @param w the parameters, length n + 1, bias last
 * @param cost J at w
 * @param slope the largest |component of the gradient| at w
 * @param iterations updates that were made to reach w
 * @param stop why it ended there
 * @param gap what the optimiser found of J - J* at w
 * @param alpha the learning rate at the end; NaN where there is none, or it is that of the start
 * @param gradient of the smooth part at w, length n + 1; empty where the optimiser has not kept it
 */
public record Solution(
    double[] w,
    double cost,
    double slope,
    int iterations,
    Stop stop,
    Gap gap,
    double alpha,
    Optional<double[]> gradient) {
  /** Without an estimate and a gradient. */
  Solution(double[] w, double cost, double slope, int iterations, Stop stop) {
    this(w, cost, slope, iterations, stop, Gap.NONE, Double.NaN, Optional.empty());
  }

  /** The same place with another reason to stop. */
  public Solution stopped(Stop reason) {
    return new Solution(w, cost, slope, iterations, reason, gap, alpha, gradient);
  }

  /** The same place, where a goal is reached. */
  Solution reached(Arrival arrival) {
    return new Solution(w, cost, slope, iterations, Stop.CONVERGED, arrival.gap(), alpha, gradient);
  }

  /** The same place, reached with this learning rate at the end. */
  Solution by(double rate) {
    return new Solution(w, cost, slope, iterations, stop, gap, rate, gradient);
  }
}
