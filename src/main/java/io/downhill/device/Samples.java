package io.downhill.device;

import io.downhill.data.Dataset;
import io.downhill.data.StripeSample;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Which examples stand for all of them in the model of the Hessian, and in the units. */
final class Samples {
  /** A sample is about a sixteenth of the examples. */
  private static final int SHARE = 16;

  private static final int ROWS = 4096;
  private static final int ROWS_PER_FEATURE = 32;

  /** A sample is at most this part of the examples, or there is none. */
  private static final int LARGEST_SHARE = 4;

  /** A sample whose rows weigh less than this part of what as many of all weigh says nothing. */
  private static final double LEAST_WEIGHT = 0.25;

  /** All examples are looked at in so many parts, each by one thread. */
  private static final int PARTS = 16;

  /** Sums that stand in memory for all parts together: 32 MiB. */
  private static final int SUMS = 1 << 22;

  private Samples() {}

  /**
   * About a sixteenth of the examples, if that is many for n, few for m, and not of little weight.
   *
   * @param features n, more than those of the data where it has a part of them
   */
  static Optional<StripeSample> of(Dataset data, int features) {
    int m = data.examples();
    long rows = Math.max(m / SHARE, Math.max(ROWS, (long) ROWS_PER_FEATURE * features));
    if (rows > m / LARGEST_SHARE) {
      return Optional.empty();
    }
    return StripeSample.of(m, (int) rows).filter(sample -> weighsEnough(data, sample));
  }

  private static boolean weighsEnough(Dataset data, StripeSample sample) {
    double share = (double) sample.examples() / data.examples();
    double weight = data.of(sample).totalWeight();
    return weight >= LEAST_WEIGHT * share * data.totalWeight();
  }

  /**
   * Corrects units where features were scaled to the deviation 1: the mean of x^2 is 1 then, or
   * with an offset from 0 more. A sample may have none of the rows in which a rare feature is not
   * 0.
   */
  static void standardize(double[] units, Dataset data) {
    data.standardization()
        .ifPresent(
            scale -> {
              boolean centred = scale.centred();
              for (int j = 0; j < scale.features(); j++) {
                if (scale.deviations()[j] > 0) {
                  units[j] = centred ? 0.25 : Math.max(0.25, units[j]);
                }
              }
            });
  }

  /**
   * The mean of x^2/4 over some of the examples, and 1/4 for the bias.
   *
   * @return length n + 1
   */
  static double[] units(Dataset data) {
    Dataset some = data.sample(ROWS);
    return withBias(squares(some, 0, some.examples()));
  }

  /**
   * The same over all examples, as many features need it: a rare one is in no row of a sample, and
   * its unit would be too small by all of its curvature.
   */
  static double[] unitsOfAll(Dataset data) {
    int m = data.examples();
    int parts = Math.max(1, Math.min(PARTS, SUMS / data.features()));
    List<double[]> sums =
        IntStream.range(0, parts)
            .parallel()
            .mapToObj(
                k -> squares(data, (int) ((long) m * k / parts), (int) (m * (k + 1L) / parts)))
            .toList();
    double[] all = sums.get(0);
    for (double[] next : sums.subList(1, parts)) {
      for (int j = 0; j < all.length; j++) {
        all[j] += next[j];
      }
    }
    return withBias(all);
  }

  /** The part of the mean of x^2/4 that examples from {@code first} to before {@code end} are. */
  private static double[] squares(Dataset data, int first, int end) {
    double[] squares = new double[data.features()];
    float[] c = data.weights();
    double sum = data.totalWeight();
    if (sum > 0) {
      data.rows()
          .eachValue(
              first,
              end,
              (i, j, x) -> {
                double share = (c == null ? 1 : c[i]) / sum / 4;
                squares[j] += share * x * x;
              });
    }
    return squares;
  }

  private static double[] withBias(double[] squares) {
    double[] units = Arrays.copyOf(squares, squares.length + 1);
    units[squares.length] = 0.25;
    return units;
  }
}
