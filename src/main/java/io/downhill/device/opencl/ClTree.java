package io.downhill.device.opencl;

/**
 * The tree of radix 32 over rows of pairs [hi | lo], as the device adds it up.
 *
 * @param combine the kernel that adds one level
 * @param group its items in a group
 * @param columns sums in a row
 * @param stride floats from a row's hi to its lo
 */
record ClTree(ClQueue queue, ClKernel combine, int group, int columns, int stride) {
  /** Children of a node. */
  static final int RADIX = 32;

  /** The number of parents of so many nodes. */
  static int parents(int nodes) {
    return (nodes + RADIX - 1) / RADIX;
  }

  /** Adds one level: so many rows into their parents, which stand from row {@code base} on. */
  void level(ClBuffer rows, int nodes, ClBuffer parents, int base) {
    level(rows, nodes, parents, stride, base);
  }

  private void level(ClBuffer rows, int nodes, ClBuffer parents, int into, int base) {
    combine.with(rows, parents, nodes, columns, stride, into, base);
    queue.launch(combine, columns, group, parents(nodes));
  }

  /**
   * Adds rows up to the root; a single one passes through with its bits.
   *
   * @param rows used as scratch above the second level
   * @param spare room for the parents of the rows
   * @param root receives [hi (columns) | lo (columns)]
   */
  void sum(ClBuffer rows, int count, ClBuffer spare, ClBuffer root) {
    ClBuffer from = rows;
    ClBuffer into = spare;
    int nodes = count;
    while (parents(nodes) > 1) {
      level(from, nodes, into, 0);
      nodes = parents(nodes);
      ClBuffer last = from;
      from = into;
      into = last;
    }
    level(from, nodes, root, columns, 0);
  }
}
