package io.downhill.report;

import io.downhill.LogisticModel;
import io.downhill.LogisticRegression;
import io.downhill.TrainingOptions;
import io.downhill.data.Classes;
import io.downhill.data.Dataset;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Overlapping classes, drawn by a seed, and models of them. */
final class Sample {
  private Sample() {}

  /** m rows of n features, the first of which tells most. */
  static Dataset rows(int m, int n, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<String> names = IntStream.range(0, n).mapToObj(j -> "x" + j).toList();
    Dataset.Builder builder = new Dataset.Builder(names);
    float[] y = new float[m];
    for (int i = 0; i < m; i++) {
      float[] row = new float[n];
      double z = 0.3;
      for (int j = 0; j < n; j++) {
        row[j] = (float) (3 + j % 5 + 2 * (random.nextDouble() + random.nextDouble() - 1));
        z += (j == 0 ? 2.0 : 0.3 / (j + 1)) * (row[j] - 3 - j % 5);
      }
      y[i] = random.nextDouble() < 1 / (1 + Math.exp(-z)) ? 1 : 0;
      builder.addRow(row);
    }
    return builder.labels(y, new Classes("no", "yes")).build();
  }

  static TrainingOptions.Builder options() {
    return TrainingOptions.builder().device("cpu").threads(1);
  }

  static LogisticModel model(Dataset data) {
    return model(data, options());
  }

  static LogisticModel model(Dataset data, TrainingOptions.Builder options) {
    return new LogisticRegression(options.build()).fit(data).model();
  }

  static String page(LogisticModel model, Dataset rows) {
    return Report.html(model, Optional.of(rows), Optional.of(rows), page());
  }

  static ReportOptions page() {
    return new ReportOptions("cpu", 2, List.of());
  }
}
