package io.downhill;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How well a model tells the two classes apart. An example is predicted positive where its
 * probability is above the threshold; 0.5 means a margin above 0. What is not defined, as the
 * precision of a model that predicts no positive, is NaN.
 *
 * @param examples m
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
 * @param calibration ten groups of the same size, to one example, from the smallest probabilities
 *     to the largest; fewer groups if there are fewer examples
 */
public record Metrics(
    int examples,
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
   * @param examples how many
   * @param predicted the mean probability
   * @param actual the fraction that is positive
   */
  public record Calibration(int examples, double predicted, double actual) {}

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
    return of(margins, labels, LogisticModel.HALF);
  }

  /**
   * Measures margins against labels.
   *
   * @param margins z, length m
   * @param labels y, length m, each 0 or 1
   * @param threshold above which probability the positive class is predicted
   * @throws IllegalArgumentException if the lengths differ or are 0
   */
  public static Metrics of(double[] margins, float[] labels, double threshold) {
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
      // A margin just above 0 has a probability that rounds to 0.5.
      boolean predicted =
          threshold == LogisticModel.HALF
              ? margins[i] > 0
              : LogisticModel.sigmoid(margins[i]) > threshold;
      counts[(positive ? 2 : 0) + (predicted ? 1 : 0)]++;
    }
    int[] order = ascending(margins);
    Confusion confusion = new Confusion(counts[3], counts[1], counts[0], counts[2]);
    double right = confusion.truePositives + confusion.trueNegatives;
    double predicted = confusion.truePositives + confusion.falsePositives;
    double actual = confusion.truePositives + confusion.falseNegatives;
    return new Metrics(
        m,
        right / m,
        loss / m,
        auc(margins, labels),
        prAuc(order, margins, labels),
        squares / m,
        confusion.truePositives / predicted,
        confusion.truePositives / actual,
        2.0 * confusion.truePositives / (predicted + actual),
        threshold,
        confusion,
        calibration(order, margins, labels));
  }

  /** The examples by margin, the largest last; of equal margins in their own order. */
  private static int[] ascending(double[] margins) {
    return IntStream.range(0, margins.length)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> margins[i]))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private static double prAuc(int[] order, double[] margins, float[] labels) {
    long positives = 0;
    for (float y : labels) {
      positives += y > 0 ? 1 : 0;
    }
    double area = 0;
    long hits = 0;
    long before = 0;
    for (int k = order.length - 1; k >= 0; k--) {
      hits += labels[order[k]] > 0 ? 1 : 0;
      if (k == 0 || margins[order[k - 1]] != margins[order[k]]) {
        area += (double) hits / (order.length - k) * (hits - before);
        before = hits;
      }
    }
    return area / positives;
  }

  private static List<Calibration> calibration(int[] order, double[] margins, float[] labels) {
    List<Calibration> groups = new ArrayList<>();
    for (int g = 0; g < GROUPS; g++) {
      int from = (int) ((long) g * order.length / GROUPS);
      int to = (int) ((g + 1L) * order.length / GROUPS);
      double predicted = 0;
      double actual = 0;
      for (int k = from; k < to; k++) {
        predicted += LogisticModel.sigmoid(margins[order[k]]);
        actual += labels[order[k]];
      }
      if (to > from) {
        groups.add(new Calibration(to - from, predicted / (to - from), actual / (to - from)));
      }
    }
    return List.copyOf(groups);
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
