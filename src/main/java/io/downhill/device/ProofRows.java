package io.downhill.device;

import io.downhill.data.Classes;
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
    builder.grow(index.length);
    float[] y = new float[index.length];
    float[] c = all.weights() == null ? null : new float[index.length];
    for (int k = 0; k < index.length; k++) {
      int i = index[k];
      all.rows().copy(i, 1, builder.block(k), builder.offset(k));
      y[k] = all.labels()[i];
      if (c != null) {
        c[k] = all.weights()[i];
      }
    }
    return builder.labels(y, Classes.ZERO_ONE).weights(c).build();
  }

  /** Parameters whose margins are of the size of 1, whatever the units of the features. */
  double[] parameters(long seed) {
    int n = data.features();
    double[] squares = new double[n];
    for (int i = 0; i < data.examples(); i++) {
      for (int j = 0; j < n; j++) {
        double x = data.x(i, j);
        squares[j] += x * x / data.examples();
      }
    }
    SplittableRandom random = new SplittableRandom(seed);
    double[] w = new double[n + 1];
    for (int j = 0; j < n; j++) {
      double size = Math.sqrt(squares[j]);
      double share = (random.nextDouble() * 4 - 2) / Math.sqrt(n);
      w[j] = (float) (size > TINY ? share / size : share);
    }
    w[n] = (float) (random.nextDouble() - 0.5);
    return w;
  }

  /** Their values in a vector over all rows. */
  double[] of(double[] all) {
    return Arrays.stream(index).mapToDouble(i -> all[i]).toArray();
  }
}
