package io.downhill;

import io.downhill.data.Argument;
import io.downhill.data.Classes;
import io.downhill.data.Softmax;
import java.util.ArrayList;
import java.util.List;

/**
 * How well a model tells K classes apart; the most probable class is predicted, of equal ones the
 * first. An example of weight k counts as k examples do, one of weight 0 as none. What is not
 * defined is NaN.
 *
 * @param examples how many have a weight above 0
 * @param weight what they weigh together; without weights their number
 * @param accuracy the fraction of examples whose class is predicted, in [0,1]
 * @param logLoss the mean of -log p of the class that each is of
 * @param macroF1 the mean of F1 over the classes that are there or are predicted
 * @param weightedF1 the mean of F1 over the classes that are there, by their weights
 * @param auc the mean over the pairs of classes that are both there, as {@link PairwiseAuc} has it;
 *     NaN if there is one class only
 * @param classes each alone, in the order of the model
 * @param confusion K x K, what the examples of each class weigh (row) that are predicted to be of
 *     each (column)
 */
public record ClassMetrics(
    int examples,
    double weight,
    double accuracy,
    double logLoss,
    double macroF1,
    double weightedF1,
    double auc,
    List<OfClass> classes,
    double[][] confusion) {

  /**
   * One class against all others.
   *
   * @param name of the class
   * @param weight what the examples of it weigh
   * @param predicted what those weigh that are predicted to be of it
   * @param precision of those the fraction that are; NaN if there is none
   * @param recall of the examples of it the fraction predicted so; NaN if there is none
   * @param f1 the harmonic mean of both; NaN if neither is there
   */
  public record OfClass(
      String name, double weight, double predicted, double precision, double recall, double f1) {}

  /**
   * Measures margins against labels.
   *
   * @param margins z, m x K, example by example
   * @param labels y, length m, each from 0 to K - 1
   * @param weights how often each example counts, length m, each finite and 0 or more; null if once
   * @param names of the K classes
   * @throws IllegalArgumentException if the lengths differ, or no example counts
   */
  public static ClassMetrics of(double[] margins, float[] labels, float[] weights, Classes names) {
    int m = labels.length;
    int classes = Argument.notNull(names, "names").count();
    if (m == 0 || margins.length != (long) m * classes) {
      throw new IllegalArgumentException(
          "margins: " + margins.length + ", labels: " + m + ", classes: " + classes);
    }
    if (weights != null && weights.length != m) {
      throw new IllegalArgumentException("labels: " + m + ", weights: " + weights.length);
    }
    double[][] confusion = new double[classes][classes];
    double loss = 0;
    double weight = 0;
    int examples = 0;
    for (int i = 0; i < m; i++) {
      double c = weights == null ? 1 : weights[i];
      if (!(c > 0)) {
        continue;
      }
      examples++;
      weight += c;
      loss += c * Softmax.loss(margins, i * classes, classes, (int) labels[i]);
      confusion[(int) labels[i]][Softmax.first(margins, i * classes, classes)] += c;
    }
    if (examples == 0) {
      throw new IllegalArgumentException("no example has a weight above 0");
    }
    List<OfClass> each = each(confusion, names);
    double right = 0;
    double weighted = 0;
    double macro = 0;
    int defined = 0;
    for (int k = 0; k < classes; k++) {
      OfClass one = each.get(k);
      right += confusion[k][k];
      if (!Double.isNaN(one.f1)) {
        weighted += one.weight * one.f1;
        macro += one.f1;
        defined++;
      }
    }
    return new ClassMetrics(
        examples,
        weight,
        right / weight,
        loss / weight,
        macro / defined,
        weighted / weight,
        PairwiseAuc.of(margins, labels, weights, classes),
        each,
        confusion);
  }

  /** The loss -log p of each example, length m. */
  static double[] losses(Scores scores) {
    int classes = scores.columns();
    double[] losses = new double[scores.labels().length];
    for (int i = 0; i < losses.length; i++) {
      losses[i] = Softmax.loss(scores.margins(), i * classes, classes, (int) scores.labels()[i]);
    }
    return losses;
  }

  /** Whether the class of each example is predicted, length m. */
  static boolean[] right(Scores scores) {
    int classes = scores.columns();
    boolean[] right = new boolean[scores.labels().length];
    for (int i = 0; i < right.length; i++) {
      right[i] = Softmax.first(scores.margins(), i * classes, classes) == (int) scores.labels()[i];
    }
    return right;
  }

  private static List<OfClass> each(double[][] confusion, Classes names) {
    List<OfClass> each = new ArrayList<>();
    for (int k = 0; k < confusion.length; k++) {
      double actual = 0;
      double predicted = 0;
      for (int l = 0; l < confusion.length; l++) {
        actual += confusion[k][l];
        predicted += confusion[l][k];
      }
      double both = confusion[k][k];
      each.add(
          new OfClass(
              names.name(k),
              actual,
              predicted,
              both / predicted,
              both / actual,
              2 * both / (predicted + actual)));
    }
    return List.copyOf(each);
  }
}
