package io.downhill.device.cpu;

/**
 * The tree of radix 32 above the blocks. A node is a row of pairs [hi | lo]; its children are added
 * in the order of their index by TwoSum, with the errors gathered in lo. The tree depends on the
 * number of examples alone.
 *
 * <p>Error: a column's sum differs from the exact sum of its stripes by about 2^-48 of the sum of
 * their magnitudes, so the stripes (32 terms in float32) are what limits it.
 */
final class SumTree {
  static final int RADIX = 32;

  private SumTree() {}

  /** What a + b lost when it was rounded to sum, exactly (Knuth's TwoSum). */
  static float error(float a, float b, float sum) {
    float bRounded = sum - a;
    return (a - (sum - bRounded)) + (b - bRounded);
  }

  /**
   * Adds children first to before last into one node.
   *
   * @param children rows of length 2 columns
   * @param node receives row {@code index}
   */
  static void combine(float[] children, int first, int last, int columns, float[] node, int index) {
    int at = index * 2 * columns;
    java.util.Arrays.fill(node, at, at + 2 * columns, 0f);
    for (int child = first; child < last; child++) {
      int from = child * 2 * columns;
      for (int j = 0; j < columns; j++) {
        float hi = node[at + j];
        float sum = hi + children[from + j];
        float error = error(hi, children[from + j], sum);
        node[at + j] = sum;
        node[at + columns + j] += error + children[from + columns + j];
      }
    }
  }

  /** The number of parents of so many nodes. */
  static int parents(int nodes) {
    return (nodes + RADIX - 1) / RADIX;
  }
}
