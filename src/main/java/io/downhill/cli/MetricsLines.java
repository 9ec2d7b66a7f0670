package io.downhill.cli;

import io.downhill.Json;
import io.downhill.Metrics;
import io.downhill.data.Classes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The measures of a model, for a person and for a program. */
final class MetricsLines {
  private MetricsLines() {}

  /** The object for JSON; what is not defined is null. */
  static Map<String, Object> json(Metrics metrics) {
    Map<String, Object> confusion = new LinkedHashMap<>();
    confusion.put("truePositives", count(metrics.confusion().truePositives()));
    confusion.put("falsePositives", count(metrics.confusion().falsePositives()));
    confusion.put("trueNegatives", count(metrics.confusion().trueNegatives()));
    confusion.put("falseNegatives", count(metrics.confusion().falseNegatives()));
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("examples", metrics.examples());
    object.put("weight", count(metrics.weight()));
    object.put("accuracy", metrics.accuracy());
    object.put("logLoss", Json.finite(metrics.logLoss()));
    object.put("auc", Json.finite(metrics.auc()));
    object.put("prAuc", Json.finite(metrics.prAuc()));
    object.put("brier", metrics.brier());
    object.put("precision", Json.finite(metrics.precision()));
    object.put("recall", Json.finite(metrics.recall()));
    object.put("f1", Json.finite(metrics.f1()));
    object.put("threshold", metrics.threshold());
    object.put("confusion", confusion);
    object.put("calibration", metrics.calibration().stream().map(MetricsLines::json).toList());
    return object;
  }

  private static Map<String, Object> json(Metrics.Calibration group) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("examples", count(group.examples()));
    object.put("predicted", group.predicted());
    object.put("actual", group.actual());
    return object;
  }

  /** The measures in words, then who was taken for what. */
  static List<String> of(Metrics metrics, Classes classes) {
    List<String> lines = new ArrayList<>();
    boolean weighted = metrics.weight() != metrics.examples();
    String weight = weighted ? ", which weigh " + count(metrics.weight()) : "";
    lines.add("examples   " + metrics.examples() + weight);
    lines.add(String.format(Locale.ROOT, "accuracy   %.2f %%", 100 * metrics.accuracy()));
    lines.add("log loss   " + digits(metrics.logLoss()));
    lines.add("AUC        " + digits(metrics.auc()));
    lines.add("PR AUC     " + digits(metrics.prAuc()));
    lines.add("Brier      " + digits(metrics.brier()));
    lines.add("precision  " + digits(metrics.precision()));
    lines.add("recall     " + digits(metrics.recall()));
    lines.add("F1         " + digits(metrics.f1()));
    lines.add("threshold  " + digits(metrics.threshold()));
    lines.add("");
    Metrics.Confusion counts = metrics.confusion();
    lines.addAll(
        new Table("", "predicted " + classes.negative(), "predicted " + classes.positive())
            .row(
                "is " + classes.negative(),
                String.valueOf(count(counts.trueNegatives())),
                String.valueOf(count(counts.falsePositives())))
            .row(
                "is " + classes.positive(),
                String.valueOf(count(counts.falseNegatives())),
                String.valueOf(count(counts.truePositives())))
            .lines());
    return lines;
  }

  /** Whether probabilities mean what they say: ten groups from the smallest to the largest. */
  static List<String> calibration(Metrics metrics, Classes classes) {
    Table table = new Table("PROBABILITY", "IS " + classes.positive(), "EXAMPLES");
    metrics
        .calibration()
        .forEach(
            group ->
                table.row(
                    digits(group.predicted()),
                    digits(group.actual()),
                    String.valueOf(count(group.examples()))));
    return table.lines();
  }

  /** A count; where weights make it one of parts, with six digits behind the point at most. */
  static Number count(double examples) {
    long whole = (long) examples;
    if (whole == examples) {
      return whole;
    }
    return Math.rint(examples * 1e6) / 1e6;
  }

  /** Six digits; - for what is not defined. */
  static String digits(double value) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.6f", value);
  }
}
