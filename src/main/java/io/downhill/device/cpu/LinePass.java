package io.downhill.device.cpu;

/** Slope, curvature and loss at the margins z + t d; X is not read. */
final class LinePass implements BlockPass {
  static final int COLUMNS = 3;

  private static final int BATCH = 8 * Loops.STRIPE;

  private final Loops loops;
  private final CpuExamples examples;
  private final float[] z;
  private final float[] d;
  private final float t;
  private final float[] at = new float[BATCH];
  private final float[] dz = new float[BATCH];
  private final float[] k = new float[BATCH];
  private final float[] losses = new float[BATCH];
  private final BlockSums sums;

  LinePass(Loops loops, CpuExamples examples, float[] z, float[] d, float t) {
    this.loops = loops;
    this.examples = examples;
    this.z = z;
    this.d = d;
    this.t = t;
    this.sums = new BlockSums(loops, COLUMNS);
  }

  @Override
  public void sum(int block, float[] pairs, int to) {
    int rows = examples.rows(block);
    sums.clear();
    for (int i = 0; i < rows; i += BATCH) {
      int count = Math.min(BATCH, rows - i);
      int first = block * BLOCK + i;
      for (int r = 0; r < count; r++) {
        at[r] = Math.fma(t, d[first + r], z[first + r]);
      }
      loops.residuals(at, examples.y(), first, count, dz, losses);
      loops.curvatures(at, examples.y(), first, count, k);
      for (int r = 0; r < count; r += Loops.STRIPE) {
        addUp(first, r, Math.min(Loops.STRIPE, count - r));
        sums.add();
      }
    }
    sums.store(0, COLUMNS, pairs, to, COLUMNS);
  }

  private void addUp(int first, int from, int stripe) {
    float slope = 0;
    float curvature = 0;
    float loss = 0;
    for (int r = from; r < from + stripe; r++) {
      float direction = d[first + r];
      slope = Math.fma(dz[r], direction, slope);
      curvature = Math.fma(k[r] * direction, direction, curvature);
      loss += losses[r];
    }
    sums.stripe[0] = slope;
    sums.stripe[1] = curvature;
    sums.stripe[2] = loss;
  }
}
