package io.downhill.cli;

import io.downhill.Json;
import io.downhill.LogisticModel;
import io.downhill.Scores;
import io.downhill.data.table.PreparedRows;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

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
      "  downhill evaluate model.json test.csv --threshold f1",
      "",
      "Of three classes and more the most probable one is predicted. AUC is then the mean over the",
      "pairs of classes (Hand and Till 2001), and a table shows which class is taken for which.",
      "",
      "The threshold is the model's unless --threshold chooses another, for these examples only.",
      "What is not defined, as the precision of a model that predicts no positive, is null in",
      "JSON and - otherwise."
    })
final class EvaluateCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Spec private CommandSpec spec;

  @Mixin(name = CommonOptions.NAME)
  private CommonOptions common;

  @Parameters(index = "0", paramLabel = "MODEL", description = "The file that train wrote.")
  private Path model;

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "DATA",
      description =
          "The examples, as train takes them. The model's columns are found by name, in any order.")
  private List<String> data = new ArrayList<>();

  @Mixin private TruthArguments labels;

  @Mixin private TableArguments table;

  @Mixin private ThresholdArgument threshold;

  @Option(names = "--json", description = "Print the measures as one JSON object.")
  private boolean json;

  EvaluateCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    LogisticModel trained = LogisticModel.load(model);
    threshold.refuse(spec, trained.classes());
    Scores scores = scores(trained);
    double above = threshold.threshold().map(scores::choose).orElse(trained.threshold());
    Measures measures = Measures.of(trained, scores, above);
    if (json) {
      terminal.print(Json.text(measures.json()));
      return Failures.DONE;
    }
    measures.lines().stream().map(Printable::line).forEach(terminal::print);
    if (!measures.calibration().isEmpty()) {
      terminal.print("");
      measures.calibration().forEach(terminal::print);
    }
    return Failures.DONE;
  }

  private Scores scores(LogisticModel trained) {
    Truth truth = labels.truth(spec);
    Optional<PlainData> plain = table.plain(spec, data);
    if (plain.isPresent()) {
      return trained.scores(truth.read(spec, plain.get(), List.of(trained), terminal, common));
    }
    try (ReadingBar bar = new ReadingBar(terminal, common);
        PreparedRows rows = truth.table(table.source(spec, data).watchedBy(bar), trained)) {
      Scores scores = trained.scores(rows);
      if (!common.quiet) {
        rows.warnings().forEach(warning -> terminal.note("warning: " + warning));
      }
      return scores;
    }
  }
}
