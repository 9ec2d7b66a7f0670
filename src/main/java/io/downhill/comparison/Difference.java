package io.downhill.comparison;

import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * A measure of two models A and B on the same examples, and how far A's is above B's. What is not
 * defined is NaN.
 *
 * @param a of A
 * @param b of B
 * @param difference a - b
 * @param standardError of the difference; NaN where it is not known
 * @param low where the interval begins
 * @param high where it ends
 * @param z the difference in standard errors
 * @param p the probability of a |z| at least as large if there were no difference, by the normal
 *     distribution
 */
public record Difference(
    double a,
    double b,
    double difference,
    double standardError,
    double low,
    double high,
    double z,
    double p) {
  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

  /**
   * A difference with an interval.
   *
   * @param standardError above 0, or there is no interval
   * @param level of the interval, between 0 and 1
   */
  static Difference of(double a, double b, double difference, double standardError, double level) {
    if (!(standardError > 0)) {
      double none = Double.NaN;
      return new Difference(a, b, difference, none, none, none, none, none);
    }
    double reach = NORMAL.inverseSurvivalProbability((1 - level) / 2) * standardError;
    double z = difference / standardError;
    double p = 2 * NORMAL.survivalProbability(Math.abs(z));
    return new Difference(
        a, b, difference, standardError, difference - reach, difference + reach, z, p);
  }
}
