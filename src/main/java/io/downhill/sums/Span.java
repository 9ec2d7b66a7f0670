package io.downhill.sums;

import java.util.ArrayList;
import java.util.List;

/**
 * A range of the blocks that all examples have.
 *
 * @param first the first block
 * @param end the block behind the last
 * @param all the blocks of all examples
 */
public record Span(long first, long end, long all) {
  /** Checks that it is a part of all blocks, and not empty. */
  public Span {
    if (first < 0 || first >= end || end > all) {
      throw new IllegalArgumentException(
          "blocks " + first + " to " + end + " of " + all + ": must be a part, and not empty");
    }
  }

  /**
   * A node of the tree.
   *
   * @param level 0 for a block, one more for its parent, and so on
   * @param index among the nodes of its level
   */
  public record Place(int level, long index) {}

  /** All blocks of so many examples. */
  public static Span whole(int examples) {
    int blocks = Tree.blocks(examples);
    return new Span(0, blocks, blocks);
  }

  /** Whether these are all blocks, so that their sums are those of the root. */
  public boolean isWhole() {
    return first == 0 && end == all;
  }

  /** How many blocks. */
  public int blocks() {
    return Math.toIntExact(end - first);
  }

  /**
   * The nodes that the sums of these blocks are, in the order of the examples: the root alone where
   * these are all blocks, else the largest nodes that lie within the range. So at either end there
   * are at most 31 nodes of a level.
   */
  public List<Place> nodes() {
    return nodes(0, first, end);
  }

  private List<Place> nodes(int level, long begin, long stop) {
    Range parents = parents(begin, stop);
    List<Place> nodes = new ArrayList<>();
    if (parents.isEmpty()) {
      add(nodes, level, begin, stop);
      return nodes;
    }
    add(nodes, level, begin, parents.first * Tree.RADIX);
    nodes.addAll(nodes(level + 1, parents.first, parents.end));
    add(nodes, level, parents.end * Tree.RADIX, stop);
    return nodes;
  }

  private static void add(List<Place> nodes, int level, long begin, long stop) {
    for (long index = begin; index < stop; index++) {
      nodes.add(new Place(level, index));
    }
  }

  /**
   * Some nodes of one level.
   *
   * @param first the index of the first
   * @param end the index behind the last
   */
  public record Range(long first, long end) {
    /** Whether there is none. */
    public boolean isEmpty() {
      return first >= end;
    }

    /** How many. */
    public int size() {
      return Math.toIntExact(Math.max(0, end - first));
    }
  }

  /**
   * The parents of the nodes from {@code begin} to before {@code stop} of a level that have all
   * their children among these; where the range is whole, also the last, which may lack some. None
   * above the root. In a whole range {@code begin} is the first child of its parent.
   */
  public Range parents(long begin, long stop) {
    if (isWhole()) {
      boolean root = begin == 0 && stop == 1;
      return new Range(begin / Tree.RADIX, root ? 0 : (stop + Tree.RADIX - 1) / Tree.RADIX);
    }
    return new Range((begin + Tree.RADIX - 1) / Tree.RADIX, stop / Tree.RADIX);
  }
}
