package io.downhill.cli;

import io.downhill.InferenceJson;
import io.downhill.Json;
import io.downhill.LogisticModel;
import io.downhill.TrainingReport;
import io.downhill.inference.Inference;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code downhill show}: what a model has learned. */
@Command(
    name = "show",
    description = "Show what a model has learned: its coefficients, and how it reads a table.",
    sortOptions = false,
    footer = {
      "",
      "WEIGHT is for a feature in its own units, STANDARDIZED for one scaled to deviation 1, which",
      "makes weights comparable: the list is sorted by it. ODDS RATIO is exp(WEIGHT): what one more",
      "unit of the feature, or one level of a category against the most frequent one, does to the",
      "odds of the positive class. A model that was trained with --inference (the default without",
      "a penalty) shows standard errors, z, p and intervals; where it has none, why."
    })
final class ShowCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin(name = CommonOptions.NAME)
  private CommonOptions common;

  @Parameters(index = "0", paramLabel = "MODEL", description = "The file that train wrote.")
  private Path model;

  @Option(names = "--json", description = "Print the model's content as one JSON object.")
  private boolean json;

  ShowCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    LogisticModel shown = LogisticModel.load(model);
    if (json) {
      terminal.print(Json.text(json(shown)));
      return Failures.DONE;
    }
    terminal.print(
        Printable.line(
            "classes    "
                + shown.classes().negative()
                + ", "
                + shown.classes().positive()
                + " (positive)"));
    terminal.print("threshold  " + Json.shortest(shown.threshold()));
    shown
        .report()
        .ifPresent(report -> terminal.print("examples   " + report.examples() + " in training"));
    inference(shown)
        .map(InferenceLines::summary)
        .ifPresent(lines -> lines.forEach(terminal::print));
    terminal.print("");
    CoefficientLines.of(shown, Integer.MAX_VALUE).forEach(terminal::print);
    List<String> columns = shown.preparation().map(ColumnLines::of).orElse(List.of());
    if (!columns.isEmpty()) {
      terminal.print("");
      columns.forEach(terminal::print);
    }
    return Failures.DONE;
  }

  private static Optional<Inference> inference(LogisticModel model) {
    return model.report().flatMap(TrainingReport::inference);
  }

  private static Map<String, Object> json(LogisticModel model) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("classes", List.of(model.classes().negative(), model.classes().positive()));
    object.put("threshold", model.threshold());
    object.put("bias", model.bias());
    model.baseMargin().ifPresent(j -> object.put("offset", model.features().get(j)));
    object.put("coefficients", CoefficientLines.json(model));
    object.put("inference", inference(model).map(InferenceJson::toMap).orElse(null));
    object.put("columns", model.preparation().map(ColumnLines::json).orElse(null));
    return object;
  }
}
