package io.downhill.device.cpu;

/** The lower triangle of the Hessian of the loss, a one behind x for the bias, in one read of X. */
final class HessianPass implements BlockPass {
  private final Loops loops;
  private final CpuExamples examples;
  private final int n;
  private final float[] w;
  private final float[] z = new float[Loops.STRIPE];
  private final float[] k = new float[Loops.STRIPE];
  private final BlockSums sums;

  HessianPass(Loops loops, CpuExamples examples, float[] w) {
    this.loops = loops;
    this.examples = examples;
    this.n = examples.features();
    this.w = w;
    this.sums = new BlockSums(loops, Loops.triangleLength(n + 1));
  }

  /** The elements of the triangle. */
  static int columns(int n) {
    return (n + 1) * (n + 2) / 2;
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
      loops.curvatures(z, examples.y(), block * BLOCK + i, stripe, k);
      loops.stripeHessian(x, at, stripe, n, k, sums.stripe);
      sums.add();
    }
    for (int j = 0; j <= n; j++) {
      sums.store(Loops.triangleRow(j), j + 1, pairs, to + j * (j + 1) / 2, columns(n));
    }
  }
}
