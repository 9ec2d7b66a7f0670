package io.downhill;

import java.util.OptionalDouble;

/**
 * What a training run is told, validated.
 *
 * @param device auto, cpu, opencl or opencl:K
 * @param threads threads of the cpu device, at least 1
 * @param solver gd: gradient descent
 * @param alpha the learning rate, finite and above 0; empty chooses one that is safe for the data
 * @param iterations the most iterations, at least 1
 * @param tolerance stops when the largest |component of the gradient| is at most this; 0 or more
 * @param l2 the penalty J + (l2/2) |w|^2, on the standardised weights where features are
 *     standardised; 0 or more
 * @param init where to start
 * @param seed of a random start
 * @param intercept whether there is a bias
 * @param standardize whether features are scaled to mean 0 and deviation 1 for training
 */
public record TrainingOptions(
    String device,
    int threads,
    String solver,
    OptionalDouble alpha,
    int iterations,
    double tolerance,
    double l2,
    Init init,
    long seed,
    boolean intercept,
    boolean standardize) {

  /** Where w starts; the bowl makes every start arrive at the same optimum. */
  public enum Init {
    /** All 0. */
    ZEROS,
    /** Normal with deviation 0.01, from the seed. */
    RANDOM
  }

  /** Gradient descent on the best device, all cores, standardised, to a slope of 1e-4. */
  public static TrainingOptions defaults() {
    return new TrainingOptions(
        "auto",
        Runtime.getRuntime().availableProcessors(),
        "gd",
        OptionalDouble.empty(),
        1000,
        1e-4,
        0,
        Init.ZEROS,
        0,
        true,
        true);
  }

  /** Checks every value; the message of the exception holds the bad one. */
  public TrainingOptions {
    require(threads >= 1, "threads must be at least 1", threads);
    require(solver.equals("gd"), "solver must be gd", solver);
    if (alpha.isPresent()) {
      double a = alpha.getAsDouble();
      require(
          a > 0 && (float) a > 0 && Float.isFinite((float) a),
          "alpha must be a finite number above 0",
          a);
    }
    require(iterations >= 1, "iterations must be at least 1", iterations);
    require(tolerance >= 0 && Double.isFinite(tolerance), "tolerance must be 0 or more", tolerance);
    require(l2 >= 0 && Float.isFinite((float) l2), "l2 must be 0 or more", l2);
  }

  private static void require(boolean holds, String rule, Object value) {
    if (!holds) {
      throw new IllegalArgumentException(rule + ", not " + value);
    }
  }
}
