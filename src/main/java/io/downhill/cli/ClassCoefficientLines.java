package io.downhill.cli;

import io.downhill.LogisticModel;
import io.downhill.data.Standardization;
import io.downhill.inference.Coefficient;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * The coefficients of a model of more than two classes, a column a class, the most important
 * feature first: by the greatest weight that the standardised feature has in a class. With a
 * reference class they are those of the other classes less its own, w_k - w_r: what a unit of the
 * feature adds to the log of the odds of k against r.
 */
final class ClassCoefficientLines {
  private static final int WIDTH = 80;

  private final LogisticModel model;
  private final OptionalInt reference;
  private final Optional<double[]> deviations;

  /**
   * Those of a model.
   *
   * @param reference the class that all others are held against; empty for none
   */
  ClassCoefficientLines(LogisticModel model, OptionalInt reference) {
    this.model = model;
    this.reference = reference;
    this.deviations = model.standardization().map(Standardization::deviations);
  }

  /** The first so many, in one table if it is 80 characters wide; else where to see them. */
  List<String> brief(int most) {
    List<Integer> shown = first(most);
    Table table = table(shown, columns(), false);
    if (table.width() > WIDTH) {
      return List.of(
          "weights of " + model.classes().count() + " classes; `show` lists them, class by class");
    }
    List<String> lines = new ArrayList<>(table.lines());
    int more = order().size() - shown.size();
    if (more > 0) {
      lines.add("and " + more + " more; `show` lists all");
    }
    return lines;
  }

  /** The first so many, in tables of as many classes as 80 characters hold. */
  List<String> all(int most) {
    List<String> lines = new ArrayList<>();
    String against =
        reference.isPresent()
            ? ", against " + Printable.line(model.classes().name(reference.getAsInt()))
            : "";
    lines.add("weights by class" + against);
    lines.addAll(tables(first(most), false));
    if (deviations.isPresent()) {
      lines.add("");
      lines.add("weights of standardised features by class" + against);
      lines.addAll(tables(first(most), true));
    }
    int more = order().size() - first(most).size();
    if (more > 0) {
      lines.add("and " + more + " more; `show` lists all");
    }
    return lines;
  }

  private List<Integer> first(int most) {
    List<Integer> order = order();
    return order.subList(0, Math.min(most, order.size()));
  }

  private List<String> tables(List<Integer> order, boolean standardized) {
    List<Integer> columns = columns();
    List<String> lines = new ArrayList<>();
    int first = 0;
    while (first < columns.size()) {
      int end = first + 1;
      Table fitting = table(order, columns.subList(first, end), standardized);
      while (end < columns.size()) {
        Table wider = table(order, columns.subList(first, end + 1), standardized);
        if (wider.width() > WIDTH) {
          break;
        }
        fitting = wider;
        end++;
      }
      if (first > 0) {
        lines.add("");
      }
      lines.addAll(fitting.lines());
      first = end;
    }
    return lines;
  }

  private Table table(List<Integer> features, List<Integer> columns, boolean standardized) {
    List<String> header = new ArrayList<>(List.of("FEATURE"));
    columns.forEach(k -> header.add(model.classes().name(k)));
    Table table = new Table(header.toArray(String[]::new));
    for (int j : features) {
      row(table, CoefficientLines.name(model, j), columns, k -> weight(k, j, standardized));
    }
    if (!standardized) {
      row(table, Coefficient.BIAS, columns, this::bias);
    }
    return table;
  }

  private static void row(Table table, String name, List<Integer> columns, IntToDoubleFunction of) {
    List<String> cells = new ArrayList<>(List.of(name));
    columns.forEach(k -> cells.add(CoefficientLines.number(of.applyAsDouble(k))));
    table.row(cells.toArray(String[]::new));
  }

  /** The object of {@code show --json} without what it says of tables. */
  Map<String, Object> json(int most) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("classes", model.classes().names());
    object.put(
        "reference", reference.isPresent() ? model.classes().name(reference.getAsInt()) : null);
    int[] all = IntStream.range(0, model.classes().count()).toArray();
    object.put("bias", Arrays.stream(all).mapToDouble(this::bias).toArray());
    List<Object> coefficients = new ArrayList<>();
    for (int j : first(most)) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("feature", model.features().get(j));
      model.offsets().ifPresent(offsets -> one.put("offset", offsets.offsets()[j]));
      one.put("weights", Arrays.stream(all).mapToDouble(k -> weight(k, j, false)).toArray());
      one.put(
          "standardized",
          deviations.isEmpty()
              ? null
              : Arrays.stream(all).mapToDouble(k -> weight(k, j, true)).toArray());
      coefficients.add(one);
    }
    object.put("coefficients", coefficients);
    return object;
  }

  private List<Integer> columns() {
    return IntStream.range(0, model.classes().count())
        .filter(k -> !reference.equals(OptionalInt.of(k)))
        .boxed()
        .toList();
  }

  private double weight(int k, int j, boolean standardized) {
    double own = model.weights(k)[j];
    double against = reference.isPresent() ? own - model.weights(reference.getAsInt())[j] : own;
    return standardized ? against * deviations.orElseThrow()[j] : against;
  }

  private double bias(int k) {
    double own = model.bias(k);
    return reference.isPresent() ? own - model.bias(reference.getAsInt()) : own;
  }

  private List<Integer> order() {
    int n = model.features().size();
    double[] greatest = new double[n];
    for (int k : columns()) {
      for (int j = 0; j < n; j++) {
        greatest[j] = Math.max(greatest[j], Math.abs(weight(k, j, deviations.isPresent())));
      }
    }
    return IntStream.range(0, n)
        .filter(j -> !model.baseMargin().equals(OptionalInt.of(j)))
        .boxed()
        .sorted(Comparator.comparingDouble(j -> -greatest[j]))
        .toList();
  }
}
