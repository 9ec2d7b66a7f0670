package io.downhill.cli;

import io.downhill.LogisticModel;
import io.downhill.Provenance;
import io.downhill.TrainingReport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a training run has to tell, for a person and for a program.
 *
 * @param summary of the run
 * @param model that came of it
 * @param test its measures on examples that it was not trained on
 */
record TrainingResult(TrainingSummary summary, LogisticModel model, Optional<Measures> test) {
  private static final int COEFFICIENTS = 20;

  /** The object that {@code train --json} prints. */
  Map<String, Object> json() {
    Map<String, Object> object = summary.json();
    object.put("threshold", model.classes().areTwo() ? model.threshold() : null);
    if (summary.options().bounds().present()) {
      object.put("atBounds", summary.options().bounds().reached(model));
    }
    model.preparation().ifPresent(p -> object.put("columns", ColumnLines.json(p)));
    test.ifPresent(measures -> object.put("test", measures.json()));
    return object;
  }

  /**
   * The result in words.
   *
   * @param place where the model went
   * @param page where the page about it went; null for none
   */
  List<String> lines(String place, Path page) {
    List<String> lines = new ArrayList<>(summary.lines());
    model
        .report()
        .flatMap(TrainingReport::provenance)
        .map(Provenance::choice)
        .filter(choice -> !choice.isEmpty())
        .ifPresent(choice -> lines.add("penalty    " + choice));
    if (model.threshold() != LogisticModel.HALF) {
      lines.add("threshold  " + model.threshold());
    }
    if (summary.options().bounds().present()) {
      List<String> reached = summary.options().bounds().reached(model);
      lines.add(
          "bounds     "
              + (reached.isEmpty() ? "no weight is at one" : TrainingSummary.names(reached)));
    }
    lines.add("model      " + place);
    if (page != null) {
      lines.add("report     " + page);
    }
    List<String> columns = model.preparation().map(ColumnLines::of).orElse(List.of());
    if (!columns.isEmpty()) {
      lines.add("");
      lines.addAll(columns);
    }
    if (model.preparation().isPresent()) {
      lines.add("");
      lines.addAll(CoefficientLines.of(model, COEFFICIENTS));
    }
    test.ifPresent(
        measures -> {
          lines.add("");
          lines.add("on examples that it was not trained on:");
          // A matrix of many classes takes all of a line.
          String indent = measures.two().isPresent() ? "  " : "";
          measures.lines().forEach(line -> lines.add(indent + line));
        });
    return lines.stream().map(Printable::line).toList();
  }
}
