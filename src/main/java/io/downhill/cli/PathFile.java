package io.downhill.cli;

import io.downhill.Json;
import io.downhill.TuningResult;
import io.downhill.WholeFile;
import io.downhill.tuning.Point;
import java.nio.file.Path;
import java.util.List;

/**
 * The coefficients along a path of penalties as CSV: penalty (lambda), feature, weight of the raw
 * feature, the bias being the feature (bias); of three classes and more a class in front.
 */
final class PathFile {
  private static final String BIAS = "(bias)";

  private PathFile() {}

  /**
   * Writes the penalties that are finished.
   *
   * @throws io.downhill.data.DataException if it cannot; then there is no file
   */
  static void write(Path path, TuningResult result) {
    boolean two = result.classes().areTwo();
    List<String> features = result.features().stream().map(Csv::cell).toList();
    try (WholeFile file = WholeFile.create(path)) {
      file.append(two ? "penalty,feature,weight\n" : "penalty,class,feature,weight\n");
      for (Point point : result.points()) {
        String penalty = Json.shortest(point.l1() + point.l2());
        double[][] columns = point.parameters();
        for (int k = 0; k < columns.length; k++) {
          String first = two ? penalty : penalty + "," + Csv.cell(result.classes().name(k));
          for (int j = 0; j < columns[k].length; j++) {
            String feature = j < features.size() ? features.get(j) : BIAS;
            file.append(first + "," + feature + "," + Json.shortest(columns[k][j]) + "\n");
          }
        }
      }
      file.commit();
    }
  }
}
