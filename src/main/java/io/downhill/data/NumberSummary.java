package io.downhill.data;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * What training rows hold in the columns of numbers, gathered for all columns in one walk over the
 * rows, in their order.
 */
final class NumberSummary {
  private static final int PART = 1 << 16;

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

  /**
   * Walks over these rows, in parts that are shared out to all cores and put together in their
   * order; in columns of texts it sees codes, of which nothing is meant.
   */
  static NumberSummary of(RawExamples raw, int[] rows) {
    NumberSummary[] parts = new NumberSummary[Math.max(1, (rows.length - 1) / PART + 1)];
    IntStream.range(0, parts.length).parallel().forEach(k -> parts[k] = of(raw, rows, k * PART));
    for (int k = 1; k < parts.length; k++) {
      parts[0].add(parts[k]);
    }
    return parts[0];
  }

  private static NumberSummary of(RawExamples raw, int[] rows, int from) {
    int to = from + Math.min(PART, rows.length - from);
    NumberSummary summary = new NumberSummary(raw.names().size());
    for (int k = from; k < to; k++) {
      int i = rows[k];
      summary.add(raw.block(i), raw.offset(i), raw.positive(i) ? 1 : 0);
    }
    return summary;
  }

  /** Adds what was seen in more rows, which come after these. */
  private void add(NumberSummary more) {
    for (int j = 0; j < first.length; j++) {
      if (Float.isNaN(first[j])) {
        first[j] = more.first[j];
        sums[j] = more.sums[j];
      } else if (!Float.isNaN(more.first[j])) {
        int count = more.examples[0] + more.examples[1] - more.gaps(j);
        sums[j] += more.sums[j] + count * ((double) more.first[j] - first[j]);
        varies[j] |= more.first[j] != first[j];
      }
      varies[j] |= more.varies[j];
      fraction[j] |= more.fraction[j];
      for (int y = 0; y < 2; y++) {
        gaps[y][j] += more.gaps[y][j];
        least[y][j] = Math.min(least[y][j], more.least[y][j]);
        most[y][j] = Math.max(most[y][j], more.most[y][j]);
      }
    }
    examples[0] += more.examples[0];
    examples[1] += more.examples[1];
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
      if (!fraction[j]) {
        fraction[j] = value != (float) Math.rint(value);
      }
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

  /** The mean of the values, summed in double precision, part by part in the order of the rows. */
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
