package io.downhill.optim;

/**
 * Accelerated gradient descent (Nesterov 1983) with restart where the momentum points uphill
 * (O'Donoghue and Candes 2015); with l1 each step is followed by the soft threshold (FISTA), which
 * leaves exact zeros.
 *
 * @param alpha the learning rate, at most 1/L
 * @param iterations the most steps, at least 1
 * @param goal where it has converged
 * @param l1 the penalty that is not smooth
 */
public record Nesterov(double alpha, int iterations, Goal goal, L1 l1) implements Optimizer {
  /**
   * The momentum lets slope and cost swing; without a new low of either for so many steps, and for
   * as many as led to it, only rounding is left.
   */
  private static final int PATIENCE = 1000;

  /** Checks the learning rate. */
  public Nesterov {
    if (!(alpha > 0) || !Double.isFinite(alpha)) {
      throw new IllegalArgumentException("alpha must be a finite number above 0, not " + alpha);
    }
  }

  @Override
  public Solution minimize(Objective f, double[] start, Monitor monitor) {
    double[] w = start.clone();
    double[] ahead = w;
    double momentum = 1;
    Arrival arrival = goal.arrival(f, l1, monitor);
    State last = null;
    State best = null;
    int bestAt = 0;
    double fallen = 0;
    double bestFallen = 0;
    for (int k = 0; ; k++) {
      State s = State.at(f, l1, ahead);
      if (!s.finite()) {
        return State.at(f, l1, w).solution(k, Stop.DIVERGED);
      }
      monitor.iteration(k, s.cost(), s.slope());
      if (arrival.reached(s, Direction.NONE)) {
        return s.solution(k, Stop.CONVERGED).reached(arrival);
      }
      if (k == iterations) {
        return s.solution(k, Stop.ITERATION_LIMIT);
      }
      if (monitor.cancelled()) {
        return s.solution(k, Stop.INTERRUPTED);
      }
      fallen += last == null ? 0 : last.fall(s, l1);
      last = s;
      if (best == null || s.slope() < best.slope() || fallen > bestFallen + s.leastFall()) {
        best = s;
        bestAt = k;
        bestFallen = fallen;
      }
      if (k - bestAt > Math.max(PATIENCE, bestAt)) {
        return best.solution(k, Stop.PRECISION);
      }
      double[] next = step(s);
      // The step taken against the momentum that led to it.
      double uphill = 0;
      for (int j = 0; j < w.length; j++) {
        uphill += (ahead[j] - next[j]) * (next[j] - w[j]);
      }
      double after = uphill > 0 ? 1 : (1 + Math.sqrt(1 + 4 * momentum * momentum)) / 2;
      double share = uphill > 0 ? 0 : (momentum - 1) / after;
      ahead = Vectors.plus(next, share, Vectors.plus(next, -1, w));
      momentum = after;
      w = next;
    }
  }

  private double[] step(State s) {
    double[] next = new double[s.w().length];
    for (int j = 0; j < next.length; j++) {
      next[j] = L1.soften(s.w()[j] - alpha * s.gradient()[j], alpha * l1.at(j));
    }
    return next;
  }
}
