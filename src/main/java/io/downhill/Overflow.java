package io.downhill;

import io.downhill.data.DataException;
import io.downhill.data.Dataset;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/**
 * Margins that are not a number. Weights and features are finite, so one of their products was
 * beyond the largest double, and another as far on the other side.
 */
final class Overflow {
  private Overflow() {}

  /**
   * Refuses margins of which one is not a number.
   *
   * @param z m x the columns
   * @param columns the weights of each for the features as the data set holds them, length n or
   *     more
   * @param before the rows before those of the data set
   * @throws DataException that names the first such row and the feature
   */
  static void refuse(double[] z, Dataset data, double[][] columns, long before) {
    for (int i = 0; i < z.length; i++) {
      if (Double.isNaN(z[i])) {
        int row = i / columns.length;
        double[] weights = columns[i % columns.length];
        throw new DataException(
            "row "
                + (before + row + 1)
                + ": "
                + told(data.featureNames(), weights, j -> data.x(row, j))
                + "; look at this row, and at how the model was made");
      }
    }
  }

  /** The margin, unless it is not a number. */
  static double refuse(double z, List<String> features, double[] weights, IntToDoubleFunction x) {
    if (Double.isNaN(z)) {
      throw new IllegalArgumentException("x: " + told(features, weights, x));
    }
    return z;
  }

  private static String told(List<String> features, double[] weights, IntToDoubleFunction x) {
    int worst = 0;
    for (int j = 0; j < features.size(); j++) {
      double x1 = x.applyAsDouble(j);
      if (!Double.isFinite(x1)) {
        return features.get(j) + " is " + x1 + ", not a finite number";
      }
      if (Math.abs(weights[j] * x1) > Math.abs(weights[worst] * x.applyAsDouble(worst))) {
        worst = j;
      }
    }
    return "it has no probability, for the weight of "
        + features.get(worst)
        + ", "
        + weights[worst]
        + ", times its value, "
        + x.applyAsDouble(worst)
        + ", is beyond the largest number";
  }
}
