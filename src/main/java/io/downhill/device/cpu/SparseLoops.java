package io.downhill.device.cpu;

import io.downhill.sums.Pairs;
import io.downhill.sums.Tree;
import java.util.Arrays;

/**
 * The loops over the values of a block of sparse rows, with the scratch of one thread: margins, and
 * the sums of x q by features, row by row and stripe by stripe as in the dense tree of sums.
 * Several columns go eight at a time through all of the block, so that what they touch stays in
 * cache; in a wide block, which is rare, all go together.
 */
final class SparseLoops {
  private static final int EIGHT = Loops.LANE_COUNT;

  private final SparseExamples x;
  private final int count;
  private final float[] lanes;
  private final float[] stripe;
  private final SparseEights eights;
  private final float[] eight;
  private SparseBlock block;
  private float[] weighing;

  /** Sums of the block in hand by numbers, B side by side: pairs (hi, lo). */
  final float[] hi;

  final float[] lo;

  /**
   * Takes rows.
   *
   * @param count B, the columns of parameters
   */
  SparseLoops(SparseExamples x, int count, SparseEights eights) {
    this.x = x;
    this.count = count;
    this.eights = eights;
    this.eight = new float[count == 1 ? 0 : Tree.BLOCK * EIGHT];
    int room = x.room(count);
    this.lanes = new float[EIGHT * Math.max(count, EIGHT)];
    this.stripe = new float[room];
    this.hi = new float[room];
    this.lo = new float[room];
  }

  /** Room for the parameters of a block. */
  float[] parameters() {
    return new float[stripe.length];
  }

  /** Whether columns go eight at a time. */
  private boolean byEights() {
    return count > 1 && !block.isWide();
  }

  /** Goes on to a block; the sums of the one before were taken. */
  void show(SparseBlock next) {
    block = next;
  }

  /**
   * The margins of the block's rows at w.
   *
   * @param w (n+1) x B
   * @param own room from {@link #parameters}
   * @param z receives those of column b from b {@value Tree#BLOCK} on
   */
  void margins(float[] w, float[] own, float[] z) {
    if (byEights()) {
      for (int first = 0; first < count; first += EIGHT) {
        eightMargins(w, own, first, z);
      }
      return;
    }
    float[] of = w;
    if (!block.isWide()) {
      gather(w, own);
      of = own;
    }
    for (int r = 0; r < block.rows(); r++) {
      Arrays.fill(lanes, 0f);
      int i = block.firstRow() + r;
      if (count == 1) {
        margin(x.starts()[i], x.starts()[i + 1], of);
      } else {
        marginsOfPanel(x.starts()[i], x.starts()[i + 1], of);
      }
      SparseExamples.sums(lanes, count, w, x.features() * count, z, r, Tree.BLOCK);
    }
  }

  private void gather(float[] w, float[] own) {
    int[] features = block.features();
    for (int k = 0; k < features.length; k++) {
      own[k] = w[features[k]];
    }
  }

  private void eightMargins(float[] w, float[] own, int first, float[] z) {
    eights.margins(block, x, w, count, first, own, lanes, eight);
    int there = Math.min(EIGHT, count - first);
    for (int b = 0; b < there; b++) {
      float bias = w[x.features() * count + first + b];
      int to = (first + b) * Tree.BLOCK;
      for (int r = 0; r < block.rows(); r++) {
        z[to + r] = eight[EIGHT * r + b] + bias;
      }
    }
  }

  private void margin(int begin, int end, float[] w) {
    boolean wide = block.isWide();
    int[] columns = x.columns();
    char[] numbers = block.numbers();
    float[] values = x.values();
    float[] t = lanes;
    int base = block.firstValue();
    for (int p = begin; p < end; p++) {
      int k = wide ? columns[p] : numbers[p - base];
      t[k & 7] = Math.fma(values[p], w[k], t[k & 7]);
    }
  }

  private void marginsOfPanel(int begin, int end, float[] w) {
    for (int p = begin; p < end; p++) {
      int k = x.columns()[p];
      int lane = (k & 7) * count;
      float value = x.values()[p];
      for (int b = 0; b < count; b++) {
        lanes[lane + b] = Math.fma(value, w[k * count + b], lanes[lane + b]);
      }
    }
  }

  /**
   * The sums of x q over the block; of columns that go eight at a time when they are asked for.
   *
   * @param q what weighs the rows; that of column b from b {@value Tree#BLOCK} on; not to be
   *     changed before the sums were taken
   */
  void sum(float[] q) {
    weighing = q;
    if (byEights()) {
      return;
    }
    for (int r = 0; r < block.rows(); r += Tree.STRIPE) {
      int end = Math.min(block.rows(), r + Tree.STRIPE);
      for (int k = r; k < end; k++) {
        int i = block.firstRow() + k;
        if (count == 1) {
          spread(x.starts()[i], x.starts()[i + 1], q[k]);
        } else {
          spreadPanel(x.starts()[i], x.starts()[i + 1], q, k);
        }
      }
      close(r, end);
    }
  }

  private void spread(int begin, int end, float q) {
    boolean wide = block.isWide();
    int[] columns = x.columns();
    char[] numbers = block.numbers();
    float[] values = x.values();
    float[] g = stripe;
    int base = block.firstValue();
    for (int p = begin; p < end; p++) {
      int k = wide ? columns[p] : numbers[p - base];
      g[k] = Math.fma(q, values[p], g[k]);
    }
  }

  private void spreadPanel(int begin, int end, float[] q, int row) {
    for (int p = begin; p < end; p++) {
      int at = x.columns()[p] * count;
      float value = x.values()[p];
      for (int b = 0; b < count; b++) {
        stripe[at + b] = Math.fma(q[b * Tree.BLOCK + row], value, stripe[at + b]);
      }
    }
  }

  /** Adds the sums of a stripe to those of the block; a feature that comes again adds 0. */
  private void close(int firstRow, int endRow) {
    boolean wide = block.isWide();
    if (wide) {
      int begin = x.starts()[block.firstRow() + firstRow];
      closeEach(x.columns(), null, begin, x.starts()[block.firstRow() + endRow]);
      return;
    }
    int s = firstRow / Tree.STRIPE;
    closeEach(null, block.touched(), s == 0 ? 0 : block.ends()[s - 1], block.ends()[s]);
  }

  private void closeEach(int[] columns, char[] touched, int begin, int end) {
    float[] g = stripe;
    float[] h = hi;
    float[] l = lo;
    boolean wide = touched == null;
    if (count == 1) {
      for (int p = begin; p < end; p++) {
        int k = wide ? columns[p] : touched[p];
        float before = h[k];
        float sum = before + g[k];
        h[k] = sum;
        l[k] += Tree.error(before, g[k], sum);
        g[k] = 0;
      }
      return;
    }
    for (int p = begin; p < end; p++) {
      int at = columns[p] * count;
      for (int k = at; k < at + count; k++) {
        float before = h[k];
        float sum = before + g[k];
        h[k] = sum;
        l[k] += Tree.error(before, g[k], sum);
        g[k] = 0;
      }
    }
  }

  /**
   * Adds the sums of the block in hand to those of its node, and clears them.
   *
   * @param pairs [hi | lo], those of feature j and column b at j B + b
   */
  void addTo(float[] pairs) {
    int[] features = block.features();
    if (count == 1) {
      addTo(pairs, features, block.isWide());
      return;
    }
    if (byEights()) {
      for (int first = 0; first < count; first += EIGHT) {
        eightSums(first);
        eights.addTo(features, hi, lo, pairs, count, first);
      }
      return;
    }
    for (int j : features) {
      for (int k = j * count; k < (j + 1) * count; k++) {
        Pairs.add(hi[k], lo[k], pairs, k);
        hi[k] = 0;
        lo[k] = 0;
      }
    }
  }

  /** The sums of eight columns over the block, by numbers. */
  private void eightSums(int first) {
    int there = Math.min(EIGHT, count - first);
    Arrays.fill(eight, 0f);
    for (int b = 0; b < there; b++) {
      int from = (first + b) * Tree.BLOCK;
      for (int r = 0; r < block.rows(); r++) {
        eight[EIGHT * r + b] = weighing[from + r];
      }
    }
    eights.sums(block, x, eight, stripe, hi, lo);
  }

  /** The same of one column. */
  private void addTo(float[] pairs, int[] features, boolean wide) {
    float[] h = hi;
    float[] l = lo;
    int columns = pairs.length / 2;
    for (int d = 0; d < features.length; d++) {
      int j = features[d];
      int k = wide ? j : d;
      float before = pairs[j];
      float sum = before + h[k];
      pairs[j] = sum;
      pairs[columns + j] += Tree.error(before, h[k], sum) + l[k];
      h[k] = 0;
      l[k] = 0;
    }
  }

  /** The sums of the block in hand in the order of its features, [hi | lo], which are cleared. */
  float[] take() {
    int[] features = block.features();
    int length = features.length * count;
    float[] taken = new float[2 * length];
    if (byEights()) {
      for (int first = 0; first < count; first += EIGHT) {
        eightSums(first);
        takeEight(taken, first);
      }
      return taken;
    }
    for (int d = 0; d < features.length; d++) {
      int from = (block.isWide() ? features[d] : d) * count;
      for (int b = 0; b < count; b++) {
        taken[d * count + b] = hi[from + b];
        taken[length + d * count + b] = lo[from + b];
        hi[from + b] = 0;
        lo[from + b] = 0;
      }
    }
    return taken;
  }

  private void takeEight(float[] taken, int first) {
    int there = Math.min(EIGHT, count - first);
    int width = taken.length / 2 / count;
    for (int k = 0; k < width; k++) {
      System.arraycopy(hi, EIGHT * k, taken, k * count + first, there);
      System.arraycopy(lo, EIGHT * k, taken, (width + k) * count + first, there);
    }
    Arrays.fill(hi, 0, EIGHT * width, 0f);
    Arrays.fill(lo, 0, EIGHT * width, 0f);
  }

  /** Adds sums that were taken of a block to those of its node. */
  static void add(SparseBlock of, float[] taken, int count, float[] pairs) {
    int[] features = of.features();
    int length = features.length * count;
    for (int d = 0; d < features.length; d++) {
      for (int b = 0; b < count; b++) {
        int from = d * count + b;
        Pairs.add(taken[from], taken[length + from], pairs, features[d] * count + b);
      }
    }
  }
}
