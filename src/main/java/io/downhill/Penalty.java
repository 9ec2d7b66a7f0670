package io.downhill;

import io.downhill.data.DataException;
import io.downhill.data.Dataset;
import io.downhill.data.Offsets;
import io.downhill.data.Standardization;
import io.downhill.optim.L1;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The penalties in the units in which the solver works, weight by weight; of K classes those of a
 * feature stand side by side, as weights do.
 *
 * <p>w_j for a standardised feature is w_j deviation_j for the raw one. So a penalty on the other
 * kind of weight than the solver sees has the deviation, or its square, as a factor.
 *
 * @param l1 of each parameter, and its bounds
 * @param l2 of each weight
 */
public record Penalty(L1 l1, double[] l2) {
  /**
   * The penalties that the options ask for on the weights of a data set.
   *
   * @param data standardised if the options say so
   * @throws DataException if one is beyond the range of double
   */
  public static Penalty of(TrainingOptions options, Dataset data) {
    int n = data.features();
    double[] first = new double[n + 1];
    double[] second = new double[n];
    Optional<Standardization> scale = data.standardization();
    boolean raw = options.penalize() == TrainingOptions.Penalize.RAW;
    Optional<Offsets> offsets = data.offsets();
    double[] deviations = null;
    if (scale.isPresent()) {
      deviations = offsets.map(o -> o.toRaw(scale.get())).orElseGet(scale::get).deviations();
    } else if (!raw) {
      deviations = LogisticRegression.scale(options, data).deviations();
    }
    for (int j = 0; j < n; j++) {
      if (data.baseMargin().equals(OptionalInt.of(j))) {
        continue; // Its weight is given.
      }
      double factor = 1;
      if (scale.isPresent() && raw) {
        // A constant column has no weight in raw units, whatever its penalty.
        factor = deviations[j] == 0 ? 1 : 1 / deviations[j];
      } else if (scale.isEmpty() && !raw) {
        factor = deviations[j];
      }
      first[j] = options.l1() == 0 ? 0 : options.l1() * factor;
      second[j] = options.l2() == 0 ? 0 : options.l2() * factor * factor;
      if (!Double.isFinite(first[j] + second[j])) {
        throw new DataException(
            data.featureNames().get(j)
                + ": the penalty on its weight is beyond the range of double; multiply or divide"
                + " its values by a large number");
      }
    }
    int columns = Shape.of(data).columns();
    L1 l1 = options.l1() > 0 ? new L1(repeated(first, columns)) : L1.NONE;
    return new Penalty(options.bounds().within(l1, data), repeated(second, columns));
  }

  private static double[] repeated(double[] values, int columns) {
    double[] all = new double[Math.multiplyExact(values.length, columns)];
    for (int p = 0; p < all.length; p++) {
      all[p] = values[p / columns];
    }
    return all;
  }
}
