package io.downhill.optim;

/**
 * Where an optimiser ends: where the slope is small, or where J - J* is a small share of J, which
 * does not depend on the units of the features.
 */
public final class Goal {
  /**
   * J is within about this share of itself of its least, by the square of Newton's decrement, twice
   * what a quadratic would give.
   */
  public static final double SHARE = 1e-9;

  /** J is within {@link #SHARE} of its least, or so small that every example is certain. */
  public static final Goal LEAST = new Goal(Double.NaN, SHARE, true);

  private final double slope;
  private final double share;
  private final boolean endsAtTinyCost;

  private Goal(double slope, double share, boolean endsAtTinyCost) {
    this.slope = slope;
    this.share = share;
    this.endsAtTinyCost = endsAtTinyCost;
  }

  /**
   * The largest |component of the gradient| is at most the tolerance.
   *
   * @throws IllegalArgumentException if the tolerance is not 0 or more
   */
  public static Goal slope(double tolerance) {
    if (!(tolerance >= 0)) {
      throw new IllegalArgumentException("tolerance must be 0 or more, not " + tolerance);
    }
    return new Goal(tolerance, Double.NaN, false);
  }

  /**
   * J is within a share of itself of its least, however small J is: with a penalty J* is above 0.
   */
  public static Goal within(double share) {
    return new Goal(Double.NaN, share, false);
  }

  /** The largest slope at the goal; NaN where J decides. */
  double slope() {
    return slope;
  }

  /** Whether a run also ends where J is so small that the class of every example is certain. */
  boolean endsAtTinyCost() {
    return endsAtTinyCost;
  }

  /** Whether no state is at the goal, so that a run goes on to its end. */
  boolean never() {
    return slope == 0;
  }

  double share() {
    return share;
  }

  /** Watches one run. */
  Arrival arrival(Objective f, L1 l1, Monitor monitor) {
    return new Arrival(this, f, l1, monitor);
  }
}
