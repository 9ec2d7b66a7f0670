package io.downhill.cli;

import io.downhill.Devices;
import io.downhill.InferenceJson;
import io.downhill.Json;
import io.downhill.TrainingOptions;
import io.downhill.TrainingReport;
import io.downhill.data.Classes;
import io.downhill.optim.Newton;
import io.downhill.optim.Stop;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A training report for a person and for a program.
 *
 * @param report of the run
 * @param classes what the labels stand for
 * @param shares what part of the examples each class is, by their weights
 * @param options that were given
 * @param choice of the device
 * @param readSeconds to read the file, which loading includes
 * @param origin what the examples were in the table where they are not its rows; else empty
 * @param sparsity of the examples; empty where they are dense
 */
record TrainingSummary(
    TrainingReport report,
    Classes classes,
    double[] shares,
    TrainingOptions options,
    Devices.Choice choice,
    double readSeconds,
    String origin,
    Optional<Sparsity> sparsity) {
  private static final int NAMED = 10;

  /** The object that {@code train --json} prints. */
  Map<String, Object> json() {
    Map<String, Object> seconds = new LinkedHashMap<>();
    seconds.put("load", loadSeconds());
    seconds.put("train", report.trainSeconds());
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("examples", report.examples());
    object.put("features", report.features());
    sparsity.ifPresent(sparse -> object.put("sparse", sparse.json()));
    object.put("device", report.device().id());
    object.put("provenRows", report.provenRows());
    object.put("solver", report.solver());
    object.put("cost", Json.finite(report.cost()));
    object.put("iterations", report.iterations());
    object.put("stop", report.stop().text());
    object.put("alpha", Json.finite(report.alpha()));
    object.put("classes", classes.names());
    object.put("positiveShare", Json.finite(report.positiveShare()));
    if (!classes.areTwo()) {
      object.put("classShares", shares);
    }
    object.put("accuracy", report.accuracy());
    object.put("seconds", seconds);
    object.put("passes", report.passes());
    object.put("verdict", report.verdict().toMap());
    object.put("inference", report.inference().map(InferenceJson::toMap).orElse(null));
    return object;
  }

  /** The report in words, but for where the model went. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        format("examples   %d x %d features", report.examples(), report.features())
            + (origin.isEmpty() ? "" : ", " + origin)
            + sparsity.map(Sparsity::text).orElse(""));
    if (sparsity.isPresent() && options.standardize()) {
      lines.add("           " + sparsity.get().scaling());
    }
    lines.add(
        classes.areTwo()
            ? format(
                "classes    %s %.2f %% (positive), %s %.2f %%",
                classes.positive(),
                100 * report.positiveShare(),
                classes.negative(),
                100 * (1 - report.positiveShare()))
            : "classes    " + classes.count() + ": " + names(sharesByName()));
    lines.add(format("device     %s%s", report.device(), exactness()));
    reason().ifPresent(reason -> lines.add(" ".repeat("device     ".length()) + reason));
    lines.add(format("cost J     %.8g%s", report.cost(), gap()));
    lines.add(format("solver     %s%s: %s", report.solver(), alpha(), stop()));
    if (!report.verdict().text().isEmpty()) {
      lines.add("verdict    " + report.verdict().text());
    }
    lines.add(
        format(
            "work       %d iterations, %.1f reads of the data",
            report.iterations(), report.passes()));
    lines.add(format("accuracy   %.2f %% of these examples", 100 * report.accuracy()));
    lines.add(
        format("seconds    %.2f to load, %.2f to train", loadSeconds(), report.trainSeconds()));
    report.inference().map(InferenceLines::summary).ifPresent(lines::addAll);
    if (hasTooManyForErrors()) {
      lines.add(
          "inference  -: no standard errors, for there is no Hessian of more than "
              + Newton.DENSE
              + (classes.areTwo() ? " features" : " weights"));
    }
    List<String> collinear = report.verdict().collinear();
    if (!collinear.isEmpty()) {
      lines.add("columns    sums of others: " + names(collinear));
    }
    return lines;
  }

  /** Whether there would be standard errors by default, were there fewer weights. */
  private boolean hasTooManyForErrors() {
    boolean penalized = options.l1() > 0 || options.l2() > 0 || options.bounds().present();
    long weights = (long) report.features() * (classes.areTwo() ? 1 : classes.count());
    return report.inference().isEmpty()
        && options.inference().isEmpty()
        && !penalized
        && weights > Newton.DENSE;
  }

  private List<String> sharesByName() {
    return IntStream.range(0, classes.count())
        .mapToObj(k -> format("%s %.2f %%", classes.name(k), 100 * shares[k]))
        .toList();
  }

  /** What the user should know beside the report, a line each. */
  List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    List<String> constant = report.verdict().constant();
    if (!constant.isEmpty()) {
      warnings.add("columns that never change tell nothing, their weight is 0: " + names(constant));
    }
    if (!report.verdict().text().isEmpty()) {
      warnings.add(report.verdict().text());
    }
    return warnings;
  }

  static String names(List<String> columns) {
    String more = columns.size() > NAMED ? ", ... (" + columns.size() + " in all)" : "";
    return String.join(", ", columns.subList(0, Math.min(NAMED, columns.size()))) + more;
  }

  private String gap() {
    double gap = report.verdict().gap();
    String how = report.verdict().gapSampled() ? "about" : "at most";
    return Double.isNaN(gap) ? "" : format(", %s %s above the least", how, upper(gap));
  }

  /** One digit that is not below the value, so that what is said is true. */
  private static String upper(double value) {
    BigDecimal digit = new BigDecimal(value).round(new MathContext(1, RoundingMode.UP));
    return digit.signum() == 0 || value >= 1e-4 ? digit.toPlainString() : format("%.0e", digit);
  }

  private String alpha() {
    return Double.isNaN(report.alpha()) ? "" : format(" with alpha %.4g", report.alpha());
  }

  private String exactness() {
    if (!report.device().exact()) {
      return ", not exact";
    }
    return report.provenRows() == 0
        ? ""
        : format(", proven on %d of these rows", report.provenRows());
  }

  /** Why auto took this device; where it had to take another, a warning has told. */
  private Optional<String> reason() {
    boolean chosen = options.device().equals("auto") && choice.id().equals(report.device().id());
    return chosen ? Optional.of(choice.reason()) : Optional.empty();
  }

  private double loadSeconds() {
    return readSeconds + report.loadSeconds();
  }

  private String stop() {
    if (report.stop() == Stop.DIVERGED) {
      return report.stop().text();
    }
    return format(
        "%s, slope %.2g of %.2g at w = 0",
        report.stop().text(), report.slope(), report.verdict().slopeAtZero());
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
