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

  private final Dataset data;
  private final DeviceObjective objective;
  private final Penalty penalty;

  Remaining(Dataset data, DeviceObjective objective, Penalty penalty) {
    this.data = data;
    this.objective = objective;
    this.penalty = penalty;
  }

  /**
   * What the solver found, or else a small bound by the sample: then the Hessian of all examples
   * need not be asked. None if neither is there.
   */
  Gap known(Solution end, double[] gradient) {
    if (end.gap().known() || end.stop() != Stop.CONVERGED || data.features() > Newton.DENSE) {
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
    double least = ROUNDING * end.cost();
    return gap.known()
        ? new Gap(Math.min(end.cost(), Math.max(least, gap.value())), gap.sampled(), curvature)
        : gap;
  }

  /**
   * The square of Newton's decrement d'Hd. Along the step the curvature falls at most by exp(-R), R
   * being the furthest that it moves a margin; up to R = 1 the square bounds what is left (twice
   * the quadratic's share covers it), beyond that it grows by exp(R - 1).
   */
  private double dense(Solution end, double[] gradient, Curvature curvature) {
    L1 l1 = penalty.l1();
    double square = curvature.gap(l1, end.w(), gradient);
    if (square <= SMALL * end.cost() || !Double.isFinite(square)) {
      return square;
    }
    double reach = reach(curvature.step(l1, end.w(), gradient));
    return square * StrictMath.exp(Math.max(0, reach - 1));
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
