package io.downhill.optim;

import java.util.Optional;

/**
 * An estimate of J - J*: the square of Newton's decrement, g'H^-1 g, twice what a quadratic would
 * give, which covers the change of the curvature on the way; with l1 that of the parameters that
 * are free.
 *
 * @param value the estimate; NaN if there is none, infinite where conjugate gradients do not come
 *     to an end
 * @param sampled whether H is that of a sample, so that J - J* may be above the value; else it is
 *     an upper estimate, by the Hessian of all examples or a matrix below it
 * @param curvature the Hessian of all examples there, if it was taken
 */
public record Gap(double value, boolean sampled, Optional<Curvature> curvature) {
  /** Nothing is known. */
  public static final Gap NONE = new Gap(Double.NaN, false, Optional.empty());

  /** A bound by a sample is about so far above the gap by all examples. */
  static final double NEAR = 16;

  /** The most products for a look at where a run ended. */
  private static final int FEW = 200;

  /** The most products for a proof that lets it end. */
  static final int MANY = 1000;

  /** By the Hessian of all examples, or by products with it. */
  static Gap ofAll(double value) {
    return new Gap(value, false, Optional.empty());
  }

  /** By the Hessian of all examples, which it keeps. */
  public static Gap by(Curvature curvature, L1 l1, double[] w, double[] gradient) {
    return new Gap(curvature.gap(l1, w, gradient), false, Optional.of(curvature));
  }

  /** Whether there is an estimate. */
  public boolean known() {
    return !Double.isNaN(value);
  }

  /**
   * The estimate where a run ended; beyond {@link Newton#DENSE} features by conjugate gradients,
   * and none where a few products do not tell.
   *
   * @param cost J at w
   * @param gradient of the smooth part at w
   */
  public static Gap at(Objective f, L1 l1, double[] w, double cost, double[] gradient) {
    State s = new State(w, cost, gradient, l1.slope(w, gradient));
    Gap gap = estimate(f, l1, s, Direction.NONE, Double.POSITIVE_INFINITY, FEW, Monitor.NONE);
    return Double.isFinite(gap.value) ? gap : NONE;
  }

  /**
   * The estimate during a run.
   *
   * @param direction which may know about the inverse Hessian
   * @param enough more than this need not be exact; up to {@link Newton#DENSE} features less is a
   *     bound
   * @param monitor may end it, without a result
   */
  static Gap estimate(
      Objective f, L1 l1, State s, Direction direction, double enough, Monitor monitor) {
    return estimate(f, l1, s, direction, enough, MANY, monitor);
  }

  private static Gap estimate(
      Objective f,
      L1 l1,
      State s,
      Direction direction,
      double enough,
      int products,
      Monitor monitor) {
    Optional<Objective> sample = f.sample();
    if (!Newton.isDense(f.features())) {
      double value = byProducts(sample.orElse(f), l1, s, direction, enough, products, monitor);
      return new Gap(value, sample.isPresent(), Optional.empty());
    }
    Gap bound = bySample(f, l1, s);
    if (bound.value > NEAR * enough && bound.value < Double.POSITIVE_INFINITY) {
      return new Gap(bound.value / NEAR, true, Optional.empty());
    }
    return bound.value <= enough ? bound : dense(f, l1, s);
  }

  /** A bound at the cost of the sample's Hessian; none without a sample. */
  static Gap bySample(Objective f, L1 l1, State s) {
    return f.leastHessian(s.w())
        .map(triangle -> new Curvature(triangle, s.w().length))
        .map(least -> ofAll(least.gap(l1, s.w(), s.gradient())))
        .orElse(NONE);
  }

  /** A bound where a run ended, at the cost of the sample's Hessian; none without a sample. */
  public static Gap bySample(Objective f, L1 l1, double[] w, double[] gradient) {
    return bySample(f, l1, new State(w, Double.NaN, gradient, l1.slope(w, gradient)));
  }

  private static double byProducts(
      Objective f,
      L1 l1,
      State s,
      Direction direction,
      double enough,
      int products,
      Monitor monitor) {
    double[] rest = l1.subgradient(s.w(), s.gradient());
    InverseHessian inverse = direction.inverse().orElseGet(() -> new InverseHessian(f.units()));
    Face face = Face.at(l1, s.w(), rest);
    return new NewtonSystem(f, s.w(), face.take(rest), face, inverse.on(face), monitor)
        .square(enough, products);
  }

  private static Gap dense(Objective f, L1 l1, State s) {
    return by(new Curvature(f.hessian(s.w()), s.w().length), l1, s.w(), s.gradient());
  }
}
