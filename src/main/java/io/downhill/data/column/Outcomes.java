package io.downhill.data.column;

import io.downhill.data.Classes;
import io.downhill.data.HeldOut;
import io.downhill.data.LabelCoder;
import java.util.Arrays;

/**
 * How much of each training row is of which class: all of it by a label, or a part of each by
 * counts or a fraction. A row of both becomes two examples of the same features, so that a pass,
 * which knows signed weights, takes it as it takes all others.
 */
public final class Outcomes implements HeldOut.Outcome {
  private final Classes classes;
  private final float[] labels;
  private final float[] weights;
  private final float[][] parts;
  private final boolean counted;

  private Outcomes(
      Classes classes, float[] labels, float[] weights, float[][] parts, boolean counted) {
    this.classes = classes;
    this.labels = labels;
    this.weights = weights;
    this.parts = parts;
    this.counted = counted;
  }

  /**
   * Rows of one class each.
   *
   * @param weights one a row, above 0, or null
   */
  public static Outcomes of(LabelCoder.Labels labels, float[] weights) {
    boolean counted = weights == null || areWhole(weights);
    return new Outcomes(labels.classes(), labels.values(), weights, null, counted);
  }

  /**
   * Rows that may be of both classes.
   *
   * @param negative the weight of each row as an example of the class 0
   * @param positive the same of the class 1; above 0 where the other is not
   * @param counted whether what each row weighs is a whole number, but for rounding to float32
   */
  public static Outcomes of(Classes classes, float[] negative, float[] positive, boolean counted) {
    return new Outcomes(classes, null, null, new float[][] {negative, positive}, counted);
  }

  private static boolean areWhole(float[] weights) {
    for (float c : weights) {
      if (c != Math.rint(c)) {
        return false;
      }
    }
    return true;
  }

  /** What the classes are called. */
  @Override
  public Classes classes() {
    return classes;
  }

  /** Whether rows may be of both classes. */
  @Override
  public boolean divided() {
    return parts != null;
  }

  /** The weight of row i as an example of the class y; 1 or 0 without weights. */
  public double weight(int i, int y) {
    if (parts != null) {
      return parts[y][i];
    }
    return labels[i] != y ? 0 : weights == null ? 1 : weights[i];
  }

  /** The weight of row i; 1 without weights. */
  @Override
  public double weight(int i) {
    if (parts != null) {
      return weight(i, 0) + weight(i, 1);
    }
    return weights == null ? 1 : weights[i];
  }

  /** The class of row i; 1 of one that is of both. */
  int label(int i) {
    return parts == null ? (int) labels[i] : isOf(i, 1) ? 1 : 0;
  }

  /** Whether row i is of a class, in full or in part. */
  @Override
  public boolean isOf(int i, int y) {
    return weight(i, y) > 0;
  }

  /** Whether all weights are whole numbers, and so may stand for copies; so without weights. */
  @Override
  public boolean counted() {
    return counted;
  }

  /**
   * For how many rows row i counts where rows are counted: its weight where all weights are whole
   * numbers, and so may stand for copies; else 1.
   */
  double copies(int i) {
    return counted ? Math.rint(weight(i)) : 1;
  }

  /** The part of the copies that is of the class y. */
  double copies(int i, int y) {
    double weight = weight(i, y);
    return counted ? weight : weight == 0 ? 0 : weight / weight(i);
  }

  /** Each row as often as it becomes an example, in their order. */
  int[] examples(int[] rows) {
    if (parts == null) {
      return rows;
    }
    int[] examples = new int[Math.multiplyExact(2, rows.length)];
    int count = 0;
    for (int i : rows) {
      examples[count++] = i;
      if (isOf(i, 0) && isOf(i, 1)) {
        examples[count++] = i;
      }
    }
    return Arrays.copyOf(examples, count);
  }

  /**
   * The labels of examples; of a row that is two, the first is of the class 0.
   *
   * @param examples as {@link #examples(int[])} gave them
   */
  float[] labels(int[] examples) {
    float[] y = new float[examples.length];
    for (int k = 0; k < y.length; k++) {
      int i = examples[k];
      boolean second = k > 0 && examples[k - 1] == i;
      y[k] = parts == null ? labels[i] : second || !isOf(i, 0) ? 1 : 0;
    }
    return y;
  }

  /** The weights of examples with these labels; null if all are 1. */
  float[] weights(int[] examples, float[] y) {
    if (parts == null && weights == null) {
      return null;
    }
    float[] c = new float[y.length];
    for (int k = 0; k < y.length; k++) {
      c[k] = (float) weight(examples[k], (int) y[k]);
    }
    return c;
  }
}
