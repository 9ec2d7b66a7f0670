package io.downhill.cli;

import io.downhill.ClassComparison;
import io.downhill.ClassMetrics;
import io.downhill.Comparison;
import io.downhill.Json;
import io.downhill.Metrics;
import io.downhill.comparison.Difference;
import io.downhill.comparison.LikelihoodRatio;
import io.downhill.comparison.McNemar;
import io.downhill.data.Classes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A comparison of two models, for a person and for a program. */
final class ComparisonLines {
  private ComparisonLines() {}

  /** The object for JSON; what is not known is null. */
  static Map<String, Object> json(Comparison comparison) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("examples", comparison.a().examples());
    object.put("weight", MetricsLines.count(comparison.a().weight()));
    object.put("level", comparison.level());
    object.put("logLoss", json(comparison.logLoss()));
    object.put("auc", json(comparison.auc()));
    object.put(
        "mcNemar",
        mcNemar(comparison.mcNemar(), comparison.a().accuracy(), comparison.b().accuracy()));
    object.put(
        "likelihoodRatio", comparison.likelihoodRatio().map(ComparisonLines::json).orElse(null));
    object.put("likelihoodRatioReason", comparison.reason());
    return object;
  }

  /** The object for JSON of more than two classes. */
  static Map<String, Object> json(ClassComparison comparison) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("examples", comparison.a().examples());
    object.put("weight", MetricsLines.count(comparison.a().weight()));
    object.put("level", comparison.level());
    object.put("logLoss", json(comparison.logLoss()));
    object.put(
        "mcNemar",
        mcNemar(comparison.mcNemar(), comparison.a().accuracy(), comparison.b().accuracy()));
    return object;
  }

  private static Map<String, Object> json(Difference difference) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("a", Json.finite(difference.a()));
    object.put("b", Json.finite(difference.b()));
    object.put("difference", Json.finite(difference.difference()));
    object.put("standardError", Json.finite(difference.standardError()));
    object.put("low", Json.finite(difference.low()));
    object.put("high", Json.finite(difference.high()));
    object.put("z", Json.finite(difference.z()));
    object.put("p", Json.finite(difference.p()));
    return object;
  }

  private static Map<String, Object> mcNemar(McNemar test, double accuracyA, double accuracyB) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("accuracyA", accuracyA);
    object.put("accuracyB", accuracyB);
    object.put("onlyA", MetricsLines.count(test.onlyA()));
    object.put("onlyB", MetricsLines.count(test.onlyB()));
    object.put("p", Json.finite(test.p()));
    return object;
  }

  private static Map<String, Object> json(LikelihoodRatio test) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("smaller", test.aIsSmaller() ? "A" : "B");
    object.put("statistic", test.statistic());
    object.put("degreesOfFreedom", test.degreesOfFreedom());
    object.put("p", test.p());
    return object;
  }

  /** The comparison in words. */
  static List<String> of(Comparison comparison, Classes classes) {
    List<String> lines = new ArrayList<>();
    Metrics a = comparison.a();
    lines.add(examples(a.examples(), a.weight()));
    lines.add(
        Printable.line("classes    " + classes.positive() + " (positive), " + classes.negative()));
    lines.add("");
    Table table = table(comparison.level());
    row(table, "log loss", comparison.logLoss());
    row(table, "AUC", comparison.auc());
    lines.addAll(table.lines());
    if (Double.isNaN(comparison.auc().difference())) {
      lines.add("no AUC: all rows are of one class");
    } else if (!known(comparison.logLoss()) || !known(comparison.auc())) {
      lines.add(
          "no interval where all rows tell the same difference, or one row is all of a class");
    }
    lines.add("");
    lines.add(accuracy(a.accuracy(), comparison.b().accuracy()));
    lines.add(mcNemar(comparison.mcNemar(), comparison.counted()));
    lines.add("likelihood ratio: " + likelihoodRatio(comparison));
    return lines;
  }

  /** The comparison of more than two classes in words. */
  static List<String> of(ClassComparison comparison, Classes classes) {
    List<String> lines = new ArrayList<>();
    ClassMetrics a = comparison.a();
    lines.add(examples(a.examples(), a.weight()));
    lines.add(
        Printable.line(
            "classes    " + classes.count() + ": " + TrainingSummary.names(classes.names())));
    lines.add("");
    Table table = table(comparison.level());
    row(table, "log loss", comparison.logLoss());
    lines.addAll(table.lines());
    if (!known(comparison.logLoss())) {
      lines.add("no interval where all rows tell the same difference");
    }
    lines.add("");
    lines.add(accuracy(a.accuracy(), comparison.b().accuracy()));
    lines.add(mcNemar(comparison.mcNemar(), comparison.counted()));
    lines.add(
        "AUC        A "
            + MetricsLines.digits(a.auc())
            + ", B "
            + ClassMetricsLines.auc(comparison.b()));
    return lines;
  }

  private static String examples(int examples, double weight) {
    String weigh = weight != examples ? ", which weigh " + MetricsLines.count(weight) : "";
    return "examples   " + examples + weigh;
  }

  private static Table table(double level) {
    return new Table("", "A", "B", "A - B", format("%s %% INTERVAL", percent(level)), "z", "p");
  }

  private static String accuracy(double a, double b) {
    return format("accuracy   A %.2f %%, B %.2f %%", 100 * a, 100 * b);
  }

  private static String mcNemar(McNemar test, boolean counted) {
    return "McNemar    "
        + MetricsLines.count(test.onlyA())
        + " right by A alone, "
        + MetricsLines.count(test.onlyB())
        + " by B alone: p "
        + p(test.p())
        + (counted ? "" : " (it counts rows, and these weigh parts of rows)");
  }

  private static String likelihoodRatio(Comparison comparison) {
    return comparison
        .likelihoodRatio()
        .map(
            test ->
                format(
                    "chi-squared %.4f with %d degree%s of freedom, p %s: %s's further features %s",
                    test.statistic(),
                    test.degreesOfFreedom(),
                    test.degreesOfFreedom() == 1 ? "" : "s",
                    p(test.p()),
                    test.aIsSmaller() ? "B" : "A",
                    test.p() < 1 - comparison.level() ? "matter" : "may be chance"))
        .orElseGet(() -> "- (" + comparison.reason() + ")");
  }

  private static boolean known(Difference d) {
    return !Double.isNaN(d.standardError());
  }

  private static void row(Table table, String name, Difference d) {
    boolean known = known(d);
    table.row(
        name,
        number(d.a()),
        number(d.b()),
        number(d.difference()),
        known ? number(d.low()) + " to " + number(d.high()) : "-",
        known ? format("%.3f", d.z()) : "-",
        p(d.p()));
  }

  private static String percent(double level) {
    return Json.shortest(Math.rint(1e10 * 100 * level) / 1e10).replaceAll("\\.0$", "");
  }

  private static String number(double value) {
    return Double.isNaN(value) ? "-" : format("%.6f", value);
  }

  private static String p(double p) {
    return Double.isNaN(p) ? "-" : p == 0 ? "0" : p < 1e-4 ? format("%.3g", p) : format("%.4f", p);
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
