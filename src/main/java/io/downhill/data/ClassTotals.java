package io.downhill.data;

import io.downhill.sums.Sum;
import io.downhill.sums.Total;
import io.downhill.sums.Tree;
import java.util.Arrays;

/**
 * The total weights of K classes, in the order of the tree of sums.
 *
 * @param totals one a class, in the order of the labels; not changed
 */
record ClassTotals(Total[] totals) implements Sum<ClassTotals> {
  /**
   * Of m examples.
   *
   * @param labels null if all are of the class 0
   * @param weights null if all are 1
   * @param classes K
   */
  static ClassTotals of(float[] labels, float[] weights, int m, int classes) {
    return Tree.sum(
        Tree.blocks(m),
        block -> {
          int first = (int) block * Tree.BLOCK;
          int end = (int) Math.min(m, first + (long) Tree.BLOCK);
          return weights == null
              ? counted(labels, first, end, classes)
              : weighed(labels, weights, first, end, classes);
        });
  }

  private static ClassTotals counted(float[] labels, int first, int end, int classes) {
    int[] counts = new int[classes];
    if (labels == null) {
      counts[0] = end - first;
    }
    for (int i = first; i < end && labels != null; i++) {
      counts[(int) labels[i]]++;
    }
    return new ClassTotals(Arrays.stream(counts).mapToObj(Total::of).toArray(Total[]::new));
  }

  private static ClassTotals weighed(
      float[] labels, float[] weights, int first, int end, int classes) {
    Total[] totals = new Total[classes];
    Arrays.fill(totals, Total.of(0));
    for (int i = first; i < end; i++) {
      int y = labels == null ? 0 : (int) labels[i];
      totals[y] = totals[y].plus(Total.of(weights[i]));
    }
    return new ClassTotals(totals);
  }

  @Override
  public ClassTotals plus(ClassTotals next) {
    Total[] sums = new Total[totals.length];
    Arrays.setAll(sums, k -> totals[k].plus(next.totals[k]));
    return new ClassTotals(sums);
  }

  /** Each rounded to one number, length K. */
  double[] values() {
    return Arrays.stream(totals).mapToDouble(Total::value).toArray();
  }
}
