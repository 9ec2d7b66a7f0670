package io.downhill.device.cpu;

import io.downhill.data.RowWindow;
import io.downhill.device.Panel;
import io.downhill.sums.Tree;

/**
 * The sums of a panel of classes in one read of X: the margins of all classes for some rows, what
 * softmax makes of them, and the sums [x q | q] of each class, beside one for all: the loss, or the
 * curvature along a direction.
 */
final class SoftmaxPass implements BlockPass {
  private static final int EIGHT = Loops.LANE_COUNT;

  /** Margins that are in hand at once, beside at least one stripe. */
  private static final int MARGINS = 1 << 14;

  private final Loops loops;
  private final CpuExamples examples;
  private final RowWindow window;
  private final int n;
  private final int classes;
  private final int batch;
  private final float[] y;
  private final float[][] w;
  private final float[][] direction;
  private final Softmax softmax;
  private final float[] eight;
  private final float[] z;
  private final float[] u;
  private final float[] last;
  private final float[][] unused;
  private final BlockSums[] sums;
  private final BlockSums lastSum;

  /**
   * A gradient, or a product.
   *
   * @param w parameters as {@link PanelPass#side} has them
   * @param direction the same of a direction; of length 0 for the gradient
   */
  SoftmaxPass(Loops loops, CpuExamples examples, Panel panel, float[][] w, float[][] direction) {
    this.loops = loops;
    this.examples = examples;
    this.window = examples.window();
    this.n = examples.features();
    this.classes = panel.columns();
    this.batch = Math.min(BlockPass.batch(n), batch(classes));
    this.y = CpuVector.of(panel.targets().orElseThrow());
    this.w = w;
    this.direction = direction;
    this.softmax = loops.softmax(classes, batch);
    this.eight = new float[batch * EIGHT];
    this.z = new float[batch * w.length * EIGHT];
    this.u = new float[direction.length == 0 ? 0 : z.length];
    this.last = new float[batch];
    this.unused = new float[][] {eight, eight};
    this.sums = new BlockSums[w.length];
    for (int g = 0; g < sums.length; g++) {
      sums[g] = BlockSums.ofPanel(loops, n, there(g));
    }
    this.lastSum = new BlockSums(loops, 1);
  }

  /** How many of eight classes there are. */
  private int there(int g) {
    return Math.min(EIGHT, classes - g * EIGHT);
  }

  /** Rows whose margins are in hand at once. */
  static int batch(int classes) {
    return Tree.STRIPE * Math.max(1, Math.min(8, MARGINS / (Tree.STRIPE * classes)));
  }

  @Override
  public void sum(int block, float[] pairs) {
    int rows = examples.rows(block);
    for (BlockSums sum : sums) {
      sum.clear();
    }
    lastSum.clear();
    for (int i = 0; i < rows; i += batch) {
      int count = Math.min(batch, rows - i);
      int first = block * Tree.BLOCK + i;
      window.show(first, count);
      margins(w, count, z);
      if (direction.length == 0) {
        softmax.residuals(z, count, y, first, last);
      } else {
        margins(direction, count, u);
        softmax.products(z, u, count, y, first, last);
      }
      for (int g = 0; g < sums.length; g++) {
        add(g, count);
      }
      for (int k = 0; k < count; k += Tree.STRIPE) {
        addLast(k, Math.min(Tree.STRIPE, count - k));
      }
    }
    for (int k = 0; k < classes; k++) {
      sums[k / EIGHT].store(k % EIGHT * Loops.panelPitch(n), n + 1, pairs, k, classes);
    }
    lastSum.store(0, 1, pairs, (n + 1) * classes);
  }

  /** The margins of the rows in hand, class by class. */
  private void margins(float[][] parameters, int count, float[] out) {
    for (int g = 0; g < parameters.length; g++) {
      loops.eightMargins(window.x(), window.at(), count, n, parameters[g], there(g), eight);
      for (int b = 0; b < there(g); b++) {
        int at = (g * EIGHT + b) * batch;
        for (int r = 0; r < count; r++) {
          out[at + r] = eight[r * EIGHT + b];
        }
      }
    }
  }

  /** Adds the sums of eight classes over the rows in hand. */
  private void add(int g, int count) {
    for (int b = 0; b < there(g); b++) {
      int at = (g * EIGHT + b) * batch;
      for (int r = 0; r < count; r++) {
        eight[r * EIGHT + b] = z[at + r];
      }
    }
    for (int k = 0; k < count; k += Tree.STRIPE) {
      int stripe = Math.min(Tree.STRIPE, count - k);
      int at = window.at() + k * n;
      loops.eightSums(window.x(), at, stripe, n, eight, k, there(g), sums[g].stripe);
      loops.eightTotals(eight, unused, k, stripe, n, sums[g].stripe);
      sums[g].add();
    }
  }

  private void addLast(int first, int stripe) {
    float sum = 0;
    for (int r = first; r < first + stripe; r++) {
      sum += last[r];
    }
    lastSum.stripe[0] = sum;
    lastSum.add();
  }
}
