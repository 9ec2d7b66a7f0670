package io.downhill.cli;

import io.downhill.ClassMetrics;
import io.downhill.Json;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/** The measures of a model of more than two classes, for a person and for a program. */
final class ClassMetricsLines {
  /** The classes that are listed each; of more those of the least F1. */
  private static final int LISTED = 50;

  private ClassMetricsLines() {}

  /** The object for JSON; what is not defined is null. */
  static Map<String, Object> json(ClassMetrics metrics) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("examples", metrics.examples());
    object.put("weight", MetricsLines.count(metrics.weight()));
    object.put("accuracy", metrics.accuracy());
    object.put("logLoss", Json.finite(metrics.logLoss()));
    object.put("macroF1", Json.finite(metrics.macroF1()));
    object.put("weightedF1", Json.finite(metrics.weightedF1()));
    object.put("auc", Json.finite(metrics.auc()));
    object.put("classes", metrics.classes().stream().map(ClassMetricsLines::json).toList());
    object.put(
        "confusion",
        Arrays.stream(metrics.confusion())
            .map(row -> Arrays.stream(row).mapToObj(MetricsLines::count).toList())
            .toList());
    return object;
  }

  private static Map<String, Object> json(ClassMetrics.OfClass one) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("class", one.name());
    object.put("weight", MetricsLines.count(one.weight()));
    object.put("predicted", MetricsLines.count(one.predicted()));
    object.put("precision", Json.finite(one.precision()));
    object.put("recall", Json.finite(one.recall()));
    object.put("f1", Json.finite(one.f1()));
    return object;
  }

  /** The measures in words, each class alone, then who was taken for what. */
  static List<String> of(ClassMetrics metrics) {
    List<String> lines = new ArrayList<>();
    boolean weighted = metrics.weight() != metrics.examples();
    String weight = weighted ? ", which weigh " + MetricsLines.count(metrics.weight()) : "";
    lines.add("examples   " + metrics.examples() + weight);
    lines.add(String.format(Locale.ROOT, "accuracy   %.2f %%", 100 * metrics.accuracy()));
    lines.add("log loss   " + MetricsLines.digits(metrics.logLoss()));
    lines.add("AUC        " + auc(metrics));
    lines.add(
        "F1         "
            + MetricsLines.digits(metrics.macroF1())
            + ", the mean over classes; "
            + MetricsLines.digits(metrics.weightedF1())
            + " by their sizes");
    lines.add("");
    ConfusionMatrix matrix = new ConfusionMatrix(metrics);
    lines.addAll(classes(metrics, matrix));
    lines.add("");
    lines.addAll(matrix.lines());
    return lines;
  }

  /** The AUC and what it is; why there is none, if so. */
  static String auc(ClassMetrics metrics) {
    return Double.isNaN(metrics.auc())
        ? "- (all examples are of one class)"
        : MetricsLines.digits(metrics.auc()) + ", the mean over pairs of classes";
  }

  private static List<String> classes(ClassMetrics metrics, ConfusionMatrix matrix) {
    int count = metrics.classes().size();
    List<Integer> shown = IntStream.range(0, count).boxed().toList();
    List<String> note = new ArrayList<>();
    if (count > LISTED) {
      Comparator<Integer> leastFirst =
          Comparator.comparingDouble(k -> metrics.classes().get(k).f1());
      shown = shown.stream().sorted(leastFirst).limit(LISTED).toList();
      note.add("of " + count + " classes the " + LISTED + " of the least F1; --json has all");
    }
    boolean numbered = matrix.numbered();
    Table table =
        numbered
            ? new Table("", "CLASS", "EXAMPLES", "PRECISION", "RECALL", "F1")
            : new Table("CLASS", "EXAMPLES", "PRECISION", "RECALL", "F1");
    for (int k : shown) {
      ClassMetrics.OfClass one = metrics.classes().get(k);
      List<String> cells =
          new ArrayList<>(
              List.of(
                  one.name(),
                  String.valueOf(MetricsLines.count(one.weight())),
                  MetricsLines.digits(one.precision()),
                  MetricsLines.digits(one.recall()),
                  MetricsLines.digits(one.f1())));
      if (numbered) {
        cells.add(0, String.valueOf(k + 1));
      }
      table.row(cells.toArray(String[]::new));
    }
    List<String> lines = new ArrayList<>(table.lines());
    lines.addAll(note);
    return lines;
  }
}
