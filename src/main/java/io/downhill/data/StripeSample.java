package io.downhill.data;

import java.util.List;
import java.util.stream.IntStream;

/**
 * A sample of a data set: whole blocks of 1024 that are made of stripes of 32 consecutive examples.
 * The data are cut into as many equal parts as stripes are taken, and a hash of the part's index
 * says where in it the stripe lies. So sorted files are sampled evenly, and periodic ones do not
 * fall into step.
 */
public final class StripeSample {
  private static final int STRIPE = 32;
  private static final int BLOCK = Dataset.ROW_ALIGNMENT;

  private final Dataset data;
  private final int stripes;
  private final float[] labels;
  private final float[] weights;

  private StripeSample(Dataset data, int examples) {
    this.data = data;
    this.stripes = examples / STRIPE;
    this.labels = data.labels() == null ? null : new float[examples];
    this.weights = data.weights() == null ? null : new float[examples];
  }

  /** About so many of the examples; all of them if there are no more. */
  static Dataset of(Dataset data, int rows) {
    int blocks = Math.max(1, rows / BLOCK);
    if (data.examples() <= (long) blocks * BLOCK) {
      return data;
    }
    StripeSample sample = new StripeSample(data, blocks * BLOCK);
    float[][] x = new float[blocks][];
    IntStream.range(0, blocks).parallel().forEach(k -> x[k] = sample.block(k));
    return data.of(List.of(x), blocks * BLOCK, sample.labels, sample.weights);
  }

  /** The features of block k; its labels and weights go where they belong. */
  private float[] block(int k) {
    float[] x = new float[BLOCK * data.features() + Dataset.PADDING];
    for (int at = 0; at < BLOCK; at += STRIPE) {
      int to = k * BLOCK + at;
      int first = place(to / STRIPE);
      copyFeatures(first, x, at);
      copy(data.labels(), first, labels, to);
      copy(data.weights(), first, weights, to);
    }
    return x;
  }

  /** The first example of stripe k. */
  private int place(int k) {
    int all = (data.examples() + STRIPE - 1) / STRIPE;
    long from = (long) k * all / stripes;
    long to = (k + 1L) * all / stripes;
    long stripe = from + Long.remainderUnsigned(mixed(k), to - from);
    // The last stripe of the data may be cut short: then it ends with them.
    return (int) Math.min(stripe * STRIPE, data.examples() - STRIPE);
  }

  /** The bits of a number, mixed (the finaliser of SplittableRandom, Stafford's variant 13). */
  public static long mixed(long k) {
    long z = (k + 1) * 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  /** Copies the features of a stripe, which may lie in two row blocks. */
  private void copyFeatures(int first, float[] to, int at) {
    int n = data.features();
    int rows = data.rowsPerBlock();
    for (int i = 0; i < STRIPE; i++) {
      float[] block = data.block((first + i) / rows);
      System.arraycopy(block, (first + i) % rows * n, to, (at + i) * n, n);
    }
  }

  private static void copy(float[] from, int first, float[] into, int to) {
    if (from != null) {
      System.arraycopy(from, first, into, to, STRIPE);
    }
  }
}
