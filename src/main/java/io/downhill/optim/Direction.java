package io.downhill.optim;

import java.util.Optional;

/** Tells where to go from a state; learns from the steps that were taken. */
interface Direction {
  /** Goes nowhere and knows nothing. */
  Direction NONE = s -> new double[s.w().length];

  /** A step from s for which the model of this direction expects the least cost at length 1. */
  double[] step(State s);

  /**
   * The gap at a state by the model at hand; none where it has none.
   *
   * @param limit a gap above it need not be exact; below it is by all examples
   */
  default Gap gap(State s, double limit) {
    return Gap.NONE;
  }

  /** Tells who may end the run: a model that takes long asks. */
  default void watch(Monitor monitor) {}

  /** What is known of the inverse Hessian; empty without it. */
  default Optional<InverseHessian> inverse() {
    return Optional.empty();
  }

  /** The diagonal of the model's Hessian; empty without a model. */
  default Optional<double[]> diagonal() {
    return Optional.empty();
  }

  /** A step was taken. */
  default void learn(State before, State after) {}

  /**
   * No step along the last direction was taken: drops what was learned; false if there was nothing.
   */
  default boolean forget() {
    return false;
  }
}
