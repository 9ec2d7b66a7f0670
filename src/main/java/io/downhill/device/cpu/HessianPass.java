package io.downhill.device.cpu;

/** The lower triangle of the Hessian of the loss, a one behind x for the bias, in one read of X. */
final class HessianPass implements BlockPass {
  private final Loops loops;
  private final CpuExamples examples;
  private final int n;
  private final int pitch;
  private final float[] w;
  private final float[] z = new float[Loops.STRIPE];
  private final float[] k = new float[Loops.STRIPE];
  private final BlockSums sums;

  HessianPass(Loops loops, CpuExamples examples, float[] w) {
    this.loops = loops;
    this.examples = examples;
    this.n = examples.features();
    this.pitch = n + 1 + Loops.LANE_COUNT;
    this.w = w;
    this.sums = new BlockSums(loops, (n + 1) * pitch);
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
      loops.stripeHessian(x, at, stripe, n, k, sums.stripe, pitch);
      sums.add();
    }
    for (int j = 0; j <= n; j++) {
      sums.store(j * pitch, j + 1, pairs, to + j * (j + 1) / 2, columns(n));
    }
  }
}
