package io.downhill.inference;

import java.math.BigDecimal;
import java.math.MathContext;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * Tails of distributions, to 12 digits: the library computes with functions whose last bits depend
 * on the JVM.
 */
final class Tails {
  private static final MathContext DIGITS = new MathContext(12);
  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

  private Tails() {}

  /** The z for which a standard normal number is within z of 0 with this probability. */
  static double quantile(double level) {
    return rounded(NORMAL.inverseSurvivalProbability((1 - level) / 2));
  }

  /** The probability that a standard normal number is at least |z| from 0; 0 from 38.5 on. */
  static double beyond(double z) {
    return rounded(2 * NORMAL.survivalProbability(Math.abs(z)));
  }

  /** The probability that a chi-squared number is above x; NaN without degrees of freedom. */
  static double chiSquared(double x, int degrees) {
    return degrees > 0 && x >= 0
        ? rounded(ChiSquaredDistribution.of(degrees).survivalProbability(x))
        : Double.NaN;
  }

  private static double rounded(double value) {
    return Double.isFinite(value) ? new BigDecimal(value).round(DIGITS).doubleValue() : value;
  }
}
