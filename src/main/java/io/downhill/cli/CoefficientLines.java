package io.downhill.cli;

import io.downhill.Json;
import io.downhill.LogisticModel;
import io.downhill.data.Standardization;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The coefficients of a model, the most important first: by the weight of the standardised feature,
 * which says what a typical change of it does; without a scale by the raw weight.
 */
final class CoefficientLines {
  private CoefficientLines() {}

  /** A table of the first so many coefficients, then the bias. */
  static List<String> of(LogisticModel model, int most) {
    Table table = new Table("FEATURE", "WEIGHT", "STANDARDIZED", "ODDS RATIO");
    List<Integer> order = order(model);
    for (int j : order.subList(0, Math.min(most, order.size()))) {
      table.row(
          name(model, j),
          number(model.weights()[j]),
          deviations(model).map(d -> number(model.weights()[j] * d[j])).orElse("-"),
          number(StrictMath.exp(model.weights()[j])));
    }
    table.row("(bias)", number(model.bias()), "", "");
    List<String> lines = new ArrayList<>(table.lines());
    if (order.size() > most) {
      lines.add("and " + (order.size() - most) + " more; `show` lists all");
    }
    return lines;
  }

  /** All coefficients for JSON. */
  static List<Object> json(LogisticModel model) {
    List<Object> coefficients = new ArrayList<>();
    for (int j : order(model)) {
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
  private static String name(LogisticModel model, int j) {
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
        .boxed()
        .sorted(Comparator.comparingDouble(j -> -Math.abs(weights[j] * (d == null ? 1 : d[j]))))
        .toList();
  }

  private static Optional<double[]> deviations(LogisticModel model) {
    return model.standardization().map(Standardization::deviations);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.6g", value);
  }
}
