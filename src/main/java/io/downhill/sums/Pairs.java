package io.downhill.sums;

import java.util.Arrays;

/**
 * Sums of float32 values, column by column, as pairs: hi is the rounded sum, lo gathers what was
 * rounded off; the value is the double hi + lo. Such a sum differs from the exact one by about
 * 2^-48 of the sum of magnitudes.
 *
 * @param values [hi (columns) | lo (columns)]; not copied, not to be changed
 */
public record Pairs(float[] values) implements Sum<Pairs> {
  /** How many columns. */
  public int columns() {
    return values.length / 2;
  }

  /** Adds hi by TwoSum; its error and the other's lo go to lo. */
  @Override
  public Pairs plus(Pairs next) {
    float[] sum = values.clone();
    add(next.values, sum);
    return new Pairs(sum);
  }

  /** Adds a node's pairs to a sum of pairs, in place. */
  public static void add(float[] pairs, float[] sum) {
    int columns = sum.length / 2;
    for (int j = 0; j < columns; j++) {
      float hi = sum[j];
      float rounded = hi + pairs[j];
      sum[columns + j] += Tree.error(hi, pairs[j], rounded) + pairs[columns + j];
      sum[j] = rounded;
    }
  }

  /** Adds one pair to that of a column of a sum, [hi | lo]. */
  public static void add(float high, float low, float[] sum, int column) {
    float hi = sum[column];
    float rounded = hi + high;
    sum[sum.length / 2 + column] += Tree.error(hi, high, rounded) + low;
    sum[column] = rounded;
  }

  /** The sums as doubles, length columns. */
  public double[] toDoubles() {
    double[] sums = new double[columns()];
    for (int j = 0; j < sums.length; j++) {
      sums[j] = (double) values[j] + values[sums.length + j];
    }
    return sums;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Pairs pairs && Arrays.equals(values, pairs.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return "Pairs" + Arrays.toString(values);
  }
}
