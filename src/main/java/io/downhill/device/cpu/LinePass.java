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
  private final int batch;
  private final float[] at;
  private final float[] dz;
  private final float[] k;
  private final float[] losses;
  private final BlockSums sums;

  LinePass(Loops loops, CpuExamples examples, float[] z, float[] d, float t) {
    this(loops, examples, z, d, t, BATCH);
  }

  /** The same with so many rows at once, a multiple of 32. */
  LinePass(Loops loops, CpuExamples examples, float[] z, float[] d, float t, int batch) {
    this.loops = loops;
    this.examples = examples;
    this.z = z;
    this.d = d;
    this.t = t;
    this.batch = batch;
    this.at = new float[batch];
    this.dz = new float[batch];
    this.k = new float[batch];
    this.losses = new float[batch];
    this.sums = new BlockSums(loops, COLUMNS);
  }

  @Override
  public void sum(int block, float[] pairs, int to) {
    int rows = examples.rows(block);
    sums.clear();
    for (int i = 0; i < rows; i += batch) {
      int count = Math.min(batch, rows - i);
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
