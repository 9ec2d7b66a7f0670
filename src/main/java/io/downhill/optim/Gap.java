package io.downhill.optim;

import java.util.Optional;

/**
 * What is known of J - J* at a state, and by what; {@link Gauge} has the ways to it.
 *
 * @param value the bound or estimate; NaN if there is none, infinite where conjugate gradients do
 *     not come to an end, or the Hessian knows nothing of a parameter that is to move
 * @param source by what it is known
 * @param curvature the Hessian of all examples there, if it was taken
 */
public record Gap(double value, Source source, Optional<Curvature> curvature) {
  /** By what a gap is known. */
  public enum Source {
    /** There is no value. */
    NOTHING(false),
    /** The Hessian of all examples, or as many products with it as it takes. */
    HESSIAN(false),
    /** A matrix that is nowhere above it. */
    LOWER_BOUND(false),
    /** The Hessian of a sample, or what BFGS made of it. */
    SAMPLE(true),
    /** The step that a solver's model of J takes from there. */
    STEP(true),
    /** One coordinate of the gradient, by which J can fall so far: the gap is at least that. */
    COORDINATE(true),
    /** A few products, whose sum comes to the gap from below. */
    FEW_PRODUCTS(true),
    /** The strong convexity that the squared penalty gives J. */
    PENALTY(false),
    /** J itself, for J* is not below 0. */
    COST(false);

    private final boolean estimate;

    Source(boolean estimate) {
      this.estimate = estimate;
    }
  }

  /** Nothing is known. */
  public static final Gap NONE = of(Double.NaN, Source.NOTHING);

  /** Without a Hessian to keep. */
  public static Gap of(double value, Source source) {
    return new Gap(value, source, Optional.empty());
  }

  /** Whether there is a value. */
  public boolean isKnown() {
    return !Double.isNaN(value);
  }

  /** Whether J - J* may be above the value; else it is an upper bound. */
  public boolean isEstimate() {
    return source.estimate;
  }

  /** Whether J - J* is at least the value, and often far above it. */
  public boolean isLeast() {
    return source == Source.COORDINATE;
  }
}
