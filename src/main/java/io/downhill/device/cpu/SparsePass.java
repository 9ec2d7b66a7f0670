package io.downhill.device.cpu;

import io.downhill.device.Link;
import io.downhill.device.Panel;
import io.downhill.sums.Pairs;
import io.downhill.sums.Tree;

/**
 * A gradient or a product over sparse rows, block by block, with the scratch of one thread:
 * margins, what weighs x, q, for each column, the sums of x q by features, and behind them those of
 * q and of the losses or curvatures. While it is in hand a block stays in the core's cache, so X is
 * read once.
 */
final class SparsePass {
  private final Loops loops;
  private final SparseExamples x;
  private final int count;
  private final boolean softmax;
  private final float[] y;
  private final boolean own;
  private final float[] w;
  private final float[] direction;
  private final LastMargins last;
  private final SparseLoops values;
  private final float[] ofBlock;
  private final float[] z;
  private final float[] u;
  private final float[] labels;
  private final float[] margins;
  private final float[] weighing;
  private final float[] lossesOfOne;
  private final float[] losses;
  private final Softmax classes;
  private final BlockSums sums;
  private final float[] tail;
  private SparseBlock block;

  /**
   * A gradient, or a product.
   *
   * @param w (n+1) x B, side by side
   * @param direction the same; of length 0 for the gradient
   * @param last receives the margins of one column, or has them
   */
  SparsePass(
      Loops loops,
      CpuExamples examples,
      Panel panel,
      float[] w,
      float[] direction,
      LastMargins last) {
    this.loops = loops;
    this.x = examples.sparse().orElseThrow();
    this.count = panel.columns();
    this.softmax = panel.link() == Link.SOFTMAX;
    this.own = panel.targets().isPresent();
    this.y = own ? CpuVector.of(panel.targets().get()) : examples.y();
    this.w = w;
    this.direction = direction;
    this.last = last;
    this.values = new SparseLoops(x, count, loops.sparseEights());
    this.ofBlock = values.parameters();
    this.z = new float[Tree.BLOCK * count];
    this.u = new float[direction.length == 0 ? 0 : z.length];
    this.labels = new float[Tree.BLOCK];
    this.margins = new float[Tree.BLOCK];
    this.weighing = new float[Tree.BLOCK];
    this.lossesOfOne = new float[Tree.BLOCK];
    this.losses = new float[Tree.BLOCK * (softmax ? 1 : count)];
    this.classes = softmax ? loops.softmax(count, Tree.BLOCK) : null;
    this.sums = new BlockSums(loops, tail(panel));
    this.tail = new float[2 * tail(panel)];
  }

  /** The sums behind those of the features: of q, and of losses or curvatures. */
  static int tail(Panel panel) {
    return panel.link() == Link.SOFTMAX ? panel.columns() + 1 : 2 * panel.columns();
  }

  /** Sums over a block, to be taken before the next one. */
  void sum(int index) {
    block = x.blocks()[index];
    values.show(block);
    int rows = block.rows();
    if (last.areKnown()) {
      System.arraycopy(last.z(), block.firstRow(), z, 0, rows);
    } else {
      values.margins(w, ofBlock, z);
      last.keep(block.firstRow(), rows, z);
    }
    if (direction.length > 0) {
      values.margins(direction, ofBlock, u);
    }
    if (softmax) {
      softmax(block.firstRow(), rows);
    } else {
      for (int b = 0; b < count; b++) {
        logistic(block.firstRow(), rows, b);
      }
    }
    values.sum(z);
    addUp(rows);
    sums.store(tail);
  }

  private void softmax(int first, int rows) {
    if (direction.length == 0) {
      classes.residuals(z, rows, y, first, losses);
    } else {
      classes.products(z, u, rows, y, first, losses);
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
      loops.residuals(margins, labels, 0, rows, weighing, lossesOfOne);
      System.arraycopy(lossesOfOne, 0, losses, at, rows);
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
          sum = products ? Math.fma(z[at + r], u[at + r], sum) : sum + losses[at + r];
        }
        sums.stripe[count + b] = sum;
      }
      sums.add();
    }
  }

  /** Adds the sums of the block in hand to those of its node, [hi | lo]. */
  void addTo(float[] pairs) {
    values.addTo(pairs);
    addTail(tail, pairs);
  }

  /** The sums of the block in hand, for later. */
  Taken take() {
    return new Taken(block, count, values.take(), tail.clone());
  }

  /**
   * Sums of a block.
   *
   * @param count B
   * @param ofFeatures those of its features alone
   * @param tail behind them
   */
  record Taken(SparseBlock block, int count, float[] ofFeatures, float[] tail) {
    /** Adds them to those of their node, [hi | lo]. */
    void addTo(float[] pairs) {
      SparseLoops.add(block, ofFeatures, count, pairs);
      addTail(tail, pairs);
    }
  }

  private static void addTail(float[] tail, float[] pairs) {
    int columns = pairs.length / 2;
    int length = tail.length / 2;
    for (int k = 0; k < length; k++) {
      int at = columns - length + k;
      Pairs.add(tail[k], tail[length + k], pairs, at);
    }
  }
}
