package io.downhill.cli;

import io.downhill.Json;
import io.downhill.LogisticModel;
import io.downhill.TrainingReport;
import io.downhill.data.Standardization;
import io.downhill.inference.Coefficient;
import io.downhill.inference.Estimate;
import io.downhill.inference.Inference;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * The coefficients of a model, the most important first: by the weight of the standardised feature,
 * which says what a typical change of it does; without a scale by the raw weight.
 */
final class CoefficientLines {
  private CoefficientLines() {}

  /**
   * For more than two classes what {@link ClassCoefficientLines#brief} says. Else a table of the
   * first so many coefficients, then the bias; two tables where it is known how sure they are, or
   * why that is not.
   */
  static List<String> of(LogisticModel model, int most) {
    if (!model.classes().areTwo()) {
      List<String> lines =
          new ArrayList<>(new ClassCoefficientLines(model, OptionalInt.empty()).brief(most));
      model
          .report()
          .flatMap(TrainingReport::inference)
          .map(known -> ClassInferenceLines.brief(model, known, most))
          .ifPresent(lines::addAll);
      return lines;
    }
    List<Integer> order = order(model);
    List<Integer> shown = order.subList(0, Math.min(most, order.size()));
    Optional<Inference> inference = model.report().flatMap(TrainingReport::inference);
    List<String> lines =
        new ArrayList<>(
            inference.map(known -> sure(model, known, shown)).orElseGet(() -> plain(model, shown)));
    model
        .baseMargin()
        .ifPresent(j -> lines.add("and " + model.features().get(j) + ", the offset, as it is"));
    if (order.size() > most) {
      lines.add("and " + (order.size() - most) + " more; `show` lists all");
    }
    return lines;
  }

  private static List<String> plain(LogisticModel model, List<Integer> shown) {
    Table table = new Table("FEATURE", "WEIGHT", "STANDARDIZED", "ODDS RATIO");
    for (int j : shown) {
      table.row(
          name(model, j),
          number(model.weights()[j]),
          deviations(model).map(d -> number(model.weights()[j] * d[j])).orElse("-"),
          number(StrictMath.exp(model.weights()[j])));
    }
    table.row(Coefficient.BIAS, number(model.bias()), "", "");
    return table.lines();
  }

  private static List<String> sure(LogisticModel model, Inference inference, List<Integer> shown) {
    String from = InferenceLines.interval(inference);
    Table weights = table(inference);
    Table ratios = new Table("FEATURE", "ODDS RATIO", from, "TO", "STANDARDIZED", from, "TO");
    List<Integer> rows = new ArrayList<>(shown);
    if (inference.coefficients().size() > model.weights().length) {
      rows.add(model.weights().length);
    }
    for (int j : rows) {
      Coefficient coefficient = inference.coefficients().get(j);
      String name = j == model.weights().length ? Coefficient.BIAS : name(model, j);
      Estimate raw = coefficient.raw();
      List<String> cells = new ArrayList<>(List.of(name, number(raw.estimate())));
      cells.addAll(InferenceLines.cells(raw));
      weights.row(cells.toArray(String[]::new));
      Optional<Estimate> scaled = coefficient.standardized();
      ratios.row(
          name,
          number(raw.oddsRatio()),
          InferenceLines.number(raw.oddsRatioLow()),
          InferenceLines.number(raw.oddsRatioHigh()),
          scaled.map(e -> number(e.estimate())).orElse("-"),
          scaled.map(e -> InferenceLines.number(e.low())).orElse("-"),
          scaled.map(e -> InferenceLines.number(e.high())).orElse("-"));
    }
    List<String> lines = new ArrayList<>(weights.lines());
    lines.addAll(InferenceLines.reasons(inference, model.baseMargin()));
    lines.add("");
    lines.addAll(ratios.lines());
    return lines;
  }

  /** The header of weights with what is known of them. */
  static Table table(Inference inference) {
    String from = InferenceLines.interval(inference);
    return new Table("FEATURE", "WEIGHT", "STD ERROR", "Z", "P", from, "TO");
  }

  /** The first so many coefficients for JSON. */
  static List<Object> json(LogisticModel model, int most) {
    List<Object> coefficients = new ArrayList<>();
    List<Integer> order = order(model);
    for (int j : order.subList(0, Math.min(most, order.size()))) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("feature", model.features().get(j));
      model.offsets().ifPresent(offsets -> one.put("offset", offsets.offsets()[j]));
      one.put("weight", model.weights()[j]);
      one.put("standardized", deviations(model).map(d -> model.weights()[j] * d[j]).orElse(null));
      one.put("oddsRatio", Json.finite(StrictMath.exp(model.weights()[j])));
      coefficients.add(one);
    }
    return coefficients;
  }

  /** A feature that is counted from an offset on is named with it. */
  static String name(LogisticModel model, int j) {
    double offset = model.offsets().map(all -> all.offsets()[j]).orElse(0.0);
    String feature = model.features().get(j);
    return offset == 0
        ? feature
        : feature
            + (offset > 0 ? " - " : " + ")
            + new BigDecimal("" + Math.abs(offset)).toPlainString();
  }

  private static List<Integer> order(LogisticModel model) {
    double[] d = deviations(model).orElse(null);
    double[] weights = model.weights();
    return IntStream.range(0, weights.length)
        .filter(j -> !model.baseMargin().equals(OptionalInt.of(j)))
        .boxed()
        .sorted(Comparator.comparingDouble(j -> -Math.abs(weights[j] * (d == null ? 1 : d[j]))))
        .toList();
  }

  private static Optional<double[]> deviations(LogisticModel model) {
    return model.standardization().map(Standardization::deviations);
  }

  static String number(double value) {
    return String.format(Locale.ROOT, "%.6g", value);
  }
}
