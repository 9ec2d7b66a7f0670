package io.downhill.sums;

import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.LongStream;

/**
 * The tree of sums over m examples, which depends on m alone. 32 consecutive examples are a stripe,
 * 32 stripes a block of 1024, and the blocks are the leaves of a tree in which 32 consecutive nodes
 * have one parent. A node is the sum of its children in the order of their index, beginning with
 * the first child as it is; the last node of a level may have fewer children than 32.
 *
 * <p>So any contiguous range of blocks can be summed by itself, as a {@link Forest}, and forests of
 * neighbouring ranges give the bits of the whole.
 */
public final class Tree {
  /** Examples in a stripe: they are added one by one. */
  public static final int STRIPE = 32;

  /** Children of a node. */
  public static final int RADIX = 32;

  /** Examples in a block: 32 stripes. */
  public static final int BLOCK = STRIPE * RADIX;

  private Tree() {}

  /** The blocks of so many examples, the last of which may be shorter. */
  public static int blocks(int examples) {
    return (int) ((examples + (BLOCK - 1L)) / BLOCK);
  }

  /** The parents of so many nodes. */
  public static int parents(int nodes) {
    return (int) ((nodes + (RADIX - 1L)) / RADIX);
  }

  /** What a + b lost when it was rounded to sum, exactly (Knuth's TwoSum). */
  public static float error(float a, float b, float sum) {
    float bRounded = sum - a;
    return (a - (sum - bRounded)) + (b - bRounded);
  }

  /**
   * The sum of leaves in the order of the tree. The leaves are asked for by several threads, each
   * once; the result does not depend on them.
   *
   * @param leaves how many, at least 1
   * @param leaf gives a leaf by its index
   */
  public static <S extends Sum<S>> S sum(long leaves, LongFunction<S> leaf) {
    if (leaves < 1) {
      throw new IllegalArgumentException("leaves: " + leaves + ", must be at least 1");
    }
    long width = 1;
    while (width < leaves) {
      width *= RADIX;
    }
    return sum(0, leaves, width, leaf);
  }

  /** The node over the leaves from {@code first} on, at most {@code width} and before the end. */
  private static <S extends Sum<S>> S sum(long first, long end, long width, LongFunction<S> leaf) {
    if (width == 1) {
      return leaf.apply(first);
    }
    long part = width / RADIX;
    long children = (Math.min(width, end - first) + part - 1) / part;
    List<S> sums =
        LongStream.range(0, children)
            .parallel()
            .mapToObj(k -> sum(first + k * part, end, part, leaf))
            .toList();
    return inOrder(sums);
  }

  /** A node's children in the order of their index. */
  static <S extends Sum<S>> S inOrder(List<S> children) {
    S sum = children.get(0);
    for (S next : children.subList(1, children.size())) {
      sum = sum.plus(next);
    }
    return sum;
  }
}
