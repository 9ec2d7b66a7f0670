package io.downhill.device.cpu;

import io.downhill.data.RowWindow;
import io.downhill.sums.Tree;

/**
 * The fused gradient pass: margins, residuals and the sums [x dz | dz | loss] of a few stripes
 * while they are in cache, so that X is read from memory once.
 */
final class GradientPass implements BlockPass {
  private final Loops loops;
  private final CpuExamples examples;
  private final RowWindow window;
  private final float[] y;
  private final int n;
  private final float[] w;
  private final int batch;
  private final float[] z;
  private final float[] dz;
  private final float[] losses;
  private final BlockSums sums;

  GradientPass(Loops loops, CpuExamples examples, float[] y, float[] w) {
    this(loops, examples, y, w, BlockPass.batch(examples.features()));
  }

  /** The same with so many rows at once, a multiple of 32. */
  GradientPass(Loops loops, CpuExamples examples, float[] y, float[] w, int batch) {
    this.loops = loops;
    this.examples = examples;
    this.window = examples.window();
    this.y = y;
    this.n = examples.features();
    this.w = w;
    this.batch = batch;
    this.z = new float[batch];
    this.dz = new float[batch];
    this.losses = new float[batch];
    this.sums = new BlockSums(loops, n + 2);
  }

  @Override
  public void sum(int block, float[] pairs) {
    int rows = examples.rows(block);
    sums.clear();
    for (int i = 0; i < rows; i += batch) {
      int count = Math.min(batch, rows - i);
      window.show(block * Tree.BLOCK + i, count);
      float[] x = window.x();
      int at = window.at();
      loops.margins(x, at, count, n, w, z, 0);
      loops.residuals(z, y, block * Tree.BLOCK + i, count, dz, losses);
      for (int k = 0; k < count; k += Tree.STRIPE) {
        int stripe = Math.min(Tree.STRIPE, count - k);
        loops.stripeSums(x, at + k * n, stripe, n, dz, k, sums.stripe);
        addUp(k, stripe);
        sums.add();
      }
    }
    sums.store(pairs);
  }

  /** The columns db and loss of a stripe, by plain addition. */
  private void addUp(int first, int stripe) {
    float db = 0;
    float loss = 0;
    for (int i = first; i < first + stripe; i++) {
      db += dz[i];
      loss += losses[i];
    }
    sums.stripe[n] = db;
    sums.stripe[n + 1] = loss;
  }
}
