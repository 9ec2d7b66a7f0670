package io.downhill.device.cpu;

/** Slope, curvature and loss at the margins z + t d; X is not read. */
final class LinePass implements BlockPass {
  static final int COLUMNS = 3;

  private final Loops loops;
  private final CpuExamples examples;
  private final float[] z;
  private final float[] d;
  private final float t;
  private final float[] at = new float[Loops.STRIPE];
  private final float[] dz = new float[Loops.STRIPE];
  private final float[] k = new float[Loops.STRIPE];
  private final float[] losses = new float[Loops.STRIPE];
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
    for (int i = 0; i < rows; i += Loops.STRIPE) {
      int stripe = Math.min(Loops.STRIPE, rows - i);
      int first = block * BLOCK + i;
      for (int r = 0; r < stripe; r++) {
        at[r] = Math.fma(t, d[first + r], z[first + r]);
      }
      loops.residuals(at, examples.y(), first, stripe, dz, losses);
      loops.curvatures(at, examples.y(), first, stripe, k);
      addUp(first, stripe);
      sums.add();
    }
    sums.store(0, COLUMNS, pairs, to, COLUMNS);
  }

  private void addUp(int first, int stripe) {
    float slope = 0;
    float curvature = 0;
    float loss = 0;
    for (int r = 0; r < stripe; r++) {
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
