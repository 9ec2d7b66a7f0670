package io.downhill;

import java.util.ArrayList;
import java.util.List;

/**
 * How well a model tells the two classes apart. An example is predicted positive where its
 * probability is above the threshold; 0.5 means a margin above 0. What is not defined, as the
 * precision of a model that predicts no positive, is NaN.
 *
 * <p>An example of weight k counts as k examples do, one of weight 0 as none: every measure is that
 * of the examples repeated.
 *
 * @param examples how many have a weight above 0
 * @param weight what they weigh together; without weights their number
 * @param accuracy the fraction of examples on the right side, in [0,1]
 * @param logLoss the mean loss, without penalties
 * @param auc the chance that a positive example has a larger margin than a negative one, ties
 *     counted half; exact; NaN if there is one class only
 * @param prAuc the area under precision against recall as average precision, the sum of precision
 *     times the step in recall over the different margins from the largest down; NaN without a
 *     positive example
 * @param brier the mean of (a - y)^2
 * @param precision of the examples predicted positive, the fraction that are
 * @param recall of the positive examples, the fraction predicted so
 * @param f1 the harmonic mean of precision and recall
 * @param threshold above which probability the positive class is predicted
 * @param confusion how many examples went where
 * @param calibration up to ten groups of about the same size, from the smallest probabilities to
 *     the largest; examples with equal margins are in one
 */
public record Metrics(
    int examples,
    double weight,
    double accuracy,
    double logLoss,
    double auc,
    double prAuc,
    double brier,
    double precision,
    double recall,
    double f1,
    double threshold,
    Confusion confusion,
    List<Calibration> calibration) {
  private static final int GROUPS = 10;

  /**
   * Examples with neighbouring probabilities.
   *
   * @param examples how many, each counted by its weight
   * @param predicted the mean probability
   * @param actual the fraction that is positive
   */
  public record Calibration(double examples, double predicted, double actual) {}

  /** Counts of examples, by their weights, by what they are and what was predicted. */
  public record Confusion(
      double truePositives, double falsePositives, double trueNegatives, double falseNegatives) {}

  /**
   * Measures margins against labels.
   *
   * @param margins z, length m
   * @param labels y, length m, each 0 or 1
   * @throws IllegalArgumentException if the lengths differ or are 0
   */
  public static Metrics of(double[] margins, float[] labels) {
    return of(margins, labels, LogisticModel.HALF);
  }

  /**
   * Measures margins against labels, each example counting once.
   *
   * @param margins z, length m
   * @param labels y, length m, each 0 or 1
   * @param threshold above which probability the positive class is predicted
   * @throws IllegalArgumentException if the lengths differ or are 0
   */
  public static Metrics of(double[] margins, float[] labels, double threshold) {
    return of(margins, labels, null, threshold);
  }

  /**
   * Measures margins against labels.
   *
   * @param margins z, length m
   * @param labels y, length m, each 0 or 1
   * @param weights how often each example counts, length m, each finite and 0 or more; null if once
   * @param threshold above which probability the positive class is predicted
   * @throws IllegalArgumentException if the lengths differ, or no example counts
   */
  public static Metrics of(double[] margins, float[] labels, float[] weights, double threshold) {
    int m = margins.length;
    if (m != labels.length || m == 0) {
      throw new IllegalArgumentException("margins: " + m + ", labels: " + labels.length);
    }
    if (weights != null && weights.length != m) {
      throw new IllegalArgumentException("margins: " + m + ", weights: " + weights.length);
    }
    double[] counts = new double[4];
    double loss = 0;
    double squares = 0;
    int examples = 0;
    for (int i = 0; i < m; i++) {
      double c = weights == null ? 1 : weights[i];
      if (!(c > 0)) {
        continue;
      }
      examples++;
      boolean positive = labels[i] > 0;
      // The margin towards the wrong class keeps the digits of a - y where a is near y.
      double wrong = positive ? -margins[i] : margins[i];
      double error = LogisticModel.sigmoid(wrong);
      loss += c * (Math.max(wrong, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(wrong))));
      squares += c * (error * error);
      counts[(positive ? 2 : 0) + (isPositive(margins[i], threshold) ? 1 : 0)] += c;
    }
    if (examples == 0) {
      throw new IllegalArgumentException("no example has a weight above 0");
    }
    Confusion confusion = new Confusion(counts[3], counts[1], counts[0], counts[2]);
    double right = confusion.truePositives + confusion.trueNegatives;
    double predicted = confusion.truePositives + confusion.falsePositives;
    double actual = confusion.truePositives + confusion.falseNegatives;
    double weight = counts[0] + counts[1] + counts[2] + counts[3];
    Ranking ranking = new Ranking(margins, labels, weights);
    return new Metrics(
        examples,
        weight,
        right / weight,
        loss / weight,
        ranking.auc(),
        ranking.averagePrecision(),
        squares / weight,
        confusion.truePositives / predicted,
        confusion.truePositives / actual,
        2 * confusion.truePositives / (predicted + actual),
        threshold,
        confusion,
        calibration(ranking, weight));
  }

  /**
   * Whether a margin's probability is above a threshold. A margin just above 0 has a probability
   * that rounds to 0.5.
   */
  public static boolean isPositive(double margin, double threshold) {
    return threshold == LogisticModel.HALF ? margin > 0 : LogisticModel.sigmoid(margin) > threshold;
  }

  /**
   * Each group of equal margins belongs to the tenth of the weight in which it ends, and so none is
   * divided between two.
   */
  private static List<Calibration> calibration(Ranking ranking, double weight) {
    List<Calibration> groups = new ArrayList<>();
    int k = 0;
    double passed = 0;
    for (int tenth = 1; tenth <= GROUPS; tenth++) {
      double examples = 0;
      double predicted = 0;
      double actual = 0;
      while (k < ranking.groups() && (tenth == GROUPS || ends(ranking, k, passed, weight, tenth))) {
        double count = ranking.positives(k) + ranking.negatives(k);
        examples += count;
        predicted += count * LogisticModel.sigmoid(ranking.score(k));
        actual += ranking.positives(k);
        passed += count;
        k++;
      }
      if (examples > 0) {
        groups.add(new Calibration(examples, predicted / examples, actual / examples));
      }
    }
    return List.copyOf(groups);
  }

  private static boolean ends(Ranking ranking, int k, double passed, double weight, int tenth) {
    double end = passed + ranking.positives(k) + ranking.negatives(k);
    return GROUPS * end <= tenth * weight;
  }
}
