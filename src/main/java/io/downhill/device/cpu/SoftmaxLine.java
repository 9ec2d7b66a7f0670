package io.downhill.device.cpu;

import io.downhill.device.Panel;
import io.downhill.device.Passes;
import io.downhill.sums.Tree;

/** Slope, curvature and loss of all classes at the margins z + t d; X is not read. */
final class SoftmaxLine implements BlockPass {
  private final CpuExamples examples;
  private final int classes;
  private final float[] y;
  private final float[] z;
  private final float[] d;
  private final float t;
  private final int batch;
  private final Softmax softmax;
  private final float[] at;
  private final float[] along;
  private final float[][] rows;
  private final BlockSums sums;

  SoftmaxLine(Loops loops, CpuExamples examples, Panel panel, float[] z, float[] d, float t) {
    this.examples = examples;
    this.classes = panel.columns();
    this.y = CpuVector.of(panel.targets().orElseThrow());
    this.z = z;
    this.d = d;
    this.t = t;
    this.batch = SoftmaxPass.batch(classes);
    this.softmax = loops.softmax(classes, batch);
    this.at = new float[classes * batch];
    this.along = new float[classes * batch];
    this.rows = new float[Passes.LINE_SUMS][batch];
    this.sums = new BlockSums(loops, Passes.LINE_SUMS);
  }

  @Override
  public void sum(int block, float[] pairs) {
    int all = examples.rows(block);
    sums.clear();
    for (int i = 0; i < all; i += batch) {
      int count = Math.min(batch, all - i);
      int first = block * Tree.BLOCK + i;
      move(first, count);
      softmax.line(at, along, count, y, first, rows);
      for (int k = 0; k < count; k += Tree.STRIPE) {
        addUp(k, Math.min(Tree.STRIPE, count - k));
      }
    }
    sums.store(pairs);
  }

  /** The margins on the line and the direction, class by class. */
  private void move(int first, int count) {
    for (int k = 0; k < classes; k++) {
      int to = k * batch;
      int from = first * classes + k;
      for (int r = 0; r < count; r++, from += classes) {
        along[to + r] = d[from];
        at[to + r] = Math.fma(t, d[from], z[from]);
      }
    }
  }

  private void addUp(int first, int stripe) {
    for (int j = 0; j < rows.length; j++) {
      float sum = 0;
      for (int r = first; r < first + stripe; r++) {
        sum += rows[j][r];
      }
      sums.stripe[j] = sum;
    }
    sums.add();
  }
}
