package io.downhill.device;

import io.downhill.data.Dataset;
import io.downhill.data.StripeSample;
import java.util.Optional;

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
    int n = data.features();
    Dataset some = data.sample(ROWS);
    float[] c = some.weights();
    double sum = some.totalWeight();
    double[] units = new double[n + 1];
    if (sum > 0) {
      some.rows()
          .eachValue(
              0,
              some.examples(),
              (i, j, x) -> {
                double share = (c == null ? 1 : c[i]) / sum / 4;
                units[j] += share * x * x;
              });
    }
    units[n] = 0.25;
    return units;
  }
}
