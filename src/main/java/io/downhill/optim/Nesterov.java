package io.downhill.optim;

/**
 * Accelerated gradient descent (Nesterov 1983) with restart where the momentum points uphill
 * (O'Donoghue and Candes 2015); with l1 each step is followed by the soft threshold (FISTA), which
 * leaves exact zeros.
 *
 * @param alpha the learning rate, at most 1/L
 * @param iterations the most steps, at least 1
 * @param tolerance the slope at which it has converged, 0 or more
 * @param l1 the penalty that is not smooth
 */
public record Nesterov(double alpha, int iterations, double tolerance, L1 l1) implements Optimizer {
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
    for (int k = 0; ; k++) {
      State s = State.at(f, l1, ahead);
      if (!s.finite()) {
        return State.at(f, l1, w).solution(k, Stop.DIVERGED);
      }
      monitor.iteration(k, s.cost(), s.slope());
      if (s.slope() <= tolerance) {
        return s.solution(k, Stop.CONVERGED);
      }
      if (k == iterations) {
        return s.solution(k, Stop.ITERATION_LIMIT);
      }
      if (monitor.cancelled()) {
        return s.solution(k, Stop.INTERRUPTED);
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
