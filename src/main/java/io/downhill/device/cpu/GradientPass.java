package io.downhill.device.cpu;

/**
 * The fused gradient pass: margins, residuals and the sums [x dz | dz | loss] stripe by stripe,
 * while a stripe is in cache, so that X is read from memory once.
 */
final class GradientPass implements BlockPass {
  /** Floats in a cache line. */
  private static final int LINE = 16;

  private static final int LEAST_TOUCHED = 64;
  private static final int MOST_TOUCHED = 160;

  private final Loops loops;
  private final CpuExamples examples;
  private final int n;
  private final float[] w;
  private final float[] z = new float[Loops.STRIPE];
  private final float[] dz = new float[Loops.STRIPE];
  private final float[] losses = new float[Loops.STRIPE];
  private final BlockSums sums;

  /** Written, so that the loads are made. */
  private float touched;

  GradientPass(Loops loops, CpuExamples examples, float[] w) {
    this.loops = loops;
    this.examples = examples;
    this.n = examples.features();
    this.w = w;
    this.sums = new BlockSums(loops, n + 2);
  }

  @Override
  public void sum(int block, float[] pairs, int to) {
    float[] x = examples.x(block);
    int rows = examples.rows(block);
    sums.clear();
    for (int i = 0; i < rows; i += Loops.STRIPE) {
      int stripe = Math.min(Loops.STRIPE, rows - i);
      int at = examples.at(block) + i * n;
      loops.margins(x, at, stripe, n, w, z, 0);
      if (n >= LEAST_TOUCHED && n <= MOST_TOUCHED) {
        touch(x, at + stripe * n, Math.min(x.length, at + 2 * stripe * n));
      }
      loops.residuals(z, examples.y(), block * BLOCK + i, stripe, dz, losses);
      loops.stripeSums(x, at, stripe, n, dz, sums.stripe);
      addUp(stripe);
      sums.add();
    }
    sums.store(0, n + 2, pairs, to, n + 2);
  }

  /**
   * Loads each cache line of the next stripe, so that the memory works while the elementary
   * functions of this one do not. Pays for stripes of 8 to 20 KB; larger ones the hardware foresees
   * itself.
   */
  private void touch(float[] x, int from, int to) {
    float sum = 0;
    for (int i = from; i < to; i += LINE) {
      sum += x[i];
    }
    touched = sum;
  }

  /** The columns db and loss of a stripe, by plain addition. */
  private void addUp(int stripe) {
    float db = 0;
    float loss = 0;
    for (int i = 0; i < stripe; i++) {
      db += dz[i];
      loss += losses[i];
    }
    sums.stripe[n] = db;
    sums.stripe[n + 1] = loss;
  }
}
