package io.downhill.report;

import io.downhill.LogisticModel;
import io.downhill.Scores;
import io.downhill.data.Dataset;
import io.downhill.data.Offsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The rows whose class a model is most sure of and wrong about, and what misled it. */
final class WrongRows {
  private static final int MOST = 12;
  private static final int REASONS = 3;

  private WrongRows() {}

  /**
   * The worst rows, most wrong first.
   *
   * @param data raw, as it was scored
   */
  static List<Object> of(LogisticModel model, Dataset data, Scores scores) {
    double[] z = scores.margins();
    float[] y = scores.labels();
    float[] c = scores.weights();
    int[] worst =
        IntStream.range(0, z.length)
            .filter(i -> c == null || c[i] > 0)
            .filter(i -> model.isPositive(LogisticModel.sigmoid(z[i])) != y[i] > 0)
            .boxed()
            .sorted((i, k) -> Double.compare(wrong(z[k], y[k]), wrong(z[i], y[i])))
            .limit(MOST)
            .mapToInt(Integer::intValue)
            .toArray();
    List<Object> rows = new ArrayList<>();
    for (int i : worst) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("row", i + 1);
      row.put("actual", y[i] > 0 ? model.classes().positive() : model.classes().negative());
      row.put("probability", Numbers.of(LogisticModel.sigmoid(z[i])));
      row.put("reasons", reasons(model, data, i, y[i] > 0));
      rows.add(row);
    }
    return rows;
  }

  /** The margin towards the wrong class. */
  private static double wrong(double z, float y) {
    return y > 0 ? -z : z;
  }

  /** The features that moved the margin most towards the wrong class, against a mean row. */
  private static List<Object> reasons(LogisticModel model, Dataset data, int i, boolean positive) {
    int n = data.features();
    Offsets offsets = data.offsets().orElseGet(() -> Offsets.none(n));
    double[] value = new double[n];
    double[] misled = new double[n];
    float[] x = new float[n];
    data.rows().copy(i, 1, x, 0);
    for (int j = 0; j < n; j++) {
      value[j] = offsets.raw(j, x[j]);
      int at = j;
      double mean = model.standardization().map(s -> s.means()[at]).orElse(0.0);
      double moved = model.weights()[j] * (value[j] - mean);
      misled[j] = positive ? -moved : moved;
    }
    return IntStream.range(0, n)
        .filter(j -> misled[j] > 0)
        .boxed()
        .sorted((j, k) -> Double.compare(misled[k], misled[j]))
        .limit(REASONS)
        .map(
            j -> {
              Map<String, Object> reason = new LinkedHashMap<>();
              reason.put("feature", model.features().get(j));
              reason.put("value", Numbers.of(value[j]));
              reason.put("moved", Numbers.of(positive ? -misled[j] : misled[j]));
              return (Object) reason;
            })
        .toList();
  }
}
