package io.downhill.device.cpu;

import java.util.Arrays;

/**
 * The fused gradient pass over one block of up to 1024 examples: margins, residuals and sums stripe
 * by stripe, while a stripe is in cache, so that X is read from memory once. Owns the scratch of
 * one thread.
 */
final class GradientPass {
  static final int BLOCK = 32 * Loops.STRIPE;

  private final Loops loops;
  private final int n;
  private final float[] z = new float[Loops.STRIPE];
  private final float[] dz = new float[Loops.STRIPE];
  private final float[] losses = new float[Loops.STRIPE];
  private final float[] g;
  private final float[] hi;
  private final float[] lo;

  GradientPass(Loops loops, int n) {
    this.loops = loops;
    this.n = n;
    this.g = new float[n + 2 + Loops.PADDING];
    this.hi = new float[n + 2 + Loops.PADDING];
    this.lo = new float[n + 2 + Loops.PADDING];
  }

  /**
   * Sums [x dz | dz | loss] over a block into row {@code block} of the pairs.
   *
   * @param x holds the block's rows from {@code at} on
   * @param y the labels of all examples; this block's begin at {@code block * BLOCK}
   */
  void sum(float[] x, int at, float[] y, int block, int rows, float[] w, float[] pairs) {
    int columns = n + 2;
    Arrays.fill(hi, 0f);
    Arrays.fill(lo, 0f);
    for (int i = 0; i < rows; i += Loops.STRIPE) {
      int stripe = Math.min(Loops.STRIPE, rows - i);
      int from = at + i * n;
      loops.margins(x, from, stripe, n, w, z, 0);
      loops.residuals(z, y, block * BLOCK + i, stripe, dz, losses);
      loops.stripeSums(x, from, stripe, n, dz, g);
      addUp(stripe);
      loops.addStripe(g, columns, hi, lo);
    }
    int out = block * 2 * columns;
    System.arraycopy(hi, 0, pairs, out, columns);
    System.arraycopy(lo, 0, pairs, out + columns, columns);
  }

  /** The columns db and loss of a stripe, by plain addition. */
  private void addUp(int stripe) {
    float db = 0;
    float loss = 0;
    for (int i = 0; i < stripe; i++) {
      db += dz[i];
      loss += losses[i];
    }
    g[n] = db;
    g[n + 1] = loss;
  }
}
