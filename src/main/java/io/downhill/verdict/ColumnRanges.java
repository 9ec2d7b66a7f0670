package io.downhill.verdict;

import io.downhill.data.Dataset;
import io.downhill.data.RowValues;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The least and the largest value of each column in each class.
 *
 * @param least K x n
 * @param most K x n
 */
record ColumnRanges(float[][] least, float[][] most) {
  /**
   * Walks over the values of the examples that count; where an example lacks one, it is 0.
   *
   * @param classes K, each of which has one
   */
  static ColumnRanges of(Dataset data, int classes) {
    int n = data.features();
    ColumnRanges ranges = new ColumnRanges(new float[classes][n], new float[classes][n]);
    for (int k = 0; k < classes; k++) {
      Arrays.fill(ranges.least[k], Float.POSITIVE_INFINITY);
      Arrays.fill(ranges.most[k], Float.NEGATIVE_INFINITY);
    }
    float[] weights = data.weights();
    int[] examples = new int[classes];
    int[][] given = new int[classes][n];
    RowValues row = new RowValues(data.rows());
    for (int i = 0; i < data.examples(); i++) {
      if (weights == null || weights[i] > 0) {
        int y = (int) data.labels()[i];
        examples[y]++;
        row.to(i);
        for (int p = 0; p < row.count(); p++) {
          given[y][row.column(p)]++;
          ranges.add(y, row.column(p), row.value(p));
        }
      }
    }
    for (int y = 0; y < classes; y++) {
      for (int j = 0; j < n; j++) {
        if (given[y][j] < examples[y]) {
          ranges.add(y, j, 0);
        }
      }
    }
    return ranges;
  }

  private void add(int y, int j, float x) {
    least[y][j] = Math.min(least[y][j], x);
    most[y][j] = Math.max(most[y][j], x);
  }

  /**
   * Lines by which one column parts groups of classes.
   *
   * @param slopes of the K classes in the column
   * @param biases of the K classes
   */
  record Lines(double[] slopes, double[] biases) {}

  /**
   * Parts the classes wherever no value of the ones below is beyond the least of those above. Of
   * one column nothing else separates: where lines differ, those with the least slope are below all
   * others.
   *
   * <p>A cut at t adds x - t to the line of each class above it, so that no example moves towards a
   * wrong class.
   *
   * @param intercept whether there are biases; without them only a cut at 0 will do
   * @return empty if there is no cut, or the column has one value
   */
  Optional<Lines> cuts(int j, boolean intercept) {
    // -0 is 0.
    Comparator<Integer> order =
        Comparator.<Integer>comparingDouble(k -> least[k][j] + 0f)
            .thenComparingDouble(k -> most[k][j] + 0f);
    int[] ascending =
        IntStream.range(0, least.length).boxed().sorted(order).mapToInt(k -> k).toArray();
    double[] slopes = new double[least.length];
    double[] biases = new double[least.length];
    int cuts = 0;
    double thresholds = 0;
    float below = most[ascending[0]][j];
    for (int next = 1; next < ascending.length; next++) {
      int k = ascending[next];
      double t = intercept ? ((double) below + least[k][j]) / 2 : 0;
      if (below <= t && t <= least[k][j]) {
        cuts++;
        thresholds += t;
      }
      slopes[k] = cuts;
      biases[k] = 0 - thresholds;
      below = Math.max(below, most[k][j]);
    }
    boolean varies = least[ascending[0]][j] < below;
    return cuts > 0 && varies ? Optional.of(new Lines(slopes, biases)) : Optional.empty();
  }
}
