package io.downhill;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Examples in the order of their scores, those with equal scores together, so that no measure
 * depends on the order of the file.
 */
final class Ranking {
  private final double[] scores;
  private final double[] positives;
  private final double[] negatives;
  private final int groups;

  /**
   * Ranks examples.
   *
   * @param scores length m
   * @param labels y, length m, each 0 or 1
   * @param weights how often each example counts, length m; null if once
   */
  Ranking(double[] scores, float[] labels, float[] weights) {
    int m = scores.length;
    int[] order =
        IntStream.range(0, m)
            .filter(i -> weights == null || weights[i] > 0)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> scores[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    this.scores = new double[order.length];
    positives = new double[order.length];
    negatives = new double[order.length];
    int last = -1;
    for (int i : order) {
      if (last < 0 || this.scores[last] != scores[i]) {
        last++;
        this.scores[last] = scores[i];
      }
      double[] counts = labels[i] > 0 ? positives : negatives;
      counts[last] += weights == null ? 1 : weights[i];
    }
    groups = last + 1;
  }

  /** The number of different scores. */
  int groups() {
    return groups;
  }

  /** The score of group k; the groups ascend. */
  double score(int k) {
    return scores[k];
  }

  /** The weight of the positive examples in group k. */
  double positives(int k) {
    return positives[k];
  }

  /** The weight of the negative examples in group k. */
  double negatives(int k) {
    return negatives[k];
  }

  /** The weight of all positive examples. */
  double positives() {
    return Arrays.stream(positives, 0, groups).sum();
  }

  /** The weight of all negative examples. */
  double negatives() {
    return Arrays.stream(negatives, 0, groups).sum();
  }

  /** The weight of the pairs whose positive example has the higher score, equal ones half. */
  double auc() {
    double halves = 0;
    double below = 0;
    for (int k = 0; k < groups; k++) {
      halves += positives[k] * (2 * below + negatives[k]);
      below += negatives[k];
    }
    return halves / (2 * positives() * below);
  }

  /** The sum over the groups, highest first, of precision times the step in recall. */
  double averagePrecision() {
    double area = 0;
    double hits = 0;
    double predicted = 0;
    for (int k = groups - 1; k >= 0; k--) {
      hits += positives[k];
      predicted += positives[k] + negatives[k];
      area += hits / predicted * positives[k];
    }
    return area / hits;
  }
}
