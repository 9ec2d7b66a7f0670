package io.downhill.device.cpu;

import io.downhill.sums.Forest;
import io.downhill.sums.Pairs;
import io.downhill.sums.Span;
import io.downhill.sums.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Sums the blocks of a span in the order of the {@link Tree}: the rows of 32, 1024, ... consecutive
 * blocks at a time, so that only those are in memory, each level by several threads. Neither shows
 * in the sums.
 *
 * <p>Error: a column's sum differs from the exact sum of its stripes by about 2^-48 of the sum of
 * their magnitudes, so the stripes (32 terms in float32) are what limits it.
 */
final class SumTree {
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
    this.row = Math.multiplyExact(2, columns);
    this.groupValues = groupValues;
  }

  /** The nodes of a span, as {@link Span#nodes} names them: of all blocks the root alone. */
  List<float[]> sum(Span span, Supplier<BlockPass> pass) {
    long group = Tree.RADIX;
    while (group < span.blocks() && group * Tree.RADIX * row <= groupValues) {
      group *= Tree.RADIX;
    }
    float[][] rows = new float[(int) Math.min(group, span.blocks())][row];
    Forest<Pairs> sums = null;
    for (long first = span.first(); first < span.end(); ) {
      long end = Math.min(span.end(), (first / group + 1) * group);
      Span part = new Span(first, end, span.all());
      Forest<Pairs> next = forest(part, rows, (int) (first - span.first()), pass);
      sums = sums == null ? next : sums.join(next);
      first = end;
    }
    if (span.isWhole()) {
      return List.of(sums.root(span.all()).values());
    }
    return sums.nodes().stream().map(node -> node.sum().values()).toList();
  }

  /**
   * The sums of a part of the span.
   *
   * @param offset the part's first block among those of the span
   */
  private Forest<Pairs> forest(Span part, float[][] rows, int offset, Supplier<BlockPass> pass) {
    workers.run(
        part.blocks(),
        () -> {
          BlockPass block = pass.get();
          return index -> block.sum(offset + index, rows[index]);
        });
    List<Pairs> before = new ArrayList<>();
    List<Pairs> behind = new ArrayList<>();
    float[][] level = rows;
    long begin = part.first();
    long stop = part.end();
    while (true) {
      long above = (begin + Tree.RADIX - 1) / Tree.RADIX;
      long aboveEnd = stop / Tree.RADIX;
      int left = (int) (aboveEnd > above ? above * Tree.RADIX - begin : stop - begin);
      copy(level, 0, left, before, before.size());
      if (aboveEnd <= above) {
        before.addAll(behind);
        return Forest.of(open(part), before);
      }
      copy(level, (int) (aboveEnd * Tree.RADIX - begin), (int) (stop - begin), behind, 0);
      level = parents(level, left, (int) (aboveEnd - above));
      begin = above;
      stop = aboveEnd;
    }
  }

  /** The same blocks as a part, whose sums are no root though they may be all. */
  private static Span open(Span part) {
    return part.isWhole() ? new Span(part.first(), part.end(), part.all() + 1) : part;
  }

  /** Copies the rows, which are used again, of the nodes that have no parent here. */
  private static void copy(float[][] level, int first, int end, List<Pairs> nodes, int place) {
    for (int k = first; k < end; k++) {
      nodes.add(place + k - first, new Pairs(level[k].clone()));
    }
  }

  /** So many parents, each of 32 nodes of a level from {@code first} on. */
  private float[][] parents(float[][] level, int first, int count) {
    float[][] parents = new float[count][row];
    workers.run(
        count,
        () ->
            parent -> {
              int child = first + parent * Tree.RADIX;
              for (int k = 0; k < Tree.RADIX; k++) {
                Pairs.add(level[child + k], parents[parent]);
              }
            });
    return parents;
  }
}
