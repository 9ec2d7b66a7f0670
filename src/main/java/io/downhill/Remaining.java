package io.downhill;

import io.downhill.data.Dataset;
import io.downhill.device.DeviceObjective;
import io.downhill.optim.Curvature;
import io.downhill.optim.Gap;
import io.downhill.optim.Goal;
import io.downhill.optim.L1;
import io.downhill.optim.Newton;
import io.downhill.optim.Solution;
import io.downhill.optim.Stop;
import java.util.Optional;

/** How far J is above its least where a run ended. */
final class Remaining {
  /** Gradients are sums of float32 products: less than this share of J is not told. */
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

  /** No such step moves a margin further, and one that moves none so far brings too little. */
  private static final double LONG = 4;

  private static final double SHORT = 0.1;

  private final Dataset data;
  private final DeviceObjective objective;
  private final Penalty penalty;
  private final boolean intercept;

  Remaining(Dataset data, DeviceObjective objective, Penalty penalty, boolean intercept) {
    this.data = data;
    this.objective = objective;
    this.penalty = penalty;
    this.intercept = intercept;
  }

  /**
   * What the solver found, or else a small bound by the sample: then the Hessian of all examples
   * need not be asked. None if neither is there.
   */
  Gap known(Solution end, double[] gradient) {
    boolean dense = Newton.isDense(data.features());
    if (end.gap().known() || end.stop() != Stop.CONVERGED || !dense) {
      return end.gap();
    }
    Gap bound = Gap.bySample(objective, penalty.l1(), end.w(), gradient);
    return bound.value() <= SMALL * end.cost() ? bound : Gap.NONE;
  }

  /**
   * The gap. J - J* is at most J, for J is nowhere below 0.
   *
   * @param gradient of the smooth part at the end
   * @param known what is known of it, if anything
   * @param curvature there; empty where there are too many features for it
   * @param sampled whether the curvature is that of a sample
   */
  Gap gap(
      Solution end, double[] gradient, Gap known, Optional<Curvature> curvature, boolean sampled) {
    Gap gap =
        known.known()
            ? known
            : curvature
                .map(c -> new Gap(dense(end, gradient, c), sampled, curvature))
                .orElseGet(() -> byProducts(end, gradient));
    if (!gap.known()) {
      return gap;
    }
    double value = Math.max(ROUNDING * end.cost(), gap.value());
    // J bounds it for certain, whatever else is an estimate.
    return value < end.cost()
        ? new Gap(value, gap.sampled(), curvature)
        : new Gap(end.cost(), false, curvature);
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
  private double dense(Solution end, double[] gradient, Curvature curvature) {
    // Who ended the run does not wait for more than one Hessian.
    int steps = end.stop() == Stop.INTERRUPTED ? 0 : STEPS;
    Place place = new Place(end.w(), end.cost(), gradient);
    Curvature there = curvature;
    for (int k = 0; ; k++) {
      if (there.isDoubtful()) {
        if (steps == 0 || !DoubleCurvature.serves(data)) {
          return Double.POSITIVE_INFINITY;
        }
        DoubleCurvature exact = DoubleCurvature.at(data, penalty.l2(), intercept, place.w);
        place = new Place(place.w, place.cost, exact.gradient());
        there = exact.curvature();
      }
      double square = there.gap(penalty.l1(), place.w, place.gradient);
      double fallen = k == 0 ? 0 : SLACK * (end.cost() - place.cost) + SMALL * end.cost();
      if (square <= SMALL * place.cost || !Double.isFinite(square)) {
        return fallen + square;
      }
      double[] step = there.step(penalty.l1(), place.w, place.gradient);
      double reach = reach(step);
      if (reach <= 1) {
        return fallen + square;
      }
      Optional<Place> next = k < steps ? further(place, step, reach) : Optional.empty();
      if (next.isEmpty()) {
        return Double.POSITIVE_INFINITY;
      }
      place = next.get();
      there = new Curvature(objective.hessian(place.w), place.w.length);
    }
  }

  /** Where J and its smooth part's gradient are known. */
  private record Place(double[] w, double cost, double[] gradient) {}

  /** A place along a step where J is lower; empty if there is none that matters. */
  private Optional<Place> further(Place from, double[] step, double reach) {
    for (double share = Math.min(1, LONG / reach); share * reach >= SHORT; share /= 2) {
      double[] w = from.w.clone();
      for (int j = 0; j < w.length; j++) {
        w[j] += share * step[j];
      }
      objective.round(w);
      double[] gradient = new double[w.length];
      double cost = objective.costAndGradient(w, gradient) + penalty.l1().cost(w);
      if (cost < from.cost) {
        return Optional.of(new Place(w, cost, gradient));
      }
    }
    return Optional.empty();
  }

  private double reach(double[] step) {
    double[] margins = objective.margins(step);
    double furthest = 0;
    for (int i = 0; i < margins.length; i++) {
      boolean counts = data.weights() == null || data.weights()[i] > 0;
      furthest = counts ? Math.max(furthest, Math.abs(margins[i])) : furthest;
    }
    return furthest;
  }

  /** Of many features: a bound, or what a few products tell. */
  private Gap byProducts(Solution end, double[] gradient) {
    L1 l1 = penalty.l1();
    double bound = byPenalty(end.w(), l1.subgradient(end.w(), gradient));
    if (bound <= Goal.SHARE * end.cost() || end.stop() == Stop.INTERRUPTED) {
      return new Gap(bound, false, Optional.empty());
    }
    Gap products = Gap.at(objective, l1, end.w(), end.cost(), gradient);
    // It comes to the gap from below, and far from the optimum may say too little.
    return products.known()
        ? new Gap(products.value(), true, Optional.empty())
        : new Gap(bound, false, Optional.empty());
  }

  /**
   * J - J* is at most half of the sum of g_j^2 / l2_j, J being strongly convex; but the bias has no
   * penalty, so its curvature at w stands for one, and the half is left out for what it shares with
   * the features. NaN where a weight has no penalty.
   */
  private double byPenalty(double[] w, double[] gradient) {
    double[] l2 = penalty.l2();
    double bound = 0;
    for (int j = 0; j < l2.length; j++) {
      if (gradient[j] != 0 && l2[j] == 0) {
        return Double.NaN;
      }
      bound += gradient[j] == 0 ? 0 : gradient[j] * gradient[j] / l2[j];
    }
    double bias = gradient[l2.length];
    if (bias == 0) {
      return bound;
    }
    double[] axis = new double[w.length];
    axis[l2.length] = 1;
    double[] product = new double[w.length];
    objective.product(w, axis, product);
    return bound + bias * bias / product[l2.length];
  }
}
