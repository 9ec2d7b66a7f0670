package io.downhill.device.cpu;

import io.downhill.data.RowWindow;
import io.downhill.sums.Tree;

/** The margins of one column of parameters; the work of one thread. */
final class MarginPass implements Workers.Piece {
  private final Loops loops;
  private final CpuExamples examples;
  private final RowWindow window;
  private final float[] w;
  private final float[] z;
  private final int batch;

  /** Margins at w, into z. */
  MarginPass(Loops loops, CpuExamples examples, float[] w, float[] z) {
    this.loops = loops;
    this.examples = examples;
    this.window = examples.window();
    this.w = w;
    this.z = z;
    this.batch = BlockPass.batch(examples.features());
  }

  @Override
  public void run(int block) {
    int rows = examples.rows(block);
    int n = examples.features();
    for (int i = 0; i < rows; i += batch) {
      int first = block * Tree.BLOCK + i;
      int count = Math.min(batch, rows - i);
      window.show(first, count);
      loops.margins(window.x(), window.at(), count, n, w, z, first);
    }
  }
}
