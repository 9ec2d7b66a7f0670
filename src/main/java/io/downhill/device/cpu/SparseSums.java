package io.downhill.device.cpu;

import io.downhill.sums.Span;
import io.downhill.sums.Tree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * The sums of a pass over sparse rows in the order of the tree. A thread takes a range of rows, a
 * node of 32 blocks, at a time, whose sums it holds while it goes from block to block; where there
 * are few ranges threads share the blocks of each. Some ranges are in memory at once, and are added
 * to their node one after the other, by features in several threads.
 */
final class SparseSums {
  /** Ranges that are in memory at once, for each thread, so that none waits long. */
  private static final int EACH = 4;

  /** Values of them at most, but for one each thread: 64 MiB. */
  private static final int VALUES = 1 << 24;

  /** Columns that a thread adds up at a time. */
  private static final int COLUMNS = 1 << 12;

  private final Workers workers;
  private final Supplier<SparsePass> pass;
  private final int columns;
  private final float[] out;
  private final List<Range> ranges;
  private final float[][] above;

  /**
   * A range of rows: a node of level 1, or a block where the span ends in one.
   *
   * @param node which node of the span it lies in
   * @param height of that node, its level
   * @param index among the nodes of its own level, which is 1, or 0 in a node of height 0
   * @param first its first block among those of the span
   * @param end the block behind its last
   */
  private record Range(int node, int height, long index, int first, int end) {}

  /**
   * A pass.
   *
   * @param columns of the sums
   * @param out receives the pairs of each node
   */
  SparseSums(Workers workers, Span span, Supplier<SparsePass> pass, int columns, float[] out) {
    this.workers = workers;
    this.pass = pass;
    this.columns = columns;
    this.out = out;
    this.ranges = ranges(span);
    int height = ranges.stream().mapToInt(Range::height).max().orElse(0);
    // Level 2 and those above it, but for the node itself, which is summed where it belongs.
    this.above = new float[Math.max(0, height - 2)][2 * columns];
    int nodes = ranges.get(ranges.size() - 1).node() + 1;
    Arrays.fill(out, 0, 2 * columns * nodes, 0f);
  }

  private static List<Range> ranges(Span span) {
    List<Range> ranges = new ArrayList<>();
    List<Span.Place> nodes = span.nodes();
    for (int k = 0; k < nodes.size(); k++) {
      Span.Place node = nodes.get(k);
      int radix = node.level() == 0 ? 1 : Tree.RADIX;
      long width = 1;
      for (int l = 1; l < node.level(); l++) {
        width *= Tree.RADIX;
      }
      for (long index = node.index() * width; index < (node.index() + 1) * width; index++) {
        if (index * radix >= span.end()) {
          break; // The root may lack some.
        }
        int first = (int) (index * radix - span.first());
        int end = (int) (Math.min(span.end(), (index + 1) * radix) - span.first());
        ranges.add(new Range(k, node.level(), index, first, end));
      }
    }
    return ranges;
  }

  /** Runs it. */
  void run() {
    int threads = workers.threads();
    boolean few = ranges.size() < 2 * threads;
    int most = Math.max(threads, Math.min(EACH * threads, VALUES / (2 * columns)));
    int wave = Math.min(ranges.size(), few ? Math.max(1, threads / EACH) : most);
    float[][] sums = new float[wave][2 * columns];
    for (int first = 0; first < ranges.size(); first += wave) {
      List<Range> some = ranges.subList(first, Math.min(ranges.size(), first + wave));
      if (few) {
        byBlocks(some, sums);
      } else {
        workers.run(
            some.size(),
            () -> {
              SparsePass own = pass.get();
              return k -> {
                Arrays.fill(sums[k], 0f);
                for (int block = some.get(k).first(); block < some.get(k).end(); block++) {
                  own.sum(block);
                  own.addTo(sums[k]);
                }
              };
            });
      }
      join(first, some, sums);
    }
  }

  private void byBlocks(List<Range> some, float[][] sums) {
    int first = some.get(0).first();
    int count = some.get(some.size() - 1).end() - first;
    SparsePass.Taken[] taken = new SparsePass.Taken[count];
    workers.run(
        count,
        () -> {
          SparsePass own = pass.get();
          return k -> {
            own.sum(first + k);
            taken[k] = own.take();
          };
        });
    workers.run(
        some.size(),
        () ->
            k -> {
              Arrays.fill(sums[k], 0f);
              for (int block = some.get(k).first(); block < some.get(k).end(); block++) {
                taken[block - first].addTo(sums[k]);
              }
            });
  }

  /** Adds ranges to their nodes, in their order. */
  private void join(int firstRange, List<Range> some, float[][] sums) {
    workers.run(
        (columns + COLUMNS - 1) / COLUMNS,
        () ->
            part -> {
              int first = part * COLUMNS;
              int end = Math.min(columns, first + COLUMNS);
              for (int k = 0; k < some.size(); k++) {
                Range range = some.get(k);
                Target target = range.height() <= 2 ? node(range) : level(2);
                add(sums[k], target, first, end);
                close(firstRange + k, first, end);
              }
            });
  }

  private Target node(Range range) {
    return new Target(out, 2 * columns * range.node());
  }

  private Target level(int level) {
    return new Target(above[level - 2], 0);
  }

  /** Pairs [hi | lo] from {@code at} on. */
  private record Target(float[] pairs, int at) {}

  /** Adds the nodes that end with a range to their parents. */
  private void close(int r, int first, int end) {
    Range range = ranges.get(r);
    boolean last = r + 1 == ranges.size() || ranges.get(r + 1).node() != range.node();
    long next = range.index() + 1;
    for (int level = 2; level < range.height(); level++) {
      if (!last && next % Tree.RADIX != 0) {
        return;
      }
      next /= Tree.RADIX;
      Target to = level + 1 == range.height() ? node(range) : level(level + 1);
      float[] from = above[level - 2];
      add(from, to, first, end);
      Arrays.fill(from, first, end, 0f);
      Arrays.fill(from, columns + first, columns + end, 0f);
    }
  }

  private void add(float[] from, Target to, int first, int end) {
    float[] pairs = to.pairs;
    for (int p = first; p < end; p++) {
      int at = to.at + p;
      float before = pairs[at];
      float sum = before + from[p];
      pairs[at] = sum;
      pairs[at + columns] += Tree.error(before, from[p], sum) + from[columns + p];
    }
  }
}
