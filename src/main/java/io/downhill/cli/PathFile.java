package io.downhill.cli;

import io.downhill.Json;
import io.downhill.TuningResult;
import io.downhill.WholeFile;
import io.downhill.data.DataException;
import io.downhill.report.CoefficientPath;
import io.downhill.tuning.Point;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The coefficients along a path of penalties as CSV: penalty (lambda), feature, weight of the raw
 * feature, the bias being the feature (bias); of three classes and more a class in front.
 */
final class PathFile {
  private static final String BIAS = "(bias)";
  private static final List<String> HEADS = List.of("penalty", "feature", "weight");

  private PathFile() {}

  /**
   * Reads the path of two classes that {@link #write} wrote.
   *
   * @throws DataException if it is none
   */
  static CoefficientPath read(Path path) {
    List<List<String>> rows = Csv.rows(path);
    if (rows.isEmpty() || !rows.get(0).equals(HEADS)) {
      String cure = ": not a path of two classes as tune --path writes it";
      throw new DataException(path + cure + ", whose first line is " + String.join(",", HEADS));
    }
    Map<String, List<Double>> weights = new LinkedHashMap<>();
    Set<Double> penalties = new LinkedHashSet<>();
    for (int i = 1; i < rows.size(); i++) {
      List<String> row = rows.get(i);
      try {
        penalties.add(positive(row.get(0)));
        String feature = row.get(1);
        if (!feature.equals(BIAS)) {
          List<Double> line = weights.computeIfAbsent(feature, name -> new ArrayList<>());
          line.add(finite(row.get(2)));
          if (line.size() != penalties.size()) {
            throw new NumberFormatException();
          }
        }
      } catch (IndexOutOfBoundsException | NumberFormatException e) {
        throw new DataException(
            path + ": row " + (i + 1) + " (" + String.join(",", row) + ") is no weight of a path");
      }
    }
    int count = penalties.size();
    if (weights.isEmpty() || weights.values().stream().anyMatch(line -> line.size() != count)) {
      throw new DataException(path + ": the path ends amid a penalty: write it again with tune");
    }
    return new CoefficientPath(
        penalties.stream().mapToDouble(Double::doubleValue).toArray(),
        List.copyOf(weights.keySet()),
        weights.values().stream().map(PathFile::array).toArray(double[][]::new));
  }

  private static double[] array(List<Double> line) {
    return line.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static double positive(String text) {
    double value = finite(text);
    if (!(value > 0)) {
      throw new NumberFormatException();
    }
    return value;
  }

  private static double finite(String text) {
    double value = Double.parseDouble(text);
    if (!Double.isFinite(value)) {
      throw new NumberFormatException();
    }
    return value;
  }

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
