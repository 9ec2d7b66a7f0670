package io.downhill.sums;

import java.util.ArrayList;
import java.util.List;

/**
 * The sums of a range of blocks, as the largest nodes of the {@link Tree} that lie within it.
 * Forests of neighbouring ranges join, in any association, to that of both; and that of all blocks
 * has the bits of the tree that was summed in one go.
 *
 * @param first the first block
 * @param end the block behind the last
 * @param nodes in the order of the examples
 * @param <S> what is summed
 */
public record Forest<S extends Sum<S>>(long first, long end, List<Node<S>> nodes) {
  /**
   * A node whose children are all there.
   *
   * @param level 0 for a block
   * @param index among the nodes of its level
   */
  public record Node<S extends Sum<S>>(int level, long index, S sum) {}

  /** Keeps a copy of the list. */
  public Forest {
    nodes = List.copyOf(nodes);
  }

  /** The sums of one block. */
  public static <S extends Sum<S>> Forest<S> of(long block, S sum) {
    return new Forest<>(block, block + 1, List.of(new Node<>(0, block, sum)));
  }

  /**
   * The sums of a range that is not whole.
   *
   * @param sums as many as {@link Span#nodes} names, in that order
   */
  public static <S extends Sum<S>> Forest<S> of(Span span, List<S> sums) {
    List<Span.Place> places = span.nodes();
    if (places.size() != sums.size()) {
      throw new IllegalArgumentException(
          "sums: " + sums.size() + ", the range has " + places.size() + " nodes");
    }
    List<Node<S>> nodes = new ArrayList<>();
    for (int k = 0; k < places.size(); k++) {
      nodes.add(new Node<>(places.get(k).level(), places.get(k).index(), sums.get(k)));
    }
    return new Forest<>(span.first(), span.end(), nodes);
  }

  /**
   * The sums of this range and the next.
   *
   * @throws IllegalArgumentException if the other does not begin where this ends
   */
  public Forest<S> join(Forest<S> next) {
    if (next.first != end) {
      throw new IllegalArgumentException(
          "blocks to " + end + " cannot be joined with blocks from " + next.first + " on");
    }
    List<Node<S>> all = new ArrayList<>(nodes);
    for (Node<S> node : next.nodes) {
      all.add(node);
      closeFull(all);
    }
    return new Forest<>(first, next.end, all);
  }

  /** Replaces the last 32 nodes by their parent as long as they are all its children. */
  private static <S extends Sum<S>> void closeFull(List<Node<S>> nodes) {
    while (true) {
      Node<S> last = nodes.get(nodes.size() - 1);
      int start = nodes.size() - Tree.RADIX;
      boolean full =
          last.index % Tree.RADIX == Tree.RADIX - 1
              && start >= 0
              && nodes.get(start).level == last.level;
      if (!full) {
        return;
      }
      close(nodes, start);
    }
  }

  /** Replaces the nodes from {@code start} on, which are siblings, by their parent. */
  private static <S extends Sum<S>> void close(List<Node<S>> nodes, int start) {
    List<Node<S>> siblings = nodes.subList(start, nodes.size());
    Node<S> eldest = siblings.get(0);
    S sum = Tree.inOrder(siblings.stream().map(Node::sum).toList());
    siblings.clear();
    nodes.add(new Node<>(eldest.level + 1, eldest.index / Tree.RADIX, sum));
  }

  /**
   * The sum of all: what is open is closed from the lowest level on.
   *
   * @param blocks of all examples
   * @throws IllegalArgumentException if this is a part only
   */
  public S root(long blocks) {
    if (first != 0 || end != blocks) {
      throw new IllegalArgumentException(
          "blocks " + first + " to " + end + " are not all of " + blocks);
    }
    List<Node<S>> open = new ArrayList<>(nodes);
    while (open.size() > 1) {
      int level = open.get(open.size() - 1).level;
      int start = open.size() - 1;
      while (start > 0 && open.get(start - 1).level == level) {
        start--;
      }
      close(open, start);
    }
    return open.get(0).sum;
  }
}
