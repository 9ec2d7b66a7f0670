package io.downhill.device.cpu;

import io.downhill.device.Link;
import io.downhill.device.Panel;
import io.downhill.sums.Tree;

/**
 * What a pass over sparse rows makes of a block before the features are summed: margins, what
 * weighs x, q, for each column, and the sums of q and of the losses or curvatures.
 */
final class SparsePass implements BlockPass {
  private final Loops loops;
  private final SparseExamples x;
  private final CpuExamples examples;
  private final int count;
  private final boolean softmax;
  private final float[] y;
  private final boolean own;
  private final float[] w;
  private final float[] direction;
  private final float[] q;
  private final float[] lanes;
  private final float[] z;
  private final float[] u;
  private final float[] labels;
  private final float[] margins;
  private final float[] weighing;
  private final float[] losses;
  private final float[] last;
  private final Softmax classes;
  private final BlockSums sums;

  /**
   * A gradient, or a product.
   *
   * @param w (n+1) x B, side by side
   * @param direction the same; of length 0 for the gradient
   * @param q receives what weighs x, m x B
   */
  SparsePass(
      Loops loops, CpuExamples examples, Panel panel, float[] w, float[] direction, float[] q) {
    this.loops = loops;
    this.examples = examples;
    this.x = examples.sparse().orElseThrow();
    this.count = panel.columns();
    this.softmax = panel.link() == Link.SOFTMAX;
    this.own = panel.targets().isPresent();
    this.y = own ? CpuVector.of(panel.targets().get()) : examples.y();
    this.w = w;
    this.direction = direction;
    this.q = q;
    this.lanes = new float[8 * count];
    this.z = new float[Tree.BLOCK * count];
    this.u = new float[direction.length == 0 ? 0 : z.length];
    this.labels = new float[Tree.BLOCK];
    this.margins = new float[Tree.BLOCK];
    this.weighing = new float[Tree.BLOCK];
    this.losses = new float[Tree.BLOCK];
    this.last = new float[Tree.BLOCK * (softmax ? 1 : count)];
    this.classes = softmax ? loops.softmax(count, Tree.BLOCK) : null;
    this.sums = new BlockSums(loops, columns(panel));
  }

  /** The sums of a block: those of q, and of losses or curvatures. */
  static int columns(Panel panel) {
    return panel.link() == Link.SOFTMAX ? panel.columns() + 1 : 2 * panel.columns();
  }

  @Override
  public void sum(int block, float[] pairs) {
    int first = block * Tree.BLOCK;
    int rows = examples.rows(block);
    for (int r = 0; r < rows; r++) {
      x.margins(first + r, w, count, lanes, z, r, Tree.BLOCK);
      if (direction.length > 0) {
        x.margins(first + r, direction, count, lanes, u, r, Tree.BLOCK);
      }
    }
    if (softmax) {
      softmax(first, rows);
    } else {
      for (int b = 0; b < count; b++) {
        logistic(first, rows, b);
      }
    }
    for (int r = 0; r < rows; r++) {
      for (int b = 0; b < count; b++) {
        q[(first + r) * count + b] = z[b * Tree.BLOCK + r];
      }
    }
    addUp(rows);
    sums.store(pairs);
  }

  private void softmax(int first, int rows) {
    if (direction.length == 0) {
      classes.residuals(z, rows, y, first, last);
    } else {
      classes.products(z, u, rows, y, first, last);
    }
  }

  /** z := q of one column; its losses, or q u. */
  private void logistic(int first, int rows, int b) {
    int at = b * Tree.BLOCK;
    for (int r = 0; r < rows; r++) {
      labels[r] = own ? y[(first + r) * count + b] : y[first + r];
    }
    System.arraycopy(z, at, margins, 0, rows);
    if (direction.length == 0) {
      loops.residuals(margins, labels, 0, rows, weighing, losses);
      System.arraycopy(losses, 0, last, at, rows);
    } else {
      loops.curvatures(margins, labels, 0, rows, weighing);
      for (int r = 0; r < rows; r++) {
        weighing[r] *= u[at + r];
      }
    }
    System.arraycopy(weighing, 0, z, at, rows);
  }

  private void addUp(int rows) {
    sums.clear();
    int lasts = softmax ? 1 : count;
    boolean products = !softmax && direction.length > 0;
    for (int k = 0; k < rows; k += Tree.STRIPE) {
      int end = Math.min(rows, k + Tree.STRIPE);
      for (int b = 0; b < count; b++) {
        float plain = 0;
        for (int r = k; r < end; r++) {
          plain += z[b * Tree.BLOCK + r];
        }
        sums.stripe[b] = plain;
      }
      for (int b = 0; b < lasts; b++) {
        int at = b * Tree.BLOCK;
        float sum = 0;
        for (int r = k; r < end; r++) {
          sum = products ? Math.fma(z[at + r], u[at + r], sum) : sum + last[at + r];
        }
        sums.stripe[count + b] = sum;
      }
      sums.add();
    }
  }
}
