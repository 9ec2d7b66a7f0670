package io.downhill;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Examples in the order of their scores, those with equal scores together, so that no measure
 * depends on the order of the file.
 */
public final class Ranking {
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
  public Ranking(double[] scores, float[] labels, float[] weights) {
    double[] ones = sorted(scores, labels, weights, true);
    double[] zeros = sorted(scores, labels, weights, false);
    int most = ones.length + zeros.length;
    this.scores = new double[most];
    positives = new double[most];
    negatives = new double[most];
    int last = -1;
    for (int p = 0, n = 0; p + n < most; ) {
      boolean positive = n == zeros.length || p < ones.length && ones[p] <= zeros[n];
      double score = positive ? ones[p++] : zeros[n++];
      if (last < 0 || this.scores[last] != score) {
        this.scores[++last] = score;
      }
      (positive ? positives : negatives)[last]++;
    }
    groups = last + 1;
    if (weights != null) {
      weigh(scores, labels, weights);
    }
  }

  /** The scores of the examples of one class that count. */
  private static double[] sorted(
      double[] scores, float[] labels, float[] weights, boolean positive) {
    double[] some =
        IntStream.range(0, scores.length)
            .filter(i -> labels[i] > 0 == positive && (weights == null || weights[i] > 0))
            .mapToDouble(i -> scores[i] + 0.0) // No -0, which a sort would put before 0.
            .toArray();
    Arrays.parallelSort(some);
    return some;
  }

  /** Puts the weights of the examples, added in their order, in the place of their number. */
  private void weigh(double[] all, float[] labels, float[] weights) {
    Arrays.fill(positives, 0);
    Arrays.fill(negatives, 0);
    for (int i = 0; i < all.length; i++) {
      if (weights[i] > 0) {
        int group = Arrays.binarySearch(scores, 0, groups, all[i] + 0.0);
        (labels[i] > 0 ? positives : negatives)[group] += weights[i];
      }
    }
  }

  /** The number of different scores. */
  public int groups() {
    return groups;
  }

  /** The score of group k; the groups ascend. */
  public double score(int k) {
    return scores[k];
  }

  /** The weight of the positive examples in group k. */
  public double positives(int k) {
    return positives[k];
  }

  /** The weight of the negative examples in group k. */
  public double negatives(int k) {
    return negatives[k];
  }

  /** The weight of all positive examples. */
  public double positives() {
    return Arrays.stream(positives, 0, groups).sum();
  }

  /** The weight of all negative examples. */
  public double negatives() {
    return Arrays.stream(negatives, 0, groups).sum();
  }

  /** The weight of the pairs whose positive example has the higher score, equal ones half. */
  public double auc() {
    double halves = 0;
    double below = 0;
    for (int k = 0; k < groups; k++) {
      halves += positives[k] * (2 * below + negatives[k]);
      below += negatives[k];
    }
    return halves / (2 * positives() * below);
  }

  /** The sum over the groups, highest first, of precision times the step in recall. */
  public double averagePrecision() {
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
