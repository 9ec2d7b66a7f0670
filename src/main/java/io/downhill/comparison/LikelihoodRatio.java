package io.downhill.comparison;

import org.apache.commons.statistics.distribution.ChiSquaredDistribution;

/**
 * The likelihood-ratio test of a model against one that has more features, both being where the
 * likelihood of the same examples is greatest.
 *
 * @param aIsSmaller whether A is the one with fewer
 * @param statistic twice the difference of the log likelihoods
 * @param degreesOfFreedom by how many parameters they differ
 * @param p the probability of a statistic at least as large if the smaller model were true, by the
 *     chi-squared distribution
 */
public record LikelihoodRatio(
    boolean aIsSmaller, double statistic, int degreesOfFreedom, double p) {
  /** The test of a statistic, which rounding may have made less than 0. */
  public static LikelihoodRatio of(boolean aIsSmaller, double statistic, int degreesOfFreedom) {
    double least = Math.max(0, statistic);
    double p = ChiSquaredDistribution.of(degreesOfFreedom).survivalProbability(least);
    return new LikelihoodRatio(aIsSmaller, least, degreesOfFreedom, p);
  }
}
