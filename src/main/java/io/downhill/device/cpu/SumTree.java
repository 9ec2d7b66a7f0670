package io.downhill.device.cpu;

import java.util.Arrays;
import java.util.function.Supplier;

/**
 * The tree of radix 32 above the blocks. A node is a row of pairs [hi | lo]; its children are added
 * in the order of their index by TwoSum, with the errors gathered in lo. The tree depends on the
 * number of examples alone: that it is built in groups, so that the rows of only one group are in
 * memory, and by several threads, does not show.
 *
 * <p>Error: a column's sum differs from the exact sum of its stripes by about 2^-48 of the sum of
 * their magnitudes, so the stripes (32 terms in float32) are what limits it.
 */
final class SumTree {
  static final int RADIX = 32;

  /** Values in the rows of one group, at most: 16 MiB. */
  private static final int GROUP_VALUES = 1 << 22;

  private final Workers workers;
  private final int row;
  private final int groupValues;

  /** A tree whose rows have so many columns. */
  SumTree(Workers workers, int columns) {
    this(workers, columns, GROUP_VALUES);
  }

  /** The same with so many values in the rows of a group at most, or those of 32 rows. */
  SumTree(Workers workers, int columns, int groupValues) {
    this.workers = workers;
    this.row = 2 * columns;
    this.groupValues = groupValues;
  }

  /** What a + b lost when it was rounded to sum, exactly (Knuth's TwoSum). */
  static float error(float a, float b, float sum) {
    float bRounded = sum - a;
    return (a - (sum - bRounded)) + (b - bRounded);
  }

  /** The root over so many blocks. */
  float[] sum(int blocks, Supplier<BlockPass> pass) {
    int group = RADIX;
    while (group < blocks && (long) group * RADIX * row <= groupValues) {
      group *= RADIX;
    }
    int groups = (blocks + group - 1) / group;
    float[][] tops = new float[groups][];
    float[][] rows = new float[Math.min(group, blocks)][row];
    for (int g = 0; g < groups; g++) {
      int first = g * group;
      int count = Math.min(group, blocks - first);
      workers.run(
          count,
          () -> {
            BlockPass block = pass.get();
            return index -> block.sum(first + index, rows[index], 0);
          });
      tops[g] = root(Arrays.copyOf(rows, count)).clone();
    }
    return root(tops);
  }

  /** Adds up nodes level by level to one; a single node is returned as it is. */
  private float[] root(float[][] nodes) {
    float[][] children = nodes;
    while (children.length > 1) {
      float[][] from = children;
      float[][] into = new float[(from.length + RADIX - 1) / RADIX][row];
      workers.run(into.length, () -> node -> combine(from, node * RADIX, into[node]));
      children = into;
    }
    return children[0];
  }

  /** Adds the children of one node, from {@code first} on as many of 32 as there are. */
  private void combine(float[][] children, int first, float[] into) {
    int columns = row / 2;
    for (int child = first; child < Math.min(first + RADIX, children.length); child++) {
      float[] pairs = children[child];
      for (int j = 0; j < columns; j++) {
        float hi = into[j];
        float sum = hi + pairs[j];
        float error = error(hi, pairs[j], sum);
        into[j] = sum;
        into[columns + j] += error + pairs[columns + j];
      }
    }
  }
}
