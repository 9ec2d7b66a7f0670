package io.downhill.cli;

import io.downhill.Json;
import io.downhill.LogisticModel;
import io.downhill.Metrics;
import io.downhill.data.DataFiles;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code downhill evaluate}: how good a model is on labelled examples. */
@Command(
    name = "evaluate",
    description = "Measure a model on labelled examples, best on some it was not trained on.",
    sortOptions = false,
    footer = {
      "",
      "Example:",
      "  downhill evaluate model.json test.csv --label diagnosis",
      "",
      "What is not defined, as the precision of a model that predicts no positive, is null in",
      "JSON and - otherwise."
    })
final class EvaluateCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin(name = CommonOptions.NAME)
  private CommonOptions common;

  @Parameters(index = "0", paramLabel = "MODEL", description = "The file that train wrote.")
  private Path model;

  @Parameters(
      index = "1",
      paramLabel = "DATA",
      description = "The examples. The model's features are found by name, in any order.")
  private String data;

  @Option(
      names = "--label",
      paramLabel = "L",
      description =
          "The column of the truth, or for .npy its file (default: the one column that is not a"
              + " feature of the model).")
  private String label;

  @Option(names = "--json", description = "Print the measures as one JSON object.")
  private boolean json;

  EvaluateCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    LogisticModel trained = LogisticModel.load(model);
    Metrics metrics =
        trained.evaluate(
            DataFiles.read(
                data, trained.features(), Optional.ofNullable(label), trained.classes()));
    if (json) {
      terminal.print(Json.text(json(metrics)));
    } else {
      print(metrics, trained);
    }
    return Failures.DONE;
  }

  private static Map<String, Object> json(Metrics metrics) {
    Map<String, Object> confusion = new LinkedHashMap<>();
    confusion.put("truePositives", metrics.confusion().truePositives());
    confusion.put("falsePositives", metrics.confusion().falsePositives());
    confusion.put("trueNegatives", metrics.confusion().trueNegatives());
    confusion.put("falseNegatives", metrics.confusion().falseNegatives());
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("examples", metrics.examples());
    object.put("accuracy", metrics.accuracy());
    object.put("logLoss", Json.finite(metrics.logLoss()));
    object.put("auc", Json.finite(metrics.auc()));
    object.put("brier", metrics.brier());
    object.put("precision", Json.finite(metrics.precision()));
    object.put("recall", Json.finite(metrics.recall()));
    object.put("f1", Json.finite(metrics.f1()));
    object.put("confusion", confusion);
    return object;
  }

  private void print(Metrics metrics, LogisticModel trained) {
    terminal.print("examples   " + metrics.examples());
    terminal.print(String.format(Locale.ROOT, "accuracy   %.2f %%", 100 * metrics.accuracy()));
    terminal.print("log loss   " + digits(metrics.logLoss()));
    terminal.print("AUC        " + digits(metrics.auc()));
    terminal.print("Brier      " + digits(metrics.brier()));
    terminal.print("precision  " + digits(metrics.precision()));
    terminal.print("recall     " + digits(metrics.recall()));
    terminal.print("F1         " + digits(metrics.f1()));
    terminal.print("");
    String negative = trained.classes().negative();
    String positive = trained.classes().positive();
    Metrics.Confusion counts = metrics.confusion();
    new Table("", "predicted " + negative, "predicted " + positive)
        .row(
            "is " + negative,
            String.valueOf(counts.trueNegatives()),
            String.valueOf(counts.falsePositives()))
        .row(
            "is " + positive,
            String.valueOf(counts.falseNegatives()),
            String.valueOf(counts.truePositives()))
        .lines()
        .forEach(terminal::print);
  }

  private static String digits(double value) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.6f", value);
  }
}
