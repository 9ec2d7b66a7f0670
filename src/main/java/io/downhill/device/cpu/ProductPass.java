package io.downhill.device.cpu;

import io.downhill.data.RowWindow;
import io.downhill.sums.Tree;

/**
 * The Hessian of the loss times a direction: u = x.v + v_b, q = c a(1-a) u, and the sums [x q | q |
 * q u], in one read of X.
 */
final class ProductPass implements BlockPass {
  private final Loops loops;
  private final CpuExamples examples;
  private final RowWindow window;
  private final float[] y;
  private final int n;
  private final float[] w;
  private final float[] v;
  private final int batch;
  private final float[] z;
  private final float[] u;
  private final float[] q;
  private final BlockSums sums;

  ProductPass(Loops loops, CpuExamples examples, float[] y, float[] w, float[] v) {
    this(loops, examples, y, w, v, BlockPass.batch(examples.features()));
  }

  /** The same with so many rows at once, a multiple of 32. */
  ProductPass(Loops loops, CpuExamples examples, float[] y, float[] w, float[] v, int batch) {
    this.loops = loops;
    this.examples = examples;
    this.window = examples.window();
    this.y = y;
    this.n = examples.features();
    this.w = w;
    this.v = v;
    this.batch = batch;
    this.z = new float[batch];
    this.u = new float[batch];
    this.q = new float[batch];
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
      loops.margins(x, at, count, n, v, u, 0);
      loops.curvatures(z, y, block * Tree.BLOCK + i, count, q);
      for (int r = 0; r < count; r++) {
        q[r] *= u[r];
      }
      for (int k = 0; k < count; k += Tree.STRIPE) {
        int stripe = Math.min(Tree.STRIPE, count - k);
        loops.stripeSums(x, at + k * n, stripe, n, q, k, sums.stripe);
        addUp(k, stripe);
        sums.add();
      }
    }
    sums.store(pairs);
  }

  /** The bias column by plain addition, and v'Hv by fma. */
  private void addUp(int first, int stripe) {
    float bias = 0;
    float square = 0;
    for (int r = first; r < first + stripe; r++) {
      bias += q[r];
      square = Math.fma(q[r], u[r], square);
    }
    sums.stripe[n] = bias;
    sums.stripe[n + 1] = square;
  }
}
