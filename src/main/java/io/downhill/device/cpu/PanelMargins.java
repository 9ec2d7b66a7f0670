package io.downhill.device.cpu;

import io.downhill.data.RowWindow;
import io.downhill.sums.Tree;

/** The margins of several columns, one read of X for all of them; the work of one thread. */
final class PanelMargins implements Workers.Piece {
  private static final int EIGHT = Loops.LANE_COUNT;

  private final Loops loops;
  private final CpuExamples examples;
  private final RowWindow window;
  private final int n;
  private final int columns;
  private final float[][] w;
  private final float[] out;
  private final int batch;
  private final float[] z;

  /**
   * Margins into a matrix.
   *
   * @param w the parameters, eight columns side by side
   * @param out m x {@code columns}
   */
  PanelMargins(Loops loops, CpuExamples examples, int columns, float[][] w, float[] out) {
    this.loops = loops;
    this.examples = examples;
    this.window = examples.window();
    this.n = examples.features();
    this.columns = columns;
    this.w = w;
    this.out = out;
    this.batch = BlockPass.batch(n);
    this.z = new float[batch * EIGHT];
  }

  @Override
  public void run(int block) {
    int rows = examples.rows(block);
    for (int i = 0; i < rows; i += batch) {
      int count = Math.min(batch, rows - i);
      window.show(block * Tree.BLOCK + i, count);
      for (int eight = 0; eight < w.length; eight++) {
        int first = eight * EIGHT;
        int there = Math.min(EIGHT, columns - first);
        loops.eightMargins(window.x(), window.at(), count, n, w[eight], there, z);
        for (int r = 0; r < count; r++) {
          int row = (block * Tree.BLOCK + i + r) * columns;
          System.arraycopy(z, r * EIGHT, out, row + first, there);
        }
      }
    }
  }
}
