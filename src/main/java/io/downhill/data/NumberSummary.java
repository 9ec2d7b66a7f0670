package io.downhill.data;

import java.util.Arrays;

/**
 * What training rows hold in the columns of numbers, gathered for all columns in one walk over the
 * rows, in their order.
 */
final class NumberSummary {
  private final float[] first;
  private final double[] sums;
  private final boolean[] varies;
  private final boolean[] fraction;
  // By class: the column's place, then y.
  private final int[][] gaps;
  private final float[][] least;
  private final float[][] most;
  private final int[] examples = new int[2];

  private NumberSummary(int columns) {
    first = new float[columns];
    sums = new double[columns];
    varies = new boolean[columns];
    fraction = new boolean[columns];
    gaps = new int[2][columns];
    least = new float[2][columns];
    most = new float[2][columns];
    Arrays.fill(first, Float.NaN);
    for (int y = 0; y < 2; y++) {
      Arrays.fill(least[y], Float.POSITIVE_INFINITY);
      Arrays.fill(most[y], Float.NEGATIVE_INFINITY);
    }
  }

  /** Walks over these rows; in columns of texts it sees codes, of which nothing is meant. */
  static NumberSummary of(RawExamples raw, int[] rows) {
    NumberSummary summary = new NumberSummary(raw.names().size());
    for (int i : rows) {
      summary.add(raw.block(i), raw.offset(i), raw.positive(i) ? 1 : 0);
    }
    return summary;
  }

  private void add(float[] x, int offset, int y) {
    int[] gapsOfClass = gaps[y];
    float[] leastOfClass = least[y];
    float[] mostOfClass = most[y];
    examples[y]++;
    for (int j = 0; j < first.length; j++) {
      float value = x[offset + j];
      if (value != value) {
        gapsOfClass[j]++;
        continue;
      }
      if (first[j] != first[j]) {
        first[j] = value;
      }
      // The shift keeps the digits of a column far from 0.
      sums[j] += (double) value - first[j];
      varies[j] |= value != first[j];
      fraction[j] |= value != (float) Math.rint(value);
      leastOfClass[j] = value < leastOfClass[j] ? value : leastOfClass[j];
      mostOfClass[j] = value > mostOfClass[j] ? value : mostOfClass[j];
    }
  }

  /** The number of gaps. */
  int gaps(int j) {
    return gaps[0][j] + gaps[1][j];
  }

  /** The first value, NaN if there is none. */
  float first(int j) {
    return first[j];
  }

  /** Whether there are two different values. */
  boolean varies(int j) {
    return varies[j];
  }

  /** Whether every value is a whole number. */
  boolean isWhole(int j) {
    return !fraction[j];
  }

  /** The mean of the values, summed in double precision in the order of the rows. */
  double mean(int j) {
    return first[j] + sums[j] / (examples[0] + examples[1] - gaps(j));
  }

  /** Whether the values, or whether there is one at all, tell every label. */
  boolean tellsLabels(int j) {
    boolean apart = gaps(j) == 0 && (most[0][j] < least[1][j] || most[1][j] < least[0][j]);
    boolean filled =
        gaps[0][j] == 0 && gaps[1][j] == examples[1]
            || gaps[1][j] == 0 && gaps[0][j] == examples[0];
    return apart || filled;
  }
}
