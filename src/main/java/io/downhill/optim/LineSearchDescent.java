package io.downhill.optim;

import java.util.Arrays;

/**
 * Descent along directions that a model of the objective gives: tries the whole step with one pass;
 * where it is not sufficient, searches the line on kept margins, at the cost of two passes and then
 * none.
 *
 * <p>A step is sufficient if the cost falls by a share of what was predicted (Armijo). Near the
 * optimum the predicted decrease drowns in the rounding of float32 sums; there the slopes along the
 * step decide (the approximate conditions of Hager and Zhang 2005), and the run ends where the
 * slope has found no new low for some steps.
 */
final class LineSearchDescent {
  private static final double SHARE = 1e-4;

  /** A step after which the slope is more than this share of what it was is too short. */
  private static final double STEEP = 0.9;

  /** Costs in float32 sums are not told apart below this share of themselves. */
  private static final double NOISE = 1e-6;

  private final Objective f;
  private final L1 l1;
  private final Direction direction;
  private final int patience;

  /**
   * Takes what a run needs.
   *
   * @param patience steps without a new low before the run ends
   */
  LineSearchDescent(Objective f, L1 l1, Direction direction, int patience) {
    this.f = f;
    this.l1 = l1;
    this.direction = direction;
    this.patience = patience;
  }

  Solution minimize(double[] start, int iterations, Goal goal, Monitor monitor) {
    return minimize(State.of(f, l1, start.clone()), iterations, goal, monitor);
  }

  Solution minimize(State start, int iterations, Goal goal, Monitor monitor) {
    State s = start;
    if (!s.isFinite()) {
      return s.solution(0, Stop.DIVERGED);
    }
    State best = s;
    Arrival arrival = goal.arrival(f, l1, monitor);
    direction.watch(monitor);
    int bestAt = 0;
    double fallen = 0;
    double bestFallen = 0;
    for (int k = 0; ; k++) {
      monitor.effort(f.passes(), Double.NaN);
      monitor.iteration(k, s.cost(), s.slope());
      if (arrival.reached(s, direction)) {
        return s.solution(k, Stop.CONVERGED).converged(arrival.gap());
      }
      if (k == iterations) {
        return s.solution(k, Stop.ITERATION_LIMIT);
      }
      if (monitor.cancelled()) {
        return s.solution(k, Stop.INTERRUPTED);
      }
      if (s.slope() < best.slope() || fallen > bestFallen + s.leastFall()) {
        best = s;
        bestAt = k;
        bestFallen = fallen;
      }
      Monitor told = arrival.gap().isKnown() ? Monitor.NONE : monitor;
      State next = k - bestAt >= patience ? null : step(s, told);
      if (next != null && !next.isFinite()) {
        return best.solution(k, Stop.DIVERGED);
      }
      if (next == null) {
        return best.solution(k, Stop.PRECISION);
      }
      direction.learn(s, next);
      fallen += s.fall(next, l1);
      s = next;
    }
  }

  /** The next state, or null where no step brings less, not even without what was learned. */
  private State step(State s, Monitor monitor) {
    State next = step(s, direction.step(s), monitor);
    return next == null && direction.forget() ? step(s, direction.step(s), monitor) : next;
  }

  /**
   * The next state, or null where no step along d brings less; one that is not finite where d is
   * not, as a Hessian of features that are too large makes it.
   */
  private State step(State s, double[] d, Monitor monitor) {
    if (!Vectors.finite(d)) {
      return new State(s.w(), Double.NaN, s.gradient(), Double.NaN);
    }
    double predicted = decrease(s, d, 1);
    if (!(predicted < 0)) {
      return null;
    }
    monitor.gap(Gap.of(-predicted, Gap.Source.STEP));
    State whole = State.of(f, l1, Vectors.plus(s.w(), 1, d));
    boolean sufficient = isSufficient(s, whole, d, predicted);
    if (sufficient && !tooShort(s, whole, d)) {
      return whole;
    }
    double t;
    try (Line line = f.line(s.w(), d)) {
      t = flat(at -> withL1(line.at(at), s.w(), d, at), l1.room(s.w(), d));
    }
    State searched = t > 0 ? State.of(f, l1, Vectors.plus(s.w(), t, d)) : null;
    boolean found = searched != null && isSufficient(s, searched, d, decrease(s, d, t));
    return found ? searched : sufficient ? whole : null;
  }

  /**
   * Whether the cost falls at the end of a whole step nearly as steeply as at its begin (Wolfe).
   * With l1 a step that makes every example certain leaves no curvature to learn from, and each one
   * after it would be as short.
   */
  private boolean tooShort(State s, State whole, double[] d) {
    double after = Vectors.dot(whole.gradient(), d) + l1.slopeOnward(s.w(), d, 1);
    return l1.present() && after < STEEP * l1.subslope(s.w(), s.gradient(), d);
  }

  /** The decrease that the slope and l1 promise for w + t d, below 0. */
  private double decrease(State s, double[] d, double t) {
    return t * Vectors.dot(s.gradient(), d) + l1.cost(Vectors.plus(s.w(), t, d)) - l1.cost(s.w());
  }

  private boolean isSufficient(State s, State next, double[] d, double predicted) {
    double noise = NOISE * Math.abs(s.cost());
    if (!next.isFinite() || Arrays.equals(s.w(), next.w())) {
      return false;
    }
    if (-predicted > noise) {
      return next.cost() <= s.cost() + SHARE * predicted;
    }
    double before = l1.subslope(s.w(), s.gradient(), d);
    double after = l1.subslope(next.w(), next.gradient(), d);
    return next.cost() <= s.cost() + noise && Math.abs(after) <= STEEP * Math.abs(before);
  }

  /** A point of the line with the slope of l1 to its right. */
  private Line.Point withL1(Line.Point smooth, double[] w, double[] d, double t) {
    return new Line.Point(
        smooth.cost(), smooth.slope() + l1.slopeOnward(w, d, t), smooth.curvature());
  }

  /**
   * The t at which a convex function along a line is flat, to a tenth of its slope at 0: Newton's
   * steps inside a bracket, which is doubled until it holds the minimum, and halved where a step
   * would leave it; at a kink of l1, or where a bound ends it, the bracket closes in on that. 0 if
   * the function does not fall.
   *
   * @param room the largest t, 1 or more
   */
  private static double flat(Line line, double room) {
    Line.Point at = line.at(0);
    double goal = 0.1 * Math.abs(at.slope());
    if (!(at.slope() < 0)) {
      return 0;
    }
    double low = 0;
    double high = room;
    double t = 0;
    for (int k = 0; k < 60 && Math.abs(at.slope()) > goal; k++) {
      if (at.slope() < 0) {
        low = t;
      } else {
        high = t;
      }
      double newton = t - at.slope() / at.curvature();
      double furthest = Double.isInfinite(high) ? Math.max(2 * t, 1) : high;
      t = newton > low && newton < furthest ? newton : between(low, high, t);
      at = line.at(t);
      if (!Double.isFinite(at.slope())) {
        return low;
      }
    }
    return t;
  }

  private static double between(double low, double high, double t) {
    return Double.isInfinite(high) ? Math.max(2 * t, 1) : low + (high - low) / 2;
  }
}
