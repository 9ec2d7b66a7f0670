package io.downhill.cli;

import io.downhill.Json;
import io.downhill.TuningOptions;
import io.downhill.TuningResult;
import io.downhill.tuning.Measure;
import io.downhill.tuning.Measured;
import io.downhill.tuning.Point;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a path of penalties came to, for a person and for a program.
 *
 * @param result of the run
 * @param folds in words
 * @param shares what part of the examples each class is, by their weights
 * @param sparsity of the examples; empty where they are dense
 * @param prepared whether features were made of the columns of a table
 * @param readSeconds to read the file
 */
record TuningSummary(
    TuningResult result,
    String folds,
    double[] shares,
    Optional<Sparsity> sparsity,
    boolean prepared,
    double readSeconds) {
  private static final int WIDTH = 64;
  private static final int HEIGHT = 10;

  /** Of a line that goes on with the one before. */
  static final String INDENT = " ".repeat(11);

  /** The penalty as one number, lambda of the elastic net. */
  static double lambda(Point point) {
    return point.l1() + point.l2();
  }

  /** What it is called. */
  static String unit(TuningResult result) {
    double ratio = result.options().l1Ratio();
    return ratio == 0 ? "l2" : ratio == 1 ? "l1" : "lambda";
  }

  /** A measure in words. */
  static String name(Measure measure) {
    return switch (measure) {
      case LOGLOSS -> "log loss";
      case AUC -> "AUC";
      case ACCURACY -> "accuracy";
      case BRIER -> "Brier";
    };
  }

  /** The options of {@code train} that a penalty is. */
  static String options(Point point) {
    String l1 = point.l1() > 0 ? "--l1 " + Json.shortest(point.l1()) : "";
    String l2 = point.l2() > 0 ? "--l2 " + Json.shortest(point.l2()) : "";
    return l1.isEmpty() && l2.isEmpty() ? "--l2 0" : (l1 + " " + l2).strip();
  }

  /** How the penalty was chosen, for the summary of a training and the file of its model. */
  String choice() {
    Point point = result.choice();
    String rule =
        result.options().rule() == TuningOptions.Rule.BEST
            ? "the best"
            : "the largest within one standard error of the best";
    return String.format(
        Locale.ROOT,
        "%s, %s of %d penalties by held-out %s %s, folds: %s%s",
        options(point).replace("--", ""),
        rule,
        result.points().size(),
        name(result.options().measure()),
        value(point.held(result.options().measure())),
        folds,
        result.interrupted() ? "; the path was not finished" : "");
  }

  /** The object that {@code tune --json} prints. */
  Map<String, Object> json() {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("examples", result.examples());
    object.put("features", result.features().size());
    sparsity.ifPresent(sparse -> object.put("sparse", sparse.json()));
    object.put("classes", result.classes().names());
    object.put("folds", result.folds());
    object.put("l1Ratio", result.options().l1Ratio());
    object.put("penalties", result.points().stream().map(this::json).toList());
    object.put("best", place(result.best()));
    object.put("oneStandardError", place(result.oneStandardError()));
    object.put("chosen", place(result.chosen()));
    object.put("measure", result.options().measure().text());
    object.put("rule", result.options().rule() == TuningOptions.Rule.BEST ? "best" : "1se");
    object.put("seed", result.options().seed());
    object.put("solver", result.solver());
    object.put("device", result.device().id());
    object.put("end", result.end());
    object.put("interrupted", result.interrupted());
    object.put("passes", result.passes());
    object.put("seconds", result.seconds());
    return object;
  }

  private static Integer place(int k) {
    return k < 0 ? null : k;
  }

  private Map<String, Object> json(Point point) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("l1", point.l1());
    object.put("l2", point.l2());
    Measured loss = point.held(Measure.LOGLOSS);
    object.put("logLoss", Json.finite(loss.mean()));
    object.put("standardError", Json.finite(loss.standardError()));
    for (Measure measure : new Measure[] {Measure.AUC, Measure.ACCURACY, Measure.BRIER}) {
      Measured held = point.held(measure);
      if (measure != Measure.BRIER || result.classes().areTwo()) {
        object.put(measure.text(), Json.finite(held.mean()));
        object.put(measure.text() + "StandardError", Json.finite(held.standardError()));
      }
    }
    object.put("nonzero", point.nonzero());
    object.put("explained", Json.finite(point.explained()));
    object.put("converged", point.converged());
    return object;
  }

  /** The result in words, but for where the model went. */
  List<String> lines(Ink ink) {
    List<String> lines = new ArrayList<>();
    int m = result.examples();
    lines.add(
        format("examples   %d x %d features", m, result.features().size())
            + sparsity.map(Sparsity::text).orElse(""));
    lines.add("classes    " + classes());
    lines.add("folds      " + folds);
    lines.add("device     " + result.device());
    lines.add("solver     " + result.solver());
    lines.add(format("work       %d fits, %.1f reads of the data in all", fits(), result.passes()));
    lines.add(format("seconds    %.2f to load, %.2f to fit", readSeconds, result.seconds()));
    if (!result.end().isEmpty()) {
      lines.add("ended      before the last penalty:");
      lines.add(INDENT + result.end());
    }
    if (prepared) {
      lines.add("prepared   levels and the means for gaps are those of all rows,");
      lines.add(INDENT + "the scale that of each fit's own");
    }
    if (result.points().isEmpty()) {
      return lines;
    }
    lines.add("");
    lines.addAll(new PenaltyTable(result).lines());
    List<String> curve = new LossCurve(WIDTH, HEIGHT, ink).lines(result);
    if (!curve.isEmpty()) {
      lines.add("");
      lines.add(
          name(result.options().measure())
              + " of held-out rows, with its standard error, against "
              + unit(result));
      lines.addAll(curve);
    }
    lines.add("");
    if (result.chosen() >= 0) {
      lines.add("chosen     " + chosen());
    }
    return lines;
  }

  private String classes() {
    List<String> named = new ArrayList<>();
    boolean two = result.classes().areTwo();
    for (int k = 0; k < shares.length; k++) {
      int place = two ? 1 - k : k; // As `train` has it.
      named.add(
          format("%s %.2f %%", result.classes().name(place), 100 * shares[place])
              + (two && k == 0 ? " (positive)" : ""));
    }
    return (two ? "" : result.classes().count() + ": ") + TrainingSummary.names(named);
  }

  private int fits() {
    return result.points().size() * (result.folds() + 1);
  }

  private String chosen() {
    Measure measure = result.options().measure();
    Point point = result.choice();
    String which =
        result.options().rule() == TuningOptions.Rule.BEST
            ? "the best"
            : "the largest within one standard error";
    return format(
        "%s %s, %s: %s %s",
        unit(result),
        PenaltyTable.penalty(lambda(point)),
        which,
        name(measure),
        value(point.held(measure)));
  }

  private static String value(Measured held) {
    String mean = format("%.6f", held.mean());
    return Double.isNaN(held.standardError())
        ? mean
        : mean + format(" +- %.6f", held.standardError());
  }

  /** What the user should know beside the result, a line each. */
  List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    List<String> rough =
        result.points().stream()
            .filter(point -> !point.converged())
            .map(point -> PenaltyTable.penalty(lambda(point)))
            .toList();
    if (!rough.isEmpty()) {
      warnings.add(
          "not every fit came to its optimum within "
              + result.options().training().iterations()
              + " iterations at "
              + unit(result)
              + " "
              + TrainingSummary.names(rough)
              + ": raise --iterations, or leave such penalties out");
    }
    for (Measure measure : Measure.values()) {
      warnings.addAll(missing(measure));
    }
    if (result.chosen() >= 0 && result.options().given().isEmpty() && result.end().isEmpty()) {
      int last = result.points().size() - 1;
      if (result.best() == last && last > 0 && !result.interrupted()) {
        warnings.add(
            "the best penalty is the smallest that was tried: a smaller one may be better, see"
                + " --penalties A,B,...");
      }
    }
    return warnings;
  }

  /**
   * What is there of a path that a signal ended.
   *
   * @param model the file of the model, null for none
   * @param path the file of the coefficients, null for none
   */
  String soFar(Path model, Path path) {
    int done = result.points().size();
    if (done == 0) {
      String files = model == null && path == null ? "" : "; no file was written";
      return " before the first penalty was finished" + files;
    }
    return format(
        " after %d %s; %s",
        done,
        done == 1 ? "penalty" : "penalties",
        model == null ? "no model was asked for" : "the model of the best so far is in " + model);
  }

  private List<String> missing(Measure measure) {
    if (result.points().isEmpty() || measure == Measure.BRIER && !result.classes().areTwo()) {
      return List.of();
    }
    double[] each = result.points().get(0).held(measure).folds();
    long unknown = Arrays.stream(each).filter(Double::isNaN).count();
    return unknown == 0
        ? List.of()
        : List.of(
            format(
                "%s is that of %d of %d folds: in the others it is not defined, as where a class"
                    + " is not held out",
                name(measure), each.length - unknown, each.length));
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
