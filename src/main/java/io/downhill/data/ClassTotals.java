package io.downhill.data;

import io.downhill.sums.Sum;
import io.downhill.sums.Total;
import io.downhill.sums.Tree;

/**
 * The total weights of two classes, in the order of the tree of sums.
 *
 * @param negative of the class 0, and of all examples where there are no labels
 * @param positive of the class 1
 */
record ClassTotals(Total negative, Total positive) implements Sum<ClassTotals> {
  /**
   * Of m examples.
   *
   * @param labels null for none
   * @param weights null if all are 1
   */
  static ClassTotals of(float[] labels, float[] weights, int m) {
    return Tree.sum(
        Tree.blocks(m),
        block -> {
          int first = (int) block * Tree.BLOCK;
          int end = (int) Math.min(m, first + (long) Tree.BLOCK);
          return weights == null
              ? counted(labels, first, end)
              : weighed(labels, weights, first, end);
        });
  }

  private static ClassTotals counted(float[] labels, int first, int end) {
    int positive = 0;
    for (int i = first; i < end && labels != null; i++) {
      positive += labels[i] > 0 ? 1 : 0;
    }
    return new ClassTotals(Total.of(end - first - positive), Total.of(positive));
  }

  private static ClassTotals weighed(float[] labels, float[] weights, int first, int end) {
    Total[] totals = {Total.of(0), Total.of(0)};
    for (int i = first; i < end; i++) {
      int y = labels != null && labels[i] > 0 ? 1 : 0;
      totals[y] = totals[y].plus(Total.of(weights[i]));
    }
    return new ClassTotals(totals[0], totals[1]);
  }

  @Override
  public ClassTotals plus(ClassTotals next) {
    return new ClassTotals(negative.plus(next.negative), positive.plus(next.positive));
  }
}
