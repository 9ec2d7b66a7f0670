package io.downhill.comparison;

import org.apache.commons.statistics.distribution.BinomialDistribution;

/**
 * McNemar's test of whether two models are right equally often, by the examples that one of them
 * alone has right; exact, by the binomial distribution.
 *
 * @param onlyA how many examples A alone has right, by their weights
 * @param onlyB how many B alone has right
 * @param p the probability of counts at least as uneven if both were right equally often; 1 where
 *     no example tells; NaN where weights are no counts
 */
public record McNemar(double onlyA, double onlyB, double p) {
  /**
   * Tests.
   *
   * @param rightA whether A has an example right
   * @param rightB the same of B
   */
  public static McNemar of(boolean[] rightA, boolean[] rightB, Paired examples) {
    double onlyA = 0;
    double onlyB = 0;
    for (int i = 0; i < rightA.length; i++) {
      onlyA += rightA[i] && !rightB[i] ? examples.weight(i) : 0;
      onlyB += rightB[i] && !rightA[i] ? examples.weight(i) : 0;
    }
    double both = onlyA + onlyB;
    boolean known = examples.counted() && both <= Integer.MAX_VALUE;
    return new McNemar(
        onlyA, onlyB, known ? p((int) Math.min(onlyA, onlyB), (int) both) : Double.NaN);
  }

  private static double p(int fewer, int both) {
    if (both == 0) {
      return 1;
    }
    return Math.min(1, 2 * BinomialDistribution.of(both, 0.5).cumulativeProbability(fewer));
  }
}
