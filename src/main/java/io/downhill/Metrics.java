package io.downhill;

import java.util.Arrays;

/**
 * How well a model tells the two classes apart. An example is predicted positive where its
 * probability is above 0.5, that is where its margin is above 0. What is not defined, as the
 * precision of a model that predicts no positive, is NaN.
 *
 * @param examples m
 * @param accuracy the fraction of examples on the right side, in [0,1]
 * @param logLoss the mean loss, without penalties
 * @param auc the chance that a positive example has a larger margin than a negative one, ties
 *     counted half; exact; NaN if there is one class only
 * @param brier the mean of (a - y)^2
 * @param precision of the examples predicted positive, the fraction that are
 * @param recall of the positive examples, the fraction predicted so
 * @param f1 the harmonic mean of precision and recall
 * @param confusion how many examples went where
 */
public record Metrics(
    int examples,
    double accuracy,
    double logLoss,
    double auc,
    double brier,
    double precision,
    double recall,
    double f1,
    Confusion confusion) {

  /** Counts of examples by what they are and what was predicted. */
  public record Confusion(
      long truePositives, long falsePositives, long trueNegatives, long falseNegatives) {}

  /**
   * Measures margins against labels.
   *
   * @param margins z, length m
   * @param labels y, length m, each 0 or 1
   * @throws IllegalArgumentException if the lengths differ or are 0
   */
  public static Metrics of(double[] margins, float[] labels) {
    int m = margins.length;
    if (m != labels.length || m == 0) {
      throw new IllegalArgumentException("margins: " + m + ", labels: " + labels.length);
    }
    long[] counts = new long[4];
    double loss = 0;
    double squares = 0;
    for (int i = 0; i < m; i++) {
      boolean positive = labels[i] > 0;
      // The margin towards the wrong class keeps the digits of a - y where a is near y.
      double wrong = positive ? -margins[i] : margins[i];
      double error = LogisticModel.sigmoid(wrong);
      loss += Math.max(wrong, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(wrong)));
      squares += error * error;
      counts[(positive ? 2 : 0) + (margins[i] > 0 ? 1 : 0)]++;
    }
    Confusion confusion = new Confusion(counts[3], counts[1], counts[0], counts[2]);
    double right = confusion.truePositives + confusion.trueNegatives;
    double predicted = confusion.truePositives + confusion.falsePositives;
    double actual = confusion.truePositives + confusion.falseNegatives;
    return new Metrics(
        m,
        right / m,
        loss / m,
        auc(margins, labels),
        squares / m,
        confusion.truePositives / predicted,
        confusion.truePositives / actual,
        2.0 * confusion.truePositives / (predicted + actual),
        confusion);
  }

  /** The Mann-Whitney count of ordered pairs, in whole numbers, over all pairs. */
  private static double auc(double[] margins, float[] labels) {
    double[] positives = ofClass(margins, labels, true);
    double[] negatives = ofClass(margins, labels, false);
    long halves = 0;
    int below = 0;
    int notAbove = 0;
    for (double z : positives) {
      while (below < negatives.length && negatives[below] < z) {
        below++;
      }
      while (notAbove < negatives.length && negatives[notAbove] <= z) {
        notAbove++;
      }
      halves += (long) below + notAbove;
    }
    return halves / (2.0 * positives.length * negatives.length);
  }

  private static double[] ofClass(double[] margins, float[] labels, boolean positive) {
    double[] chosen = new double[margins.length];
    int count = 0;
    for (int i = 0; i < margins.length; i++) {
      if (labels[i] > 0 == positive) {
        chosen[count++] = margins[i];
      }
    }
    chosen = Arrays.copyOf(chosen, count);
    Arrays.sort(chosen);
    return chosen;
  }
}
