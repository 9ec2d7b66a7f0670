package io.downhill.device.cpu;

import io.downhill.device.Panel;
import io.downhill.sums.Tree;

/** c a(1-a) at given margins, block by block; the work of one thread. */
final class CoefficientPass implements Workers.Piece {
  private final Loops loops;
  private final CpuExamples examples;
  private final int columns;
  private final Targets targets;
  private final float[] z;
  private final float[] k;
  private final float[] margins;
  private final float[] results;

  /** From margins z to coefficients k, both m x B and perhaps the same array. */
  CoefficientPass(Loops loops, CpuExamples examples, Panel panel, float[] z, float[] k) {
    this.loops = loops;
    this.examples = examples;
    this.columns = panel.columns();
    this.targets = Targets.of(examples, panel, Tree.STRIPE);
    this.z = z;
    this.k = k;
    this.margins = new float[Tree.STRIPE * columns];
    this.results = new float[Tree.STRIPE * columns];
  }

  @Override
  public void run(int block) {
    int rows = examples.rows(block);
    for (int i = 0; i < rows; i += Tree.STRIPE) {
      int first = block * Tree.BLOCK + i;
      int count = Math.min(Tree.STRIPE, rows - i);
      float[] y = targets.rows(first, count);
      System.arraycopy(z, first * columns, margins, 0, count * columns);
      loops.curvatures(margins, y, targets.place(first), count * columns, results);
      System.arraycopy(results, 0, k, first * columns, count * columns);
    }
  }
}
