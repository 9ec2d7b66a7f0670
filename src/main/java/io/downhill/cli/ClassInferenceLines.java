package io.downhill.cli;

import io.downhill.LogisticModel;
import io.downhill.inference.Coefficient;
import io.downhill.inference.Inference;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** How sure the weights of each class are against a reference: a table for each. */
final class ClassInferenceLines {
  /** The most lines of tables in the summary of a run. */
  private static final int LINES = 30;

  private ClassInferenceLines() {}

  /** A table for each class, an empty line before each; nothing where there are no errors. */
  static List<String> of(LogisticModel model, Inference inference) {
    List<String> lines = new ArrayList<>();
    if (!inference.isKnown()) {
      return lines;
    }
    List<Coefficient> all = inference.coefficients();
    int each = all.size() / (model.classes().count() - 1);
    for (int first = 0; first < all.size(); first += each) {
      lines.add("");
      lines.add(Printable.line(all.get(first).target() + " against " + inference.reference()));
      Table table = CoefficientLines.table(inference);
      for (int j = 0; j < each; j++) {
        Coefficient one = all.get(first + j);
        List<String> cells = new ArrayList<>();
        cells.add(
            one.feature().equals(Coefficient.BIAS)
                ? Coefficient.BIAS
                : CoefficientLines.name(model, j));
        cells.add(CoefficientLines.number(one.raw().estimate()));
        cells.addAll(InferenceLines.cells(one.raw()));
        table.row(cells.toArray(String[]::new));
      }
      lines.addAll(table.lines());
    }
    lines.addAll(InferenceLines.reasons(inference, OptionalInt.empty()));
    return lines;
  }

  /** The same where it is short; else where to see it. */
  static List<String> brief(LogisticModel model, Inference inference, int most) {
    List<String> lines = of(model, inference);
    boolean isShort = lines.size() <= LINES && model.features().size() <= most;
    return isShort || lines.isEmpty()
        ? lines
        : List.of("`show` lists standard errors, class by class");
  }
}
