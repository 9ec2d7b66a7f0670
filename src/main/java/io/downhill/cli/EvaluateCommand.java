package io.downhill.cli;

import io.downhill.Json;
import io.downhill.LogisticModel;
import io.downhill.Metrics;
import io.downhill.Scores;
import io.downhill.data.Dataset;
import io.downhill.data.Target;
import io.downhill.data.npy.NpyMatrix;
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
import picocli.CommandLine.ParameterException;
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

  @Option(
      names = "--label",
      paramLabel = "L",
      description =
          "The column of the truth, by name or number, or for .npy its file (default: the label,"
              + " fractions or counts of training, or the one column that is not a feature of the"
              + " model).")
  private String label;

  @Option(
      names = "--trim-label",
      paramLabel = "CHARS",
      description =
          "Characters to take off the end of labels: with . the label \"<=50K.\" is the model's"
              + " \"<=50K\".")
  private String trim = "";

  @Option(
      names = "--weight",
      paramLabel = "COLUMN",
      description = "A column that says how often each example counts; 0 is an example less.")
  private String weight;

  @Mixin private TargetArguments otherTarget;

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
    Scores scores = scores(trained);
    double above = threshold.threshold().map(scores::choose).orElse(trained.threshold());
    Metrics metrics = scores.measured(above);
    if (json) {
      terminal.print(Json.text(MetricsLines.json(metrics)));
      return Failures.DONE;
    }
    MetricsLines.of(metrics, trained.classes()).forEach(terminal::print);
    terminal.print("");
    MetricsLines.calibration(metrics, trained.classes()).forEach(terminal::print);
    return Failures.DONE;
  }

  private Scores scores(LogisticModel trained) {
    Optional<Target> truth = otherTarget.target(spec, label);
    if (table.isMatrix(spec, data)) {
      if (weight != null) {
        throw new ParameterException(
            spec.commandLine(), "--weight: a .npy matrix has no other columns");
      }
      Matrix.check(trained, data.get(0));
      truth.ifPresent(target -> TargetArguments.refuseCounts(spec, target));
      try (ReadingBar bar = new ReadingBar(terminal, common)) {
        Dataset matrix =
            NpyMatrix.read(
                data.get(0), trained.features(), trained.offsets(), truth, trained.classes(), bar);
        return trained.scores(matrix);
      }
    }
    try (ReadingBar bar = new ReadingBar(terminal, common);
        PreparedRows rows =
            PreparedRows.open(
                table.source(spec, data).watchedBy(bar),
                trained.preparationOrPlain(),
                trained.classes(),
                truth,
                trim,
                Optional.ofNullable(weight))) {
      Scores scores = trained.scores(rows);
      if (!common.quiet) {
        rows.warnings().forEach(warning -> terminal.note("warning: " + warning));
      }
      return scores;
    }
  }
}
