package io.downhill.device.cpu;

/**
 * The Hessian of the loss times a direction: u = x.v + v_b, q = c a(1-a) u, and the sums [x q | q |
 * q u], in one read of X.
 */
final class ProductPass implements BlockPass {
  private final Loops loops;
  private final CpuExamples examples;
  private final int n;
  private final float[] w;
  private final float[] v;
  private final float[] z = new float[Loops.STRIPE];
  private final float[] u = new float[Loops.STRIPE];
  private final float[] q = new float[Loops.STRIPE];
  private final BlockSums sums;

  ProductPass(Loops loops, CpuExamples examples, float[] w, float[] v) {
    this.loops = loops;
    this.examples = examples;
    this.n = examples.features();
    this.w = w;
    this.v = v;
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
      loops.margins(x, at, stripe, n, v, u, 0);
      loops.curvatures(z, examples.y(), block * BLOCK + i, stripe, q);
      for (int r = 0; r < stripe; r++) {
        q[r] *= u[r];
      }
      loops.stripeSums(x, at, stripe, n, q, sums.stripe);
      addUp(stripe);
      sums.add();
    }
    sums.store(0, n + 2, pairs, to, n + 2);
  }

  /** The bias column by plain addition, and v'Hv by fma. */
  private void addUp(int stripe) {
    float bias = 0;
    float square = 0;
    for (int r = 0; r < stripe; r++) {
      bias += q[r];
      square = Math.fma(q[r], u[r], square);
    }
    sums.stripe[n] = bias;
    sums.stripe[n + 1] = square;
  }
}
