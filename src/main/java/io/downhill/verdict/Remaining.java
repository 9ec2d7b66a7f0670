package io.downhill.verdict;

import io.downhill.data.Dataset;
import io.downhill.device.DeviceObjective;
import io.downhill.optim.Curvature;
import io.downhill.optim.Exact;
import io.downhill.optim.Gap;
import io.downhill.optim.Gauge;
import io.downhill.optim.Goal;
import io.downhill.optim.Solution;
import io.downhill.optim.State;
import io.downhill.optim.Stop;
import java.util.Optional;

/** How far J is above its least where a run ended. */
final class Remaining {
  /** The least share of J that is told: gradients are sums of float32 products. */
  private static final double ROUNDING = 1e-13;

  /** A share of J so small that no step from there changes the curvature. */
  private static final double SMALL = 1e-6;

  /** The most steps of Newton's method towards where it is known, a Hessian each. */
  private static final int STEPS = 10;

  /**
   * What such steps bring is known to this factor: rounding to float32 takes some percent of what
   * near twins differ by.
   */
  private static final double SLACK = 1.1;

  /** A step is cut so that no margin moves by more than this. */
  private static final double LONG = 4;

  /** A step is given up where its cuts move no margin by as much. */
  private static final double SHORT = 0.1;

  /** The most terms of the curvature of K biases, m K^2, for a run that was ended: a second. */
  private static final double QUICK = 1e9;

  private final Dataset data;
  private final DeviceObjective objective;
  private final Terms terms;
  private final Gauge gauge;
  private Exact atTheEnd;

  Remaining(Dataset data, DeviceObjective objective, Terms terms) {
    this.data = data;
    this.objective = objective;
    this.terms = terms;
    this.gauge = new Gauge(objective, terms.l1());
  }

  /**
   * What the solver found, or else a small bound by the sample: then the Hessian of all examples
   * need not be asked. None if neither is there.
   */
  Gap withoutHessian(Solution end) {
    boolean dense = objective.holdsHessian();
    if (end.gap().isKnown() || end.stop() != Stop.CONVERGED || !dense) {
      return end.gap();
    }
    Gap bound = gauge.byLowerBound(end.state());
    return bound.value() <= SMALL * end.cost() ? bound : Gap.NONE;
  }

  /**
   * The gap. J - J* is at most J, for J is nowhere below 0.
   *
   * @param cheap what is known of it without a Hessian, if anything
   * @param curvature there; empty where there are too many features for it
   * @param sampled whether the curvature is that of a sample
   */
  Gap gap(Solution end, Gap cheap, Optional<Curvature> curvature, boolean sampled) {
    Gap.Source source = sampled ? Gap.Source.SAMPLE : Gap.Source.HESSIAN;
    Gap gap =
        cheap.isKnown()
            ? cheap
            : curvature
                .map(c -> Gap.of(byCurvature(end, c), source))
                .orElseGet(() -> ofManyFeatures(end));
    if (!gap.isKnown()) {
      return gap;
    }
    double value = Math.max(ROUNDING * end.cost(), gap.value());
    // J bounds it for certain, whatever else is an estimate.
    return value < end.cost()
        ? new Gap(value, gap.source(), curvature)
        : new Gap(end.cost(), Gap.Source.COST, curvature);
  }

  /**
   * The square of Newton's decrement d'Hd where the step moves no margin by more than 1. Along a
   * step that moves one by R the curvature falls at most by exp(-R): up to R = 1 the square bounds
   * what is left, beyond that nothing does. Then steps of Newton's method go on to where it bounds,
   * and what they brought counts too; if they do not come there, J itself is the bound.
   *
   * <p>Of columns that are nearly sums of others the Hessian is taken in double: by float32
   * products their curvature may be rounding.
   */
  private double byCurvature(Solution end, Curvature curvature) {
    // Who ended the run does not wait for more than one Hessian.
    int steps = end.stop() == Stop.INTERRUPTED ? 0 : STEPS;
    State place = end.state();
    Curvature there = curvature;
    for (int k = 0; ; k++) {
      if (there.isDoubtful()) {
        if (steps == 0 || !objective.isAffordableInDouble()) {
          return Double.POSITIVE_INFINITY;
        }
        Exact exact = k == 0 ? inDouble(end) : objective.inDouble(place.w());
        place = new State(place.w(), place.cost(), exact.gradient(), place.slope());
        there = exact.curvature();
      }
      double square = there.gap(terms.l1(), place.w(), place.gradient());
      double fallen = k == 0 ? 0 : SLACK * (end.cost() - place.cost()) + SMALL * end.cost();
      if (square <= SMALL * place.cost() || !Double.isFinite(square)) {
        return fallen + square;
      }
      double[] step = there.step(terms.l1(), place.w(), place.gradient());
      double reach = reach(step);
      if (reach <= 1) {
        return fallen + square;
      }
      Optional<State> next = k < steps ? further(place, step, reach) : Optional.empty();
      if (next.isEmpty()) {
        return Double.POSITIVE_INFINITY;
      }
      place = next.get();
      there = new Curvature(objective.hessian(place.w()), place.w().length);
    }
  }

  /** What is known in double of the end, which is computed once. */
  Exact inDouble(Solution end) {
    if (atTheEnd == null) {
      atTheEnd = objective.inDouble(end.w());
    }
    return atTheEnd;
  }

  /** A place along a step where J is lower; empty if there is none that matters. */
  private Optional<State> further(State start, double[] step, double reach) {
    for (double share = Math.min(1, LONG / reach); share * reach >= SHORT; share /= 2) {
      double[] w = start.w().clone();
      for (int j = 0; j < w.length; j++) {
        w[j] += share * step[j];
      }
      State next = State.of(objective, terms.l1(), w);
      if (next.cost() < start.cost()) {
        return Optional.of(next);
      }
    }
    return Optional.empty();
  }

  private double reach(double[] step) {
    double[] margins = objective.margins(step);
    double furthest = 0;
    for (int i = 0; i < margins.length; i++) {
      int example = i / objective.columns();
      boolean counts = data.weights() == null || data.weights()[example] > 0;
      furthest = counts ? Math.max(furthest, Math.abs(margins[i])) : furthest;
    }
    return furthest;
  }

  /** A bound by the penalty, or what a few products tell. */
  private Gap ofManyFeatures(Solution end) {
    double columns = objective.columns();
    if (end.stop() == Stop.INTERRUPTED && data.examples() * columns * columns > QUICK) {
      return Gap.NONE; // Who ended the run does not wait for the curvature of many biases.
    }
    Gap bound = gauge.byPenalty(end.state(), terms.l2());
    if (bound.value() <= Goal.SHARE * end.cost() || end.stop() == Stop.INTERRUPTED) {
      return bound;
    }
    Gap products = gauge.byFewProducts(end.state());
    return products.isKnown() ? products : bound;
  }
}
