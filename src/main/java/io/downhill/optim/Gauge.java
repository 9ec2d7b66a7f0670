package io.downhill.optim;

import java.util.Arrays;
import java.util.Optional;

/**
 * The ways to know J - J* at a state. All but the penalty's are the square of Newton's decrement,
 * g'H^-1 g, twice what a quadratic would give, which covers the change of the curvature on the way;
 * with l1 that of the parameters that are free.
 *
 * @param f the smooth part of J
 * @param l1 the part that is not smooth
 */
public record Gauge(Objective f, L1 l1) {
  /** A bound by the sample is up to about so many times the gap by all examples. */
  static final double EXCESS = 16;

  /** The most products for a look at where a run ended. */
  private static final int FEW = 200;

  /** The most products for a proof that lets a run end. */
  static final int MANY = 1000;

  /** By a Hessian of all examples at s, which the gap keeps. */
  public Gap byHessian(State s, Curvature curvature) {
    double value = curvature.gap(l1, s.w(), s.gradient());
    return new Gap(value, Gap.Source.HESSIAN, Optional.of(curvature));
  }

  private Gap byHessian(State s) {
    return byHessian(s, new Curvature(f.hessian(s.w()), s.w().length));
  }

  /** By {@link Objective#leastHessian}, at the cost of the sample's Hessian; none without one. */
  public Gap byLowerBound(State s) {
    return f.leastHessian(s.w())
        .map(triangle -> new Curvature(triangle, s.w().length))
        .map(least -> least.gap(l1, s.w(), s.gradient()))
        .map(value -> Gap.of(value, Gap.Source.LOWER_BOUND))
        .orElse(Gap.NONE);
  }

  /**
   * By products with the Hessian of the sample, or of all examples without one.
   *
   * @param inverse what is known of the inverse Hessian, if anything
   * @param limit a gap above it is not told any closer
   * @param most products in all
   * @param monitor may end it, without a result
   */
  private Gap byProducts(
      State s, Optional<InverseHessian> inverse, double limit, int most, Monitor monitor) {
    Optional<Objective> sample = f.sample();
    Objective part = sample.orElse(f);
    double[] rest = l1.subgradient(s.w(), s.gradient());
    Face face = Face.of(l1, s.w(), rest);
    InverseHessian start = inverse.orElseGet(() -> new InverseHessian(part.units()));
    double value =
        new NewtonSystem(part, s.w(), face.take(rest), face, start.restrictedTo(face), monitor)
            .decrement(limit, most);
    return Gap.of(value, sample.isPresent() ? Gap.Source.SAMPLE : Gap.Source.HESSIAN);
  }

  /**
   * By the penalty: J - J* is at most half of the sum of g_j^2 / l2_j, J being strongly convex. But
   * the biases have no penalty, so their curvature at w stands for one, and the half is left out
   * for what they share with the features. None where a weight that is to move has no penalty.
   *
   * @param l2 the penalty of each weight
   */
  public Gap byPenalty(State s, double[] l2) {
    double[] rest = l1.subgradient(s.w(), s.gradient());
    double bound = 0;
    for (int j = 0; j < l2.length; j++) {
      if (rest[j] != 0 && l2[j] == 0) {
        return Gap.NONE;
      }
      bound += rest[j] == 0 ? 0 : rest[j] * rest[j] / l2[j];
    }
    double[] biases = Arrays.copyOfRange(rest, l2.length, rest.length);
    if (Descent.slope(biases) != 0) {
      double[] curvature = f.biasHessian(s.w());
      bound +=
          biases.length == 1
              ? biases[0] * biases[0] / curvature[0]
              : Factors.of(curvature, biases.length, false).decrement(biases);
    }
    return Gap.of(bound, Gap.Source.PENALTY);
  }

  /**
   * By a few products, for many features; none where they do not tell. It comes to the gap from
   * below, and far from the optimum may say too little.
   */
  public Gap byFewProducts(State s) {
    Gap gap = byProducts(s, Optional.empty(), Double.POSITIVE_INFINITY, FEW, Monitor.NONE);
    return Double.isFinite(gap.value()) ? Gap.of(gap.value(), Gap.Source.FEW_PRODUCTS) : Gap.NONE;
  }

  /**
   * What lets a run end or go on. Up to {@link Newton#DENSE} weights by the sample's lower bound
   * where that is clear, else by the Hessian of all; beyond that, and for K classes, whose Hessian
   * takes K^2 / 2 passes, by products.
   *
   * @param inverse what a solver has learned of the inverse Hessian, if anything
   * @param limit a gap above it need not be exact; below it is proven
   * @param monitor may end it, without a result
   */
  Gap during(State s, Optional<InverseHessian> inverse, double limit, Monitor monitor) {
    if (!f.holdsHessian() || f.columns() > 1) {
      return byProducts(s, inverse, limit, MANY, monitor);
    }
    Gap bound = byLowerBound(s);
    if (bound.value() > EXCESS * limit && bound.value() < Double.POSITIVE_INFINITY) {
      return Gap.of(bound.value() / EXCESS, Gap.Source.SAMPLE);
    }
    return bound.value() <= limit ? bound : byHessian(s);
  }
}
