package io.downhill.device.cpu;

import io.downhill.sums.Tree;
import java.util.Arrays;
import java.util.List;

/**
 * The sums of x q over the examples for the features of sparse rows. A thread takes some features
 * through the ranges of rows, one after the other: of each it walks its values there, whose rows
 * ascend, and closes stripe and block on the way, so that the additions are those of the dense tree
 * without the ones of zeros. Of a feature with very many values the ranges are shared out.
 */
final class SparseSums {
  private final SparseColumns x;
  private final int features;
  private final float[] q;
  private final int count;
  private final int columns;
  private final float[] out;
  private final float[][] above;
  private final float[] shared;

  /**
   * A pass.
   *
   * @param features n
   * @param q what weighs the examples, m x B
   * @param count B
   * @param columns of the sums
   * @param out receives the pairs of each node, those of feature j and column b at j B + b
   */
  SparseSums(SparseColumns x, int features, float[] q, int count, int columns, float[] out) {
    this.x = x;
    this.features = features;
    this.q = q;
    this.count = count;
    this.columns = columns;
    this.out = out;
    int height = x.ranges().stream().mapToInt(SparseColumns.Range::height).max().orElse(0);
    // Level 2 and those above it, but for the node itself, which is summed where it belongs.
    this.above = new float[Math.max(0, height - 2)][2 * features * count];
    this.shared = new float[x.pieces().longOnes().length * x.ranges().size() * 2 * count];
  }

  /** Runs it. */
  void run(Workers workers) {
    List<int[]> runs = x.pieces().features();
    int[] longOnes = x.pieces().longOnes();
    int ranges = x.ranges().size();
    int parts = longOnes.length * ranges;
    workers.run(
        parts + runs.size(),
        () -> {
          Walk walk = new Walk();
          return piece -> {
            if (piece < parts) {
              walk.one(longOnes[piece / ranges], piece % ranges, 2 * count * piece);
            } else {
              walk.all(runs.get(piece - parts)[0], runs.get(piece - parts)[1]);
            }
          };
        });
    for (int k = 0; k < longOnes.length; k++) {
      join(longOnes[k], 2 * count * ranges * k);
    }
  }

  /** Adds the ranges of a feature, whose pairs stand side by side. */
  private void join(int j, int place) {
    clear(j, j + 1);
    int at = place;
    for (int r = 0; r < x.ranges().size(); r++, at += 2 * count) {
      for (int b = 0; b < count; b++) {
        add(target(r), j * count + b, shared[at + b], shared[at + count + b]);
      }
      close(r, j, j + 1);
    }
  }

  private void clear(int first, int end) {
    int nodes = x.ranges().get(x.ranges().size() - 1).node() + 1;
    for (int k = 0; k < nodes; k++) {
      int base = 2 * columns * k;
      Arrays.fill(out, base + first * count, base + end * count, 0f);
      Arrays.fill(out, base + columns + first * count, base + columns + end * count, 0f);
    }
  }

  /** Where the pairs of a range are added: to their node, or to those of level 2. */
  private Target target(int r) {
    SparseColumns.Range range = x.ranges().get(r);
    return range.height() <= 2 ? node(range) : level(2);
  }

  private Target node(SparseColumns.Range range) {
    return new Target(out, 2 * columns * range.node(), columns);
  }

  private Target level(int level) {
    return new Target(above[level - 2], 0, features * count);
  }

  /** Pairs: hi from {@code hi} on, lo so many behind it. */
  private record Target(float[] pairs, int hi, int lo) {}

  /** Adds the nodes that end with a range to their parents. */
  private void close(int r, int first, int end) {
    SparseColumns.Range range = x.ranges().get(r);
    boolean last = r + 1 == x.ranges().size() || x.ranges().get(r + 1).node() != range.node();
    long next = range.index() + 1;
    for (int level = 2; level < range.height(); level++) {
      if (!last && next % Tree.RADIX != 0) {
        return;
      }
      next /= Tree.RADIX;
      Target from = level(level);
      Target to = level + 1 == range.height() ? node(range) : level(level + 1);
      for (int p = first * count; p < end * count; p++) {
        add(to, p, from.pairs[p], from.pairs[from.lo + p]);
        from.pairs[p] = 0;
        from.pairs[from.lo + p] = 0;
      }
    }
  }

  private static void add(Target target, int place, float high, float low) {
    float[] pairs = target.pairs;
    int at = target.hi + place;
    float before = pairs[at];
    float sum = before + high;
    pairs[at] = sum;
    pairs[at + target.lo] += Tree.error(before, high, sum) + low;
  }

  /** The work of one thread, with what is open of a feature in a range. */
  private final class Walk {
    private final float[] stripe = new float[count];
    private final float[] blockHi = new float[count];
    private final float[] blockLo = new float[count];
    private final float[] hi = new float[count];
    private final float[] lo = new float[count];

    /** Some features through all ranges. */
    void all(int first, int end) {
      clear(first, end);
      for (int r = 0; r < x.ranges().size(); r++) {
        SparseColumns.Range range = x.ranges().get(r);
        Target target = target(r);
        int[] names = range.features();
        for (int k = range.place(first); k < names.length && names[k] < end; k++) {
          walk(range, k);
          for (int b = 0; b < count; b++) {
            add(target, names[k] * count + b, hi[b], lo[b]);
          }
        }
        close(r, first, end);
      }
    }

    /** One feature in one range, to be added later. */
    void one(int j, int r, int place) {
      SparseColumns.Range range = x.ranges().get(r);
      int k = range.place(j);
      if (k == range.features().length || range.features()[k] != j) {
        Arrays.fill(shared, place, place + 2 * count, 0f);
        return;
      }
      walk(range, k);
      System.arraycopy(hi, 0, shared, place, count);
      System.arraycopy(lo, 0, shared, place + count, count);
    }

    private void walk(SparseColumns.Range range, int k) {
      if (count == 1) {
        single(range.firstRow(), range.begin(k), range.ends()[k]);
      } else {
        panel(range.firstRow(), range.begin(k), range.ends()[k]);
      }
      if (range.height() == 0) {
        System.arraycopy(blockHi, 0, hi, 0, count);
        System.arraycopy(blockLo, 0, lo, 0, count);
      }
    }

    /** The sums of some values, of one column, into hi and lo; of a block's also into blockHi. */
    private void single(int firstRow, int begin, int end) {
      char[] rows = x.rows();
      float[] values = x.values();
      int before = rows[begin];
      float g = 0;
      float h = 0;
      float l = 0;
      float nodeHi = 0;
      float nodeLo = 0;
      for (int p = begin; p < end; p++) {
        int row = rows[p];
        int change = row ^ before;
        if (change >= Tree.STRIPE) {
          float sum = h + g;
          l += Tree.error(h, g, sum);
          h = sum;
          g = 0;
          if (change >= Tree.BLOCK) {
            sum = nodeHi + h;
            nodeLo += Tree.error(nodeHi, h, sum) + l;
            nodeHi = sum;
            h = 0;
            l = 0;
          }
        }
        before = row;
        g = Math.fma(q[firstRow + row], values[p], g);
      }
      float sum = h + g;
      l += Tree.error(h, g, sum);
      blockHi[0] = sum;
      blockLo[0] = l;
      hi[0] = nodeHi + sum;
      lo[0] = nodeLo + (Tree.error(nodeHi, sum, hi[0]) + l);
    }

    /** The same of B columns. */
    private void panel(int firstRow, int begin, int end) {
      Arrays.fill(hi, 0f);
      Arrays.fill(lo, 0f);
      Arrays.fill(blockHi, 0f);
      Arrays.fill(blockLo, 0f);
      Arrays.fill(stripe, 0f);
      int before = x.rows()[begin];
      for (int p = begin; p < end; p++) {
        int row = x.rows()[p];
        int change = row ^ before;
        if (change >= Tree.STRIPE) {
          closeStripe();
          if (change >= Tree.BLOCK) {
            closeBlock();
            Arrays.fill(blockHi, 0f);
            Arrays.fill(blockLo, 0f);
          }
        }
        before = row;
        float value = x.values()[p];
        int at = (firstRow + row) * count;
        for (int b = 0; b < count; b++) {
          stripe[b] = Math.fma(q[at + b], value, stripe[b]);
        }
      }
      closeStripe();
      closeBlock();
    }

    private void closeStripe() {
      for (int b = 0; b < count; b++) {
        float before = blockHi[b];
        float sum = before + stripe[b];
        blockLo[b] += Tree.error(before, stripe[b], sum);
        blockHi[b] = sum;
        stripe[b] = 0;
      }
    }

    private void closeBlock() {
      for (int b = 0; b < count; b++) {
        float before = hi[b];
        float sum = before + blockHi[b];
        lo[b] += Tree.error(before, blockHi[b], sum) + blockLo[b];
        hi[b] = sum;
      }
    }
  }
}
