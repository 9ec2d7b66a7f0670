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

  /** A tree whose rows have so many columns. */
  SumTree(Workers workers, int columns) {
    this.workers = workers;
    this.row = 2 * columns;
  }

  /** What a + b lost when it was rounded to sum, exactly (Knuth's TwoSum). */
  static float error(float a, float b, float sum) {
    float bRounded = sum - a;
    return (a - (sum - bRounded)) + (b - bRounded);
  }

  /** The root over so many blocks. */
  float[] sum(int blocks, Supplier<BlockPass> pass) {
    int group = RADIX;
    while (group < blocks && (long) group * RADIX * row <= GROUP_VALUES) {
      group *= RADIX;
    }
    int groups = (blocks + group - 1) / group;
    float[] tops = new float[groups * row];
    float[] rows = new float[Math.min(group, blocks) * row];
    for (int g = 0; g < groups; g++) {
      int first = g * group;
      int count = Math.min(group, blocks - first);
      workers.run(
          count,
          () -> {
            BlockPass block = pass.get();
            return index -> block.sum(first + index, rows, index * row);
          });
      System.arraycopy(root(rows, count), 0, tops, g * row, row);
    }
    return root(tops, groups);
  }

  /** Adds up nodes level by level to one. */
  private float[] root(float[] nodes, int count) {
    float[] children = nodes;
    for (int left = count; left > 1; ) {
      int parents = (left + RADIX - 1) / RADIX;
      int last = left;
      float[] from = children;
      float[] into = new float[parents * row];
      workers.run(parents, () -> node -> combine(from, node, last, into));
      children = into;
      left = parents;
    }
    return children;
  }

  /** Adds the children of one node, those before last that there are. */
  private void combine(float[] children, int node, int last, float[] into) {
    int columns = row / 2;
    int at = node * row;
    Arrays.fill(into, at, at + row, 0f);
    for (int child = node * RADIX; child < Math.min((node + 1) * RADIX, last); child++) {
      int from = child * row;
      for (int j = 0; j < columns; j++) {
        float hi = into[at + j];
        float sum = hi + children[from + j];
        float error = error(hi, children[from + j], sum);
        into[at + j] = sum;
        into[at + columns + j] += error + children[from + columns + j];
      }
    }
  }
}
