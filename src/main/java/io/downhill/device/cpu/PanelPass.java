package io.downhill.device.cpu;

import io.downhill.data.RowWindow;
import io.downhill.device.Panel;
import io.downhill.sums.Tree;
import java.util.Arrays;

/**
 * A pass for several columns of parameters in one read of X: eight columns at a time, whose margins
 * and sums the loops make together; the rows in hand serve one eight after the other while they are
 * in cache.
 */
final class PanelPass implements BlockPass {
  private static final int EIGHT = Loops.LANE_COUNT;

  /** Elements of a cache line. */
  private static final int LINE = 64 / Float.BYTES;

  /** Makes of some rows what their sums weigh them with, for eight columns. */
  interface Weighing {
    /**
     * Weighs rows.
     *
     * @param eight which eight columns
     * @param there how many of them there are
     * @param y signed weights, eight a row
     * @param q receives what weighs x and the one behind it, eight a row
     * @param factors receive two values whose products are the last sum, eight a row each
     */
    void rows(
        float[] x, int at, int rows, int eight, int there, float[] y, float[] q, float[][] factors);
  }

  /** One thread's weighing, for so many rows at once. */
  interface Kind {
    Weighing start(int rows);
  }

  private final Loops loops;
  private final CpuExamples examples;
  private final RowWindow window;
  private final int n;
  private final int columns;
  private final int batch;
  private final Targets targets;
  private final Weighing weighing;
  private final float[] y;
  private final float[] q;
  private final float[][] factors;
  private final BlockSums[] sums;

  /** Of no use; it keeps the compiler from dropping the reads. */
  private float touched;

  PanelPass(Loops loops, CpuExamples examples, Panel panel, Kind kind) {
    this(loops, examples, panel, kind, BlockPass.batch(examples.features()));
  }

  /** The same with so many rows at once, a multiple of 32. */
  PanelPass(Loops loops, CpuExamples examples, Panel panel, Kind kind, int batch) {
    this.loops = loops;
    this.examples = examples;
    this.window = examples.window();
    this.n = examples.features();
    this.columns = panel.columns();
    this.batch = batch;
    this.targets = Targets.of(examples, panel, 0);
    this.weighing = kind.start(batch);
    this.y = new float[batch * EIGHT];
    this.q = new float[batch * EIGHT];
    this.factors = new float[2][batch * EIGHT];
    this.sums = new BlockSums[eights(columns)];
    for (int g = 0; g < sums.length; g++) {
      sums[g] = BlockSums.ofPanel(loops, n, there(g));
    }
  }

  /** How many of eight columns there are. */
  private int there(int eight) {
    return Math.min(EIGHT, columns - eight * EIGHT);
  }

  /** How many times eight columns. */
  static int eights(int columns) {
    return (columns + EIGHT - 1) / EIGHT;
  }

  /**
   * Parameters of eight columns as {@link Loops#eightMargins} takes them, for each eight; 0 where
   * there is no column.
   *
   * @param w (n+1) x B
   */
  static float[][] side(float[] w, int n, int columns) {
    int biases = Loops.panelBiases(n);
    float[][] eights = new float[eights(columns)][biases + EIGHT];
    for (float[] eight : eights) {
      Arrays.fill(eight, biases - EIGHT * EIGHT, biases, -0f);
    }
    for (int b = 0; b < columns; b++) {
      float[] eight = eights[b / EIGHT];
      for (int j = 0; j < n; j++) {
        eight[Loops.panelWeight(j) + b % EIGHT * EIGHT] = w[j * columns + b];
      }
      eight[biases + b % EIGHT] = w[n * columns + b];
    }
    return eights;
  }

  /** The residuals and losses at w: the sums [x dz | dz | loss]. */
  static Kind gradient(Loops loops, int n, float[][] w) {
    return batch -> {
      float[] z = new float[batch * EIGHT];
      return (x, at, rows, eight, there, y, q, factors) -> {
        loops.eightMargins(x, at, rows, n, w[eight], there, z);
        loops.residuals(z, y, 0, rows * EIGHT, q, factors[0]);
        Arrays.fill(factors[1], 0, rows * EIGHT, 1f);
      };
    };
  }

  /** The curvature along v at w: the sums [x q | q | q u]. */
  static Kind product(Loops loops, int n, float[][] w, float[][] v) {
    return batch -> {
      float[] z = new float[batch * EIGHT];
      return (x, at, rows, eight, there, y, q, factors) -> {
        float[] u = factors[1];
        loops.eightMargins(x, at, rows, n, w[eight], there, z);
        loops.eightMargins(x, at, rows, n, v[eight], there, u);
        loops.curvatures(z, y, 0, rows * EIGHT, q);
        for (int k = 0; k < rows * EIGHT; k++) {
          q[k] *= u[k];
        }
        System.arraycopy(q, 0, factors[0], 0, rows * EIGHT);
      };
    };
  }

  @Override
  public void sum(int block, float[] pairs) {
    int rows = examples.rows(block);
    for (BlockSums sum : sums) {
      sum.clear();
    }
    for (int i = 0; i < rows; i += batch) {
      int count = Math.min(batch, rows - i);
      window.show(block * Tree.BLOCK + i, count);
      float[] x = window.x();
      int at = window.at();
      for (int eight = 0; eight < sums.length; eight++) {
        int there = there(eight);
        targets.eight(block * Tree.BLOCK + i, count, eight * EIGHT, y);
        touch(x, at + batch * n);
        weighing.rows(x, at, count, eight, there, y, q, factors);
        for (int k = 0; k < count; k += Tree.STRIPE) {
          int stripe = Math.min(Tree.STRIPE, count - k);
          loops.eightSums(x, at + k * n, stripe, n, q, k, there, sums[eight].stripe);
          loops.eightTotals(q, factors, k, stripe, n, sums[eight].stripe);
          sums[eight].add();
        }
      }
    }
    for (int eight = 0; eight < sums.length; eight++) {
      for (int b = 0; b < there(eight); b++) {
        int column = eight * EIGHT + b;
        sums[eight].store(b * Loops.panelPitch(n), n + 2, pairs, column, columns);
      }
    }
  }

  /**
   * Reads an element of each cache line of the next rows, so that many are on their way at once:
   * the margins, which have much to do between two lines, would wait for each of them.
   */
  private void touch(float[] x, int first) {
    int end = Math.min(x.length, first + batch * n);
    float sum = 0;
    for (int j = first; j < end; j += LINE) {
      sum += x[j];
    }
    touched = sum;
  }
}
