package io.downhill.device.cpu;

import io.downhill.data.RowWindow;
import io.downhill.sums.Tree;

/** The lower triangle of the sum of k x x', a one behind x for the bias, in one read of X. */
final class GramPass implements BlockPass {
  private final Loops loops;
  private final CpuExamples examples;
  private final RowWindow window;
  private final int n;
  private final float[] coefficients;
  private final int step;
  private final int column;
  private final float[] k = new float[Tree.STRIPE];
  private final BlockSums sums;

  /**
   * Takes a column of coefficients.
   *
   * @param coefficients m x {@code step}
   */
  GramPass(Loops loops, CpuExamples examples, float[] coefficients, int step, int column) {
    this.loops = loops;
    this.examples = examples;
    this.window = examples.window();
    this.n = examples.features();
    this.coefficients = coefficients;
    this.step = step;
    this.column = column;
    this.sums = new BlockSums(loops, Loops.triangleLength(n + 1));
  }

  @Override
  public void sum(int block, float[] pairs) {
    int rows = examples.rows(block);
    sums.clear();
    for (int i = 0; i < rows; i += Tree.STRIPE) {
      int stripe = Math.min(Tree.STRIPE, rows - i);
      for (int r = 0; r < stripe; r++) {
        k[r] = coefficients[(block * Tree.BLOCK + i + r) * step + column];
      }
      window.show(block * Tree.BLOCK + i, stripe);
      loops.stripeHessian(window.x(), window.at(), stripe, n, k, sums.stripe);
      sums.add();
    }
    for (int j = 0; j <= n; j++) {
      sums.store(Loops.triangleRow(j), j + 1, pairs, j * (j + 1) / 2);
    }
  }
}
