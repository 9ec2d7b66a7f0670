package io.downhill.device.cpu;

import io.downhill.device.Panel;
import io.downhill.device.Passes;
import io.downhill.sums.Tree;

/** Slope, curvature and loss at the margins z + t d of each column; X is not read. */
final class LinePass implements BlockPass {

  private static final int BATCH = 8 * Tree.STRIPE;

  private final Loops loops;
  private final CpuExamples examples;
  private final int columns;
  private final float[] z;
  private final float[] d;
  private final float[] t;
  private final int batch;
  private final Targets targets;
  private final float[] at;
  private final float[] dz;
  private final float[] k;
  private final float[] losses;
  private final BlockSums sums;

  LinePass(Loops loops, CpuExamples examples, Panel panel, float[] z, float[] d, float[] t) {
    this(loops, examples, panel, z, d, t, BATCH);
  }

  /** The same with so many rows at once, a multiple of 32. */
  LinePass(
      Loops loops, CpuExamples examples, Panel panel, float[] z, float[] d, float[] t, int batch) {
    this.loops = loops;
    this.examples = examples;
    this.columns = panel.columns();
    this.z = z;
    this.d = d;
    this.t = t;
    this.batch = batch;
    this.targets = Targets.of(examples, panel, batch);
    this.at = new float[batch * columns];
    this.dz = new float[batch * columns];
    this.k = new float[batch * columns];
    this.losses = new float[batch * columns];
    this.sums = new BlockSums(loops, Passes.LINE_SUMS * columns);
  }

  @Override
  public void sum(int block, float[] pairs) {
    int rows = examples.rows(block);
    sums.clear();
    for (int i = 0; i < rows; i += batch) {
      int count = Math.min(batch, rows - i);
      int first = block * Tree.BLOCK + i;
      for (int b = 0; b < columns; b++) {
        move(first, count, b);
      }
      float[] y = targets.rows(first, count);
      loops.residuals(at, y, targets.place(first), count * columns, dz, losses);
      loops.curvatures(at, y, targets.place(first), count * columns, k);
      for (int r = 0; r < count; r += Tree.STRIPE) {
        for (int b = 0; b < columns; b++) {
          addUp(first, r, Math.min(Tree.STRIPE, count - r), b);
        }
        sums.add();
      }
    }
    sums.store(pairs);
  }

  private void move(int first, int count, int b) {
    float length = t[b];
    int step = columns;
    for (int r = 0, p = first * step + b, q = b; r < count; r++, p += step, q += step) {
      at[q] = Math.fma(length, d[p], z[p]);
    }
  }

  private void addUp(int first, int begin, int stripe, int b) {
    float slope = 0;
    float curvature = 0;
    float loss = 0;
    for (int r = begin; r < begin + stripe; r++) {
      float direction = d[(first + r) * columns + b];
      int q = r * columns + b;
      slope = Math.fma(dz[q], direction, slope);
      curvature = Math.fma(k[q] * direction, direction, curvature);
      loss += losses[q];
    }
    sums.stripe[b] = slope;
    sums.stripe[columns + b] = curvature;
    sums.stripe[2 * columns + b] = loss;
  }
}
