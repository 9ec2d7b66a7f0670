package io.downhill.verdict;

import io.downhill.data.Dataset;
import java.util.Arrays;

/**
 * The least and the largest value of each column in a class and in the others.
 *
 * @param least of the others and of the class, by column
 * @param most of the others and of the class, by column
 */
record ColumnRanges(float[][] least, float[][] most) {
  /**
   * Walks over the examples that count.
   *
   * @param positive the class
   */
  static ColumnRanges of(Dataset data, int positive) {
    int n = data.features();
    ColumnRanges ranges = new ColumnRanges(new float[2][n], new float[2][n]);
    for (int y = 0; y < 2; y++) {
      Arrays.fill(ranges.least[y], Float.POSITIVE_INFINITY);
      Arrays.fill(ranges.most[y], Float.NEGATIVE_INFINITY);
    }
    float[] weights = data.weights();
    data.rows()
        .each(
            0,
            data.examples(),
            (i, x, at) -> {
              if (weights == null || weights[i] > 0) {
                ranges.add(data.labels()[i] == positive ? 1 : 0, x, at);
              }
            });
    return ranges;
  }

  private void add(int y, float[] x, int first) {
    for (int j = 0; j < least[y].length; j++) {
      least[y][j] = Math.min(least[y][j], x[first + j]);
      most[y][j] = Math.max(most[y][j], x[first + j]);
    }
  }

  /** Whether a column varies, and no value of one class is beyond the least of the other. */
  boolean part(int j) {
    boolean varies = Math.min(least[0][j], least[1][j]) < Math.max(most[0][j], most[1][j]);
    return varies && (most[0][j] <= least[1][j] || most[1][j] <= least[0][j]);
  }

  /** 1 if the positive class has the larger values of a column, else -1. */
  int sign(int j) {
    return most[0][j] <= least[1][j] ? 1 : -1;
  }

  /** A value between the classes. */
  double between(int j) {
    int low = sign(j) > 0 ? 0 : 1;
    return ((double) most[low][j] + least[1 - low][j]) / 2;
  }
}
