package io.downhill;

import java.util.Arrays;

/**
 * Margins beside what the examples are.
 *
 * @param margins z, length m
 * @param labels y, length m, each 0 or 1
 * @param weights how often each example counts, length m; null if once
 */
public record Scores(double[] margins, float[] labels, float[] weights) {
  /** The probabilities, length m. */
  public double[] probabilities() {
    return Arrays.stream(margins).map(LogisticModel::sigmoid).toArray();
  }

  /** The threshold that serves best on these examples. */
  public double choose(Threshold rule) {
    return rule.choose(probabilities(), labels, weights);
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
    return "Scores[" + margins.length + " examples]";
  }
}
