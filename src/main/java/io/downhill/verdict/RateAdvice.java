package io.downhill.verdict;

import io.downhill.device.DeviceObjective;
import io.downhill.optim.LearningRate;
import io.downhill.optim.Solver;
import java.util.Locale;

/** What to say of a learning rate that was given, where a run did not come to its optimum. */
final class RateAdvice {
  /**
   * The safe rate is 1/L, less a margin of a tenth. Beyond 2/L a step of gradient descent may raise
   * J, and beyond 4/3 of 1/L one with momentum.
   */
  private static final double TOO_LARGE = 2.2;

  private static final double TOO_LARGE_WITH_MOMENTUM = 1.5;

  /** Below this share of the safe rate, the rate is why so many iterations are not enough. */
  private static final double TOO_SMALL = 0.5;

  private final Terms terms;
  private final DeviceObjective objective;

  RateAdvice(Terms terms, DeviceObjective objective) {
    this.terms = terms;
    this.objective = objective;
  }

  /**
   * Of a run that diverged.
   *
   * @param alpha the learning rate, NaN for a solver that has none
   */
  String diverged(double alpha) {
    double safe = Double.isNaN(alpha) ? Double.NaN : LearningRate.safe(objective);
    if (!(alpha > safe)) {
      return "a sum is not finite: the features are too large; leave out --no-standardize";
    }
    return tooLarge(alpha, safe);
  }

  /**
   * Of a run that ended before its optimum; empty where the rate is not the reason.
   *
   * @param alpha the learning rate, NaN for a solver that has none
   */
  String early(double alpha) {
    if (Double.isNaN(alpha) || !terms.alphaGiven()) {
      return "";
    }
    double safe = LearningRate.safe(objective);
    boolean momentum = terms.solver() == Solver.NESTEROV;
    if (alpha > (momentum ? TOO_LARGE_WITH_MOMENTUM : TOO_LARGE) * safe) {
      return "not yet at the optimum: " + tooLarge(alpha, safe);
    }
    if (alpha < TOO_SMALL * safe) {
      return String.format(
          Locale.ROOT,
          "not yet at the optimum: alpha %.3g is small for this data: --alpha %.3g is safe and needs"
              + " fewer iterations",
          alpha,
          safe);
    }
    return "";
  }

  private String tooLarge(double alpha, double safe) {
    String scale = terms.standardized() ? "" : ", or leave out --no-standardize";
    return String.format(
        Locale.ROOT,
        "alpha %.3g is too large for this data: try --alpha %.3g or less%s",
        alpha,
        safe,
        scale);
  }
}
