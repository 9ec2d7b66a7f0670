package io.downhill;

import io.downhill.data.Softmax;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The AUC of K classes: the mean over the pairs of classes of (A(k|l) + A(l|k)) / 2, where A(k|l)
 * is the chance that an example of k has a larger p_k than one of l, ties counted half. Pairs of
 * which a class has no example are none.
 *
 * <p>Examples are ranked by the log odds of p_k, which have the order of p_k and keep it where p_k
 * rounds to 1.
 *
 * <p>Source: Hand and Till, A simple generalisation of the area under the ROC curve for multiple
 * class classification problems, Machine Learning 45, 2001.
 */
final class PairwiseAuc {
  private PairwiseAuc() {}

  /**
   * The mean over the pairs.
   *
   * @param margins z, m x K, example by example
   * @param weights null if each example counts once
   * @return NaN if fewer than two classes have examples
   */
  static double of(double[] margins, float[] labels, float[] weights, int classes) {
    int m = labels.length;
    double[] totals = new double[classes];
    for (int i = 0; i < m; i++) {
      totals[(int) labels[i]] += weights == null ? 1 : weights[i];
    }
    int[] best = new int[m];
    Arrays.setAll(best, i -> Softmax.first(margins, i * classes, classes));
    double[] others = others(margins, best, classes);
    // Each class alone, so that the sum does not depend on the threads.
    double[][] wins =
        IntStream.range(0, classes)
            .parallel()
            .mapToObj(
                k ->
                    totals[k] > 0
                        ? wins(k, odds(k, margins, best, others, classes), labels, weights, classes)
                        : new double[0])
            .toArray(double[][]::new);
    double sum = 0;
    int pairs = 0;
    for (int k = 0; k < classes; k++) {
      for (int l = 0; l < k; l++) {
        if (totals[k] > 0 && totals[l] > 0) {
          double both = totals[k] * totals[l];
          sum += (wins[k][l] / both + wins[l][k] / both) / 2;
          pairs++;
        }
      }
    }
    return sum / pairs;
  }

  /** For each example the sum of exp(z - u) over the classes but the best, whose z is u. */
  private static double[] others(double[] z, int[] best, int classes) {
    double[] others = new double[best.length];
    for (int i = 0; i < best.length; i++) {
      double greatest = z[i * classes + best[i]];
      for (int k = 0; k < classes; k++) {
        others[i] += k == best[i] ? 0 : Softmax.exponential(z[i * classes + k], greatest);
      }
    }
    return others;
  }

  /** log (p_k / (1 - p_k)) of each example, as (z_k - u) - log (the sum of the others' e). */
  private static double[] odds(int k, double[] z, int[] best, double[] others, int classes) {
    double[] odds = new double[best.length];
    for (int i = 0; i < odds.length; i++) {
      double own = z[i * classes + k];
      double greatest = z[i * classes + best[i]];
      double rest = k == best[i] ? others[i] : 1 + others[i] - Softmax.exponential(own, greatest);
      // Never -0, which a sort puts before 0.
      odds[i] = (own == greatest ? 0 : own - greatest) - StrictMath.log(rest) + 0.0;
    }
    return odds;
  }

  /** For each class l the weight of the pairs that k wins against it, ties half. */
  private static double[] wins(int k, double[] odds, float[] y, float[] weights, int classes) {
    double[] scores = Arrays.stream(odds).sorted().distinct().toArray();
    int[] ends = new int[scores.length + 1];
    int[] groups = new int[odds.length];
    for (int i = 0; i < odds.length; i++) {
      groups[i] = Arrays.binarySearch(scores, odds[i]);
      ends[groups[i] + 1]++;
    }
    for (int g = 0; g < scores.length; g++) {
      ends[g + 1] += ends[g];
    }
    // The examples by their scores; equal ones in their order.
    int[] order = new int[odds.length];
    int[] next = ends.clone();
    for (int i = 0; i < odds.length; i++) {
      order[next[groups[i]]++] = i;
    }
    double[] below = new double[classes];
    double[] equal = new double[classes];
    double[] wins = new double[classes];
    for (int g = 0; g < scores.length; g++) {
      for (int at = ends[g]; at < ends[g + 1]; at++) {
        equal[(int) y[order[at]]] += weights == null ? 1 : weights[order[at]];
      }
      for (int l = 0; equal[k] > 0 && l < classes; l++) {
        wins[l] += equal[k] * (below[l] + equal[l] / 2);
      }
      for (int at = ends[g]; at < ends[g + 1]; at++) {
        int l = (int) y[order[at]];
        below[l] += equal[l];
        equal[l] = 0;
      }
    }
    return wins;
  }
}
