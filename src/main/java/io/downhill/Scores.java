package io.downhill;

import io.downhill.data.Classes;
import io.downhill.data.Clusters;
import io.downhill.data.Dataset;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Margins beside what the examples are.
 *
 * @param margins z, length m for two classes; m x K for more, example by example
 * @param labels y, length m, each a whole number from 0 to K - 1
 * @param weights how often each example counts, length m; null if once
 * @param seconds which are one row with the one before, as the parts of a soft label
 */
public record Scores(double[] margins, float[] labels, float[] weights, BitSet seconds) {
  /** Examples each of which is a row, or many. */
  public Scores(double[] margins, float[] labels, float[] weights) {
    this(margins, labels, weights, new BitSet());
  }

  /** Those of some examples that are one row with the one before. */
  static BitSet seconds(Dataset examples) {
    BitSet seconds = new BitSet();
    examples
        .clusters()
        .filter(Clusters::areRows)
        .ifPresent(
            rows -> {
              for (int i = 1; i < rows.places().length; i++) {
                seconds.set(i, rows.places()[i] == rows.places()[i - 1]);
              }
            });
    return seconds;
  }

  /** How many margins an example has: 1 for two classes, K for more. */
  public int columns() {
    return margins.length / labels.length;
  }

  /** The probabilities of the positive class of two, length m. */
  public double[] probabilities() {
    return Arrays.stream(margins).map(LogisticModel::sigmoid).toArray();
  }

  /** The threshold that serves best on these examples. */
  public double choose(Threshold rule) {
    return rule.choose(probabilities(), labels, weights);
  }

  /**
   * The measures of K &gt; 2 classes.
   *
   * @param classes of the model that gave the margins
   */
  public ClassMetrics measured(Classes classes) {
    return ClassMetrics.of(margins, labels, weights, classes);
  }

  /** The measures at a threshold. */
  public Metrics measured(double threshold) {
    return Metrics.of(margins, labels, weights, threshold);
  }

  /** Whether each example is on its side of a threshold. */
  boolean[] right(double threshold) {
    boolean[] right = new boolean[margins.length];
    for (int i = 0; i < right.length; i++) {
      right[i] = Metrics.isPositive(margins[i], threshold) == labels[i] > 0;
    }
    return right;
  }

  @Override
  public String toString() {
    return "Scores[" + labels.length + " examples]";
  }
}
