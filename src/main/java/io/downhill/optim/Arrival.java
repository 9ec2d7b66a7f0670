package io.downhill.optim;

/**
 * Tells whether one run has reached its {@link Goal}. What costs nothing is asked first: a single
 * coordinate of the gradient bounds the gap from below. Then a model of the objective, and without
 * one a Hessian, after which it is not asked again before the slope has fallen.
 */
final class Arrival {
  /**
   * A mean loss below this leaves no example in doubt; where classes are separable it falls for
   * ever.
   */
  private static final double CERTAIN = 1e-6;

  /** The share of the first cost that a certain one has left. */
  private static final double FALLEN = 1e-3;

  /** After a gap that says little, how far the least that it may be has to fall, at most. */
  private static final double SOON = 0.01;

  private final Goal goal;
  private final Objective f;
  private final L1 l1;
  private final Monitor monitor;
  private double[] units;
  private double first = Double.NaN;
  private double low = Double.POSITIVE_INFINITY;
  private double ask = Double.POSITIVE_INFINITY;
  private Gap gap = Gap.NONE;

  Arrival(Goal goal, Objective f, L1 l1, Monitor monitor) {
    this.goal = goal;
    this.f = f;
    this.l1 = l1;
    this.monitor = monitor;
  }

  /** Whether a run without a model is there; costs passes only where it well may be. */
  boolean reached(double[] w, double cost, double slope) {
    if (bySlope()) {
      return slope <= goal.slope();
    }
    if (!(slope * slope <= Descent.slope(units()) * goal.share() * cost && slope <= low)
        && !certain(cost)) {
      return false;
    }
    low = 0.7 * slope;
    return reached(State.at(f, l1, w.clone()), Direction.NONE);
  }

  /**
   * Whether a run is there.
   *
   * @param direction whose model is asked, where it has one
   */
  boolean reached(State s, Direction direction) {
    if (bySlope()) {
      return s.slope() <= goal.slope();
    }
    gap = Gap.NONE;
    if (certain(s.cost())) {
      return true;
    }
    double enough = goal.share() * s.cost();
    double least = byCoordinate(s, direction.diagonal().orElseGet(this::units));
    if (!(least <= Math.min(enough, ask))) {
      return false;
    }
    gap = direction.gap(s, enough);
    if (gap.known()) {
      return gap.value() <= enough;
    }
    gap = Gap.estimate(f, l1, s, direction, enough, monitor);
    ask = least * Math.max(SOON, Math.min(0.5, enough / gap.value()));
    return gap.value() <= enough;
  }

  /** The estimate by which the last state was judged. */
  Gap gap() {
    return gap;
  }

  /** Small, and not by the weights of the examples: it has fallen to that. */
  private boolean certain(double cost) {
    first = Double.isNaN(first) ? cost : first;
    return goal.certain() && cost <= CERTAIN && cost <= FALLEN * first;
  }

  private boolean bySlope() {
    return !Double.isNaN(goal.slope());
  }

  /** The largest square of Newton's decrement along one axis, by the diagonal or a bound of it. */
  private double byCoordinate(State s, double[] diagonal) {
    double[] rest = l1.subgradient(s.w(), s.gradient());
    double largest = 0;
    for (int j = 0; j < rest.length; j++) {
      largest = rest[j] == 0 ? largest : Math.max(largest, rest[j] * rest[j] / diagonal[j]);
    }
    return largest;
  }

  private double[] units() {
    if (units == null) {
      units = f.units();
    }
    return units;
  }
}
