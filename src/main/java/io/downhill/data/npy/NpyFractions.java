package io.downhill.data.npy;

import io.downhill.data.Classes;
import io.downhill.data.Clusters;
import io.downhill.data.DataException;
import io.downhill.data.Dataset;
import io.downhill.data.Target;
import java.util.Arrays;

/** Reads fractions in [0, 1], as {@link Target.Fraction} has them, from a NumPy .npy vector. */
final class NpyFractions {
  private NpyFractions() {}

  /**
   * Labels and weights for the rows of a matrix; a row of both classes becomes two examples.
   *
   * @param rows of the matrix, which are not to be used any more
   * @param data how messages name the examples
   * @param classes what 0 and 1 are called
   */
  static Dataset.Builder read(String file, Dataset.Builder rows, String data, Classes classes) {
    double[] fractions = new double[rows.examples()];
    int[] count = new int[1];
    NpyLabels.forEach(
        file,
        rows.examples(),
        data,
        NpyFile.Sizes.USUAL,
        (type, element) -> {
          if (type.isText()) {
            throw new DataException(file + ": soft labels must be numbers, not texts");
          }
          double y = type.read(element);
          if (!(y >= 0 && y <= 1)) {
            throw new DataException(
                file + ": row " + (count[0] + 1) + ": a soft label must be from 0 to 1, not " + y);
          }
          fractions[count[0]++] = y;
          return true;
        });
    return divided(rows, fractions, classes);
  }

  private static Dataset.Builder divided(
      Dataset.Builder rows, double[] fractions, Classes classes) {
    long most = 2L * fractions.length;
    float[] y = new float[(int) Math.min(most, Integer.MAX_VALUE - 8L)];
    float[] c = new float[y.length];
    int[] row = new int[y.length];
    int count = 0;
    for (int i = 0; i < fractions.length; i++) {
      for (int code = 0; code < 2; code++) {
        float weight = (float) (code == 0 ? 1 - fractions[i] : fractions[i]);
        if (weight > 0) {
          y[count] = code;
          c[count] = weight;
          row[count++] = i;
        }
      }
    }
    int[] which = Arrays.copyOf(row, count);
    return rows.another()
        .rows(rows.build().rows().of(which))
        .labels(Arrays.copyOf(y, count), classes)
        .weights(Arrays.copyOf(c, count))
        .clusters(Clusters.rows(which));
  }
}
