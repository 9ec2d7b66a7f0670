package io.downhill.device.cpu;

import io.downhill.device.Panel;
import io.downhill.sums.Tree;

/** The blocks of the Hessian of softmax at given margins, block by block; one thread's work. */
final class SoftmaxCoefficients implements Workers.Piece {
  private final CpuExamples examples;
  private final int classes;
  private final int width;
  private final float[] y;
  private final float[] z;
  private final float[] k;
  private final Softmax softmax;
  private final float[] margins;
  private final float[] results;

  /**
   * From margins to coefficients.
   *
   * @param z m x K
   * @param k m x K (K+1)/2
   */
  SoftmaxCoefficients(Loops loops, CpuExamples examples, Panel panel, float[] z, float[] k) {
    this.examples = examples;
    this.classes = panel.columns();
    this.width = panel.coefficients();
    this.y = CpuVector.of(panel.targets().orElseThrow());
    this.z = z;
    this.k = k;
    this.softmax = loops.softmax(classes, Tree.STRIPE);
    this.margins = new float[Tree.STRIPE * classes];
    this.results = new float[Tree.STRIPE * width];
  }

  @Override
  public void run(int block) {
    int rows = examples.rows(block);
    for (int i = 0; i < rows; i += Tree.STRIPE) {
      int first = block * Tree.BLOCK + i;
      int count = Math.min(Tree.STRIPE, rows - i);
      for (int r = 0; r < count; r++) {
        for (int c = 0; c < classes; c++) {
          margins[c * Tree.STRIPE + r] = z[(first + r) * classes + c];
        }
      }
      softmax.coefficients(margins, count, y, first, results);
      System.arraycopy(results, 0, k, first * width, count * width);
    }
  }
}
