package io.downhill.device;

import io.downhill.data.Classes;
import io.downhill.data.CsrRows;
import io.downhill.data.Dataset;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Some rows of a run, on which its device is proven.
 *
 * @param index where they stand among all, ascending
 * @param data these rows alone, with their labels and weights
 */
record ProofRows(int[] index, Dataset data) {
  /** Rows are taken in pieces of this many, the stripes of the sums. */
  private static final int PIECE = 32;

  /** One stripe and the beginning of a second. */
  private static final int LEAST = PIECE + 1;

  /** A feature that is smaller everywhere counts as 0. */
  private static final double TINY = 1e-30;

  /** Some rows of all, about as many as wanted but at least 33 where there are so many. */
  static ProofRows of(Dataset all, long wanted) {
    int[] index = spread(all.examples(), (int) Math.max(LEAST, Math.min(wanted, all.examples())));
    return new ProofRows(index, take(all, index));
  }

  /**
   * Whole stripes, one at a random place in each of equal parts of the data, so that neither the
   * order of the rows nor a period in it can hide; the last one, which may be shorter, among them.
   */
  private static int[] spread(int m, int wanted) {
    int stripes = (m + PIECE - 1) / PIECE;
    int taken = Math.min(stripes, (wanted + PIECE - 1) / PIECE);
    SplittableRandom random = new SplittableRandom(m);
    int[] index = new int[taken * PIECE];
    int count = 0;
    for (int k = 0; k < taken; k++) {
      long first = (long) k * stripes / taken;
      long end = (k + 1L) * stripes / taken;
      long stripe = k == taken - 1 ? stripes - 1 : random.nextLong(first, end);
      for (long i = stripe * PIECE; i < Math.min(m, (stripe + 1) * PIECE); i++) {
        index[count++] = (int) i;
      }
    }
    return Arrays.copyOf(index, count);
  }

  private static Dataset take(Dataset all, int[] index) {
    Dataset.Builder builder = new Dataset.Builder(all.featureNames());
    boolean sparse = all.rows() instanceof CsrRows csr && csr.change() == null;
    if (sparse) {
      builder.rows(take((CsrRows) all.rows(), index));
    } else {
      builder.grow(index.length);
    }
    float[] y = new float[index.length];
    float[] c = all.weights() == null ? null : new float[index.length];
    for (int k = 0; k < index.length; k++) {
      int i = index[k];
      if (!sparse) {
        all.rows().copy(i, 1, builder.block(k), builder.offset(k));
      }
      y[k] = all.labels()[i];
      if (c != null) {
        c[k] = all.weights()[i];
      }
    }
    return builder.labels(y, all.classes().orElse(Classes.ZERO_ONE)).weights(c).build();
  }

  /** Rows that stay sparse, for a device has other passes for these. */
  private static CsrRows take(CsrRows all, int[] index) {
    int[] starts = new int[index.length + 1];
    for (int k = 0; k < index.length; k++) {
      starts[k + 1] = starts[k] + all.starts()[index[k] + 1] - all.starts()[index[k]];
    }
    int[] columns = new int[starts[index.length]];
    float[] values = new float[columns.length];
    for (int k = 0; k < index.length; k++) {
      int from = all.starts()[index[k]];
      System.arraycopy(all.columns(), from, columns, starts[k], starts[k + 1] - starts[k]);
      System.arraycopy(all.values(), from, values, starts[k], starts[k + 1] - starts[k]);
    }
    return new CsrRows(starts, columns, values, all.features());
  }

  /**
   * Parameters whose margins are of the size of 1, whatever the units of the features.
   *
   * @param columns 1, or K of K classes
   */
  double[] parameters(long seed, int columns) {
    int n = data.features();
    double[] squares = new double[n];
    data.rows()
        .eachValue(0, data.examples(), (i, j, x) -> squares[j] += (double) x * x / data.examples());
    SplittableRandom random = new SplittableRandom(seed);
    double[] w = new double[(n + 1) * columns];
    for (int p = 0; p < n * columns; p++) {
      double size = Math.sqrt(squares[p / columns]);
      double share = (random.nextDouble() * 4 - 2) / Math.sqrt(n);
      w[p] = (float) (size > TINY ? share / size : share);
    }
    for (int p = n * columns; p < w.length; p++) {
      w[p] = (float) (random.nextDouble() - 0.5);
    }
    return w;
  }

  /** Their values in a vector over all rows, of which each has so many. */
  double[] of(double[] all, int width) {
    double[] values = new double[index.length * width];
    for (int k = 0; k < index.length; k++) {
      System.arraycopy(all, index[k] * width, values, k * width, width);
    }
    return values;
  }
}
