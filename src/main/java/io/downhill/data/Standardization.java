package io.downhill.data;

import io.downhill.sums.Tree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * The scale that gives each feature mean 0 and deviation 1: x' = (x - mean) / deviation.
 *
 * <p>A constant feature has the deviation 0 recorded; its standardised value is 0 for every
 * example, so its weight stays where it starts and is 0 in raw units. Words of texts, which have a
 * scale of their own, stay as they are: mean 0 and deviation 1 are recorded.
 *
 * @param means length n, in raw units
 * @param deviations length n, population deviations (divided by the total weight), in raw units, 0
 *     if constant
 */
public record Standardization(double[] means, double[] deviations) {
  /** Checks that the lengths agree and that each deviation is finite and not negative. */
  public Standardization {
    if (means.length != deviations.length) {
      throw new IllegalArgumentException(
          "means: " + means.length + " values, deviations: " + deviations.length);
    }
    for (int j = 0; j < means.length; j++) {
      if (!Double.isFinite(means[j]) || !(deviations[j] >= 0) || !Double.isFinite(deviations[j])) {
        throw new IllegalArgumentException(
            "feature " + j + ": mean " + means[j] + ", deviation " + deviations[j]);
      }
    }
  }

  /**
   * Learns means and deviations in one read of the data, in double precision, each row counting as
   * its weight. Blocks are shared out to all cores and put together in the order of the tree of
   * sums, so that the result is the same everywhere.
   */
  public static Standardization of(Dataset data) {
    Standardization learned =
        data.weights() == null && data.rows().scale().isPresent()
            ? data.rows().scale().get()
            : of(data.rows(), data.weights(), (x, at, first, count, finite) -> {});
    learned.keepOwnScales(data);
    return learned;
  }

  /** Leaves what has a scale of its own as it is. */
  private void keepOwnScales(Dataset data) {
    // The weight of a base margin is 1 on every scale.
    data.baseMargin().ifPresent(j -> deviations[j] = 1);
    // Words are weighted already; scaled to deviation 1, the rarest would count most.
    BitSet words = data.preparation().map(Preparation::words).orElseGet(BitSet::new);
    words.stream()
        .filter(j -> deviations[j] > 0)
        .forEach(
            j -> {
              means[j] = 0;
              deviations[j] = 1;
            });
  }

  /**
   * The scale that leaves 0 where it is, x' = x / deviation, as sparse rows need it; of a constant
   * column x / |x|. Learned from the values that are not 0 alone, so that sparse and dense rows of
   * the same numbers have the same bits.
   */
  public static Standardization uncentredOf(Dataset data) {
    return sparse(data, new boolean[data.features()]);
  }

  /**
   * The scale of sparse rows: as {@link #uncentredOf} says, but for the numbers of a table, which
   * stand in every row and are centred as in dense ones.
   */
  public static Standardization sparseOf(Dataset data) {
    return sparse(
        data,
        data.preparation().map(Preparation::numbers).orElseGet(() -> new boolean[data.features()]));
  }

  private static Standardization sparse(Dataset data, boolean[] centred) {
    Standardization own =
        RawMoments.of(data.rows(), data.weights(), data.totalWeight()).standardization();
    Standardization learned = own.uncentred();
    for (int j = 0; j < centred.length; j++) {
      if (centred[j]) {
        learned.means[j] = own.means[j];
        learned.deviations[j] = own.deviations[j];
      }
    }
    learned.keepOwnScales(data);
    return learned;
  }

  /** Sees rows on their way, in several threads. */
  @FunctionalInterface
  public interface Watch {
    /**
     * Sees some rows.
     *
     * @param x example-major, the first row beginning at {@code at}; not to be changed
     * @param first the index of the first row
     * @param finite whether all values of rows that count are known to be finite
     */
    void rows(float[] x, int at, int first, int count, boolean finite);
  }

  /**
   * The same of rows.
   *
   * @param weights length m; null if all are 1
   * @param watch sees each row once
   */
  public static Standardization of(Rows rows, float[] weights, Watch watch) {
    RowWindow.Pool windows = new RowWindow.Pool(rows);
    Moments all =
        Tree.sum(
            Tree.blocks(rows.examples()),
            block -> windows.lend(window -> block((int) block, window, rows, weights, watch)));
    return new Standardization(all.means(), all.deviations());
  }

  private static Moments block(
      int block, RowWindow window, Rows rows, float[] weights, Watch watch) {
    Moments moments = new Moments(rows.features());
    int end = (int) Math.min(rows.examples(), (block + 1L) * Tree.BLOCK);
    for (int i = block * Tree.BLOCK; i < end; i += Moments.CHUNK) {
      int count = Math.min(Moments.CHUNK, end - i);
      window.show(i, count);
      Moments next = Moments.of(window.x(), window.at(), count, rows.features(), weights, i);
      watch.rows(window.x(), window.at(), i, count, next.isFinite());
      moments = moments.plus(next);
    }
    return moments;
  }

  /**
   * The scale for a model without a bias, whose features must keep their zero: x' = x / deviation,
   * and of a constant column, which takes the place of a bias, x / |x|.
   */
  public Standardization uncentred() {
    double[] scales = new double[means.length];
    for (int j = 0; j < means.length; j++) {
      scales[j] = deviations[j] == 0 ? Math.abs(means[j]) : deviations[j];
    }
    return new Standardization(new double[means.length], scales);
  }

  /** The number of features. */
  public int features() {
    return means.length;
  }

  /** Whether the zero of some feature is moved. */
  public boolean centred() {
    return Arrays.stream(means).anyMatch(mean -> mean != 0);
  }

  /** The indices of the features that are constant. */
  public List<Integer> constants() {
    List<Integer> constants = new ArrayList<>();
    for (int j = 0; j < deviations.length; j++) {
      if (deviations[j] == 0) {
        constants.add(j);
      }
    }
    return constants;
  }

  /**
   * The weights for raw features that give the margins which w gives for standardised ones: w_j /
   * deviation_j, and the bias less the sum of what the means contribute.
   *
   * @param w length n + 1, bias last
   */
  public double[] toRaw(double[] w) {
    int n = features();
    double[] raw = new double[n + 1];
    double bias = w[n];
    for (int j = 0; j < n; j++) {
      raw[j] = deviations[j] == 0 ? 0 : w[j] / deviations[j];
      bias -= raw[j] * means[j];
    }
    raw[n] = bias;
    return raw;
  }

  /**
   * The reverse of {@link #toRaw}: the weights for standardised features from those for raw ones.
   *
   * @param raw length n + 1, bias last
   */
  public double[] fromRaw(double[] raw) {
    int n = features();
    double[] w = new double[n + 1];
    double bias = raw[n];
    for (int j = 0; j < n; j++) {
      w[j] = raw[j] * deviations[j];
      bias += raw[j] * means[j];
    }
    w[n] = bias;
    return w;
  }

  void checkFeatures(int features) {
    if (features != means.length) {
      throw new IllegalArgumentException(
          "features differ: standardisation " + means.length + ", data " + features);
    }
  }

  /** Rescales rows. */
  Rows.Change change() {
    int n = means.length;
    double[] scales = new double[n];
    for (int j = 0; j < n; j++) {
      scales[j] = deviations[j] == 0 ? Double.POSITIVE_INFINITY : deviations[j];
    }
    return new Rows.Change() {
      @Override
      public void apply(float[] x, int place, int rows) {
        for (int i = 0; i < rows; i++) {
          Standardization.apply(x, place + i * n, means, scales);
        }
      }

      @Override
      public float[] ofValues(int examples, int[] columns, float[] values) {
        boolean[] moved = new boolean[n];
        for (int j = 0; j < n; j++) {
          moved[j] = means[j] != 0;
        }
        if (centred() && !CsrRows.haveAll(moved, examples, columns)) {
          return null;
        }
        float[] changed = new float[values.length];
        for (int p = 0; p < values.length; p++) {
          changed[p] = (float) ((values[p] - means[columns[p]]) / scales[columns[p]] + 0.0);
        }
        return changed;
      }
    };
  }

  /** One row; adding 0 turns what a constant column leaves, 0 or -0, into 0. */
  private static void apply(float[] x, int at, double[] means, double[] scales) {
    for (int j = 0; j < scales.length; j++) {
      x[at + j] = (float) ((x[at + j] - means[j]) / scales[j] + 0.0);
    }
  }

  @Override
  public String toString() {
    return "Standardization[means="
        + Arrays.toString(means)
        + ", deviations="
        + Arrays.toString(deviations)
        + "]";
  }
}
