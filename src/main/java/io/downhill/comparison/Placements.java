package io.downhill.comparison;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Where each example stands among those of the other class: of a positive one the share of the
 * negative ones that score less, of a negative one that of the positive ones that score more, equal
 * ones half. Both have the mean AUC.
 *
 * @param values one an example
 * @param totals what the examples of the class 0 and of the class 1 weigh
 * @param auc NaN if there is one class only
 */
record Placements(double[] values, double[] totals, double auc) {
  /**
   * By sorting, in m log m.
   *
   * @param scores length m
   * @param labels y, length m, each 0 or 1
   * @param weights how often each example counts, length m; null if once
   */
  static Placements of(double[] scores, float[] labels, float[] weights) {
    int m = scores.length;
    int[] order =
        IntStream.range(0, m)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> scores[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    double[] below = new double[2];
    double[] values = new double[m];
    for (int first = 0, end; first < m; first = end) {
      double[] equal = new double[2];
      // 0 and -0 are one score.
      for (end = first; end < m && scores[order[end]] == scores[order[first]]; end++) {
        equal[labels[order[end]] > 0 ? 1 : 0] += weights == null ? 1 : weights[order[end]];
      }
      for (int k = first; k < end; k++) {
        int other = labels[order[k]] > 0 ? 0 : 1;
        values[order[k]] = below[other] + equal[other] / 2;
      }
      below[0] += equal[0];
      below[1] += equal[1];
    }
    double pairs = 0;
    for (int i = 0; i < m; i++) {
      boolean positive = labels[i] > 0;
      values[i] = positive ? values[i] / below[0] : 1 - values[i] / below[1];
      pairs += positive ? values[i] * (weights == null ? 1 : weights[i]) : 0;
    }
    return new Placements(values, below, below[0] > 0 ? pairs / below[1] : Double.NaN);
  }
}
