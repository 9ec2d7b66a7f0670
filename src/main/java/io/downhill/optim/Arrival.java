package io.downhill.optim;

import java.util.Optional;

/**
 * Tells whether one run has reached its {@link Goal}. What costs nothing is asked first: a single
 * coordinate of the gradient bounds the gap from below. Then a model of the objective, and without
 * one a Hessian, after which it is not asked again before the slope has fallen.
 */
final class Arrival {
  /** Where classes are separable the mean loss falls for ever; below this it may end a run. */
  private static final double TINY = 1e-6;

  /** The share of the first cost that a tiny one has left. */
  private static final double TINY_SHARE = 1e-3;

  /** The next Hessian is asked once the lower bound of the gap is at most half, and this share. */
  private static final double SOON = 0.01;

  private final Goal goal;
  private final Objective f;
  private final L1 l1;
  private final Monitor monitor;
  private double[] units;
  private double first = Double.NaN;
  private double lowest = Double.POSITIVE_INFINITY;
  private double ask = Double.POSITIVE_INFINITY;
  private Gap gap = Gap.NONE;

  Arrival(Goal goal, Objective f, L1 l1, Monitor monitor) {
    this.goal = goal;
    this.f = f;
    this.l1 = l1;
    this.monitor = monitor;
  }

  /** Whether a run without a model is there; asked closely only where its slope is small. */
  boolean reached(State s) {
    if (bySlope()) {
      return s.slope() <= goal.slope();
    }
    double slope = s.slope();
    double largest = Descent.slope(units());
    boolean small = slope * slope <= largest * goal.share() * s.cost() && slope <= lowest;
    if (!small && !isTiny(s.cost())) {
      atLeast(slope * slope / largest);
      return false;
    }
    lowest = 0.7 * slope;
    return reached(s, Direction.NONE);
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
    if (isTiny(s.cost())) {
      return true;
    }
    double limit = goal.share() * s.cost();
    Optional<double[]> modelled = direction.diagonal();
    double least = byCoordinate(s, modelled.orElseGet(this::units));
    if (!(least <= Math.min(limit, ask))) {
      if (modelled.isEmpty()) {
        atLeast(least);
      }
      return false;
    }
    gap = direction.gap(s, limit);
    if (gap.isKnown()) {
      monitor.gap(gap);
      return gap.value() <= limit;
    }
    gap = new Gauge(f, l1).during(s, direction.inverse(), limit, monitor);
    monitor.gap(gap);
    ask = least * Math.max(SOON, Math.min(0.5, limit / gap.value()));
    return gap.value() <= limit;
  }

  /**
   * Tells that a step along one coordinate lets J fall by half of the square of its decrement: J is
   * below its parabola there, whose curvature is the largest that the coordinate has.
   */
  private void atLeast(double square) {
    if (!l1.present()) { // Beyond 0 the slope of l1 turns, and J falls by less.
      monitor.gap(Gap.of(square / 2, Gap.Source.COORDINATE));
    }
  }

  /** Writes what it remembers of the states so far. */
  void keep(Tape tape) {
    tape.put(first, lowest, ask);
  }

  /** Remembers it again. */
  void resume(Tape tape) {
    first = tape.next();
    lowest = tape.next();
    ask = tape.next();
  }

  /** What the last state was judged by. */
  Gap gap() {
    return gap;
  }

  /** It must have fallen to that: small weights of the examples would bring it there at once. */
  private boolean isTiny(double cost) {
    first = Double.isNaN(first) ? cost : first;
    return goal.endsAtTinyCost() && cost <= TINY && cost <= TINY_SHARE * first;
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
