package io.downhill.device.cpu;

import io.downhill.sums.Span;
import io.downhill.sums.Tree;
import java.util.Arrays;
import java.util.List;

/**
 * The sums of x q over the examples for some features: each walks its own values, whose rows
 * ascend, and closes stripe, block and node on the way, so that the additions are those of the
 * dense tree without the ones of zeros. The work of one thread.
 */
final class SparseSums implements Workers.Piece {
  private final SparseExamples x;
  private final Span span;
  private final List<Span.Place> nodes;
  private final float[] q;
  private final int count;
  private final int columns;
  private final float[] out;
  private final int[] cuts;
  private final float[] stripe;
  private final float[][] hi;
  private final float[][] lo;

  /**
   * Sums for features.
   *
   * @param q what weighs the examples, m x B
   * @param count B
   * @param columns of the sums
   * @param out receives the pairs of each node, those of feature j and column b at j B + b
   * @param cuts the first feature of each piece, and n
   */
  SparseSums(
      SparseExamples x, Span span, float[] q, int count, int columns, float[] out, int[] cuts) {
    this.x = x;
    this.span = span;
    this.nodes = span.nodes();
    this.q = q;
    this.count = count;
    this.columns = columns;
    this.out = out;
    this.cuts = cuts;
    int levels = 1 + nodes.stream().mapToInt(Span.Place::level).max().orElse(0);
    this.stripe = new float[count];
    this.hi = new float[levels][count];
    this.lo = new float[levels][count];
  }

  /** Cuts the features into pieces of about the same work. */
  static int[] cuts(SparseExamples x, int pieces) {
    int n = x.features();
    // A feature without values is work too.
    double all = (double) x.rows().length + n;
    int[] cuts = new int[pieces + 1];
    int j = 0;
    for (int k = 1; k < pieces; k++) {
      while (j < n && x.columnStarts()[j] + (double) j < all * k / pieces) {
        j++;
      }
      cuts[k] = j;
    }
    cuts[pieces] = n;
    return cuts;
  }

  @Override
  public void run(int piece) {
    for (int j = cuts[piece]; j < cuts[piece + 1]; j++) {
      int p = x.columnStarts()[j];
      for (int k = 0; k < nodes.size(); k++) {
        p = node(j, p, nodes.get(k), 2 * columns * k + j * count);
      }
    }
  }

  /** The sums of a feature within a node; where the next one begins. */
  private int node(int j, int first, Span.Place node, int target) {
    long width = 1;
    for (int l = 0; l < node.level(); l++) {
      width *= Tree.RADIX;
    }
    // Rows are counted from the begin of the span, stripes from that of all examples.
    long offset = span.first() * Tree.RADIX;
    long end = Math.min((node.index() + 1) * width * Tree.RADIX - offset, Integer.MAX_VALUE / 32);
    int endRow = (int) Math.min(end * Tree.STRIPE, Integer.MAX_VALUE);
    int last = x.columnStarts()[j + 1];
    int p = first;
    long current = -1;
    for (; p < last && x.rows()[p] < endRow; p++) {
      long here = offset + x.rows()[p] / Tree.STRIPE;
      if (here != current) {
        if (current >= 0) {
          close(current, here, node.level());
        }
        current = here;
      }
      add(p);
    }
    if (current >= 0) {
      close(current, -1, node.level());
    }
    for (int b = 0; b < count; b++) {
      out[target + b] = hi[node.level()][b];
      out[target + columns + b] = lo[node.level()][b];
    }
    Arrays.fill(hi[node.level()], 0f);
    Arrays.fill(lo[node.level()], 0f);
    return p;
  }

  private void add(int p) {
    float value = x.byColumn()[p];
    int row = x.rows()[p] * count;
    for (int b = 0; b < count; b++) {
      stripe[b] = Math.fma(q[row + b], value, stripe[b]);
    }
  }

  /** Closes a stripe, and the nodes that end before the next one; all below a level for -1. */
  private void close(long current, long next, int level) {
    for (int b = 0; b < count; b++) {
      add(stripe[b], 0, 0, b);
      stripe[b] = 0;
    }
    long here = current / Tree.RADIX;
    long there = next < 0 ? -1 : next / Tree.RADIX;
    for (int l = 0; l < level && here != there; l++) {
      for (int b = 0; b < count; b++) {
        add(hi[l][b], lo[l][b], l + 1, b);
        hi[l][b] = 0;
        lo[l][b] = 0;
      }
      here /= Tree.RADIX;
      there = next < 0 ? -1 : there / Tree.RADIX;
    }
  }

  private void add(float high, float low, int level, int b) {
    float before = hi[level][b];
    float sum = before + high;
    lo[level][b] += Tree.error(before, high, sum) + low;
    hi[level][b] = sum;
  }
}
