package io.downhill.cli;

import io.downhill.Json;
import io.downhill.LogisticModel;
import io.downhill.Training;
import io.downhill.TuningOptions;
import io.downhill.TuningResult;
import io.downhill.WholeFile;
import io.downhill.data.Classes;
import io.downhill.data.Dataset;
import io.downhill.data.Target;
import io.downhill.optim.Monitor;
import io.downhill.optim.Stop;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code downhill tune}: which penalty is best on rows that a fit has not seen. */
@Command(
    name = "tune",
    description = "Choose a penalty: fit many on parts of the rows, and judge each on the others.",
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  downhill tune patients.csv --label diagnosis --model model.json",
      "  downhill tune patients.csv --label diagnosis --l1-ratio 1 --rule 1se \\",
      "      --path weights.csv",
      "  downhill tune visits.csv --label ill --fold patient --penalties 1,0.1,0.01,0",
      "  downhill tune days.csv --label rain --fold-order date --json",
      "",
      "Each penalty is fitted on all rows and on all but those of each fold, from where the larger",
      "one before it ended; the rows of the fold then tell its log loss, AUC, accuracy and Brier",
      "score, the mean over folds by the weight of their rows. These fits run together and share",
      "reads of the data, with the bits that each has alone; of three classes and more each fit reads",
      "alone. The path ends early where a model explains 99.9 % of the loss.",
      "",
      "Levels of categories, means for gaps, which levels are rare, and the words of texts with what",
      "they count are learned from all rows, not within each fold: they know nothing of labels, and",
      "so all folds have the same features. The scale of standardised features, which the penalty is",
      "about, is that of each fit's own rows.",
      "",
      "--model trains with the penalty that was chosen on all rows, as `downhill train` with --l1",
      "and --l2 does, to the bit. In --json, best, oneStandardError and chosen are places among the",
      "penalties, from 0 on.",
      "",
      "Ctrl-C ends the path after the step in hand; what is finished is told, and --model takes the",
      "best of it (exit code 130)."
    })
final class TuneCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Spec private CommandSpec spec;

  @Mixin(name = CommonOptions.NAME)
  private CommonOptions common;

  @Parameters(
      arity = "0..*",
      paramLabel = "DATA",
      description = "The examples, as `downhill train` takes them.")
  private List<String> data = new ArrayList<>();

  @Option(
      names = "--label",
      paramLabel = "L",
      description =
          "The column to predict: its name, or its number from 0 (-1 is the last); for .npy the file"
              + " of the label vector. Of two values the one that sorts last is positive.")
  private String label;

  @Mixin private FoldArguments folds;

  @Mixin private TuningArguments tuning;

  @Option(
      names = "--model",
      paramLabel = "FILE",
      description = "Train with the penalty that is chosen on all rows, and save that model.")
  private Path model;

  @Option(
      names = "--path",
      paramLabel = "FILE",
      description =
          "Write the weights of raw features at every penalty as CSV: penalty,feature,weight, of"
              + " three classes and more penalty,class,feature,weight.")
  private Path path;

  @Mixin private TableArguments table;

  @Mixin private PreparationArguments preparation;

  @Mixin private FitArguments fit;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "The seed of the folds, and of the rows that --test draws (default: 0).")
  private long seed;

  @Option(names = "--json", description = "Print the result as one JSON object.")
  private boolean json;

  @Option(
      names = {
        "--l1", "--l2", "--alpha", "--tolerance", "--offset", "--cluster", "--soft-label",
        "--successes", "--trials", "--failures", "--bounds", "--nonnegative", "--start", "--init",
        "--inference", "--reference", "--level", "--threshold"
      },
      hidden = true,
      arity = "0..1",
      fallbackValue = "")
  private String others;

  /** Why options of {@code train} have no meaning here. */
  private static final Map<String, String> REASONS =
      Map.of(
          "--l1", "it tries many; --l1-ratio 1 is of l1, --penalties names them",
          "--l2", "it tries many; --penalties names them",
          "--alpha", "each fit goes to its optimum",
          "--tolerance", "each fit goes to its optimum",
          "--offset", "a path of penalties has none",
          "--cluster", "--fold keeps rows of one value together",
          "--bounds", "its fits are without bounds",
          "--nonnegative", "its fits are without bounds");

  TuneCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    refuseOthers();
    Target target = target();
    folds.check(spec);
    if (preparation.tests() && model == null) {
      throw new ParameterException(
          spec.commandLine(), "--test judges a model: name a file for it with --model");
    }
    checkPlaces(target);
    TuningOptions options =
        tuning.options(spec, fit.checked(spec, builder -> builder.seed(seed)), folds.count(), seed);
    if (model != null) {
      WholeFile.check(model);
    }
    if (path != null) {
      WholeFile.check(path);
    }
    long began = System.nanoTime();
    TrainingData examples = read(target);
    double readSeconds = (System.nanoTime() - began) / 1e9;
    Dataset kept = FitArguments.kept(spec, options.training(), examples.train());
    tuning.check(spec, kept.classes().orElse(Classes.ZERO_ONE));
    FoldArguments.Choice chosen = folds.of(kept, seed);
    return choose(options, examples, chosen, readSeconds);
  }

  private int choose(
      TuningOptions options,
      TrainingData examples,
      FoldArguments.Choice chosen,
      double readSeconds) {
    TuningRun run = new TuningRun(terminal, common, options);
    Dataset rows = examples.train().unclustered();
    TuningResult result = run.choose(rows, chosen.folds());
    TuningSummary summary =
        new TuningSummary(
            result,
            chosen.text(),
            TrainedClasses.shares(rows.among(result.classes())),
            Sparsity.of(rows),
            rows.preparation().isPresent(),
            readSeconds);
    boolean some = result.chosen() >= 0;
    if (path != null && !result.points().isEmpty()) {
      PathFile.write(path, result);
    }
    Optional<LogisticModel> trained =
        model != null && some ? Optional.of(train(result, summary, rows)) : Optional.empty();
    Optional<TrainingData.Judged> judged = trained.flatMap(examples::judge);
    if (json) {
      Map<String, Object> object = summary.json();
      judged.ifPresent(test -> object.put("test", test.measures().json()));
      terminal.print(Json.text(object));
    } else {
      tell(summary, judged);
    }
    return end(run, summary, examples, judged);
  }

  /** The model of the penalty, saved. */
  private LogisticModel train(TuningResult result, TuningSummary summary, Dataset rows) {
    TrainingRun run = new TrainingRun(terminal, common, result.training());
    Training training = run.fit(rows.givenAway(), Monitor.NONE);
    if (training.report().stop() == Stop.DIVERGED) {
      throw new IllegalArgumentException(
          "training with "
              + TuningSummary.options(result.choice())
              + " diverged; no model written");
    }
    LogisticModel trained =
        training.model().trainedBy(CommandText.of(spec)).penaltyChosen(summary.choice());
    trained.save(model);
    return trained;
  }

  private void tell(TuningSummary summary, Optional<TrainingData.Judged> judged) {
    Ink ink = Ink.of(Terminal.charset(), System.getenv());
    List<String> lines = new ArrayList<>(summary.lines(ink));
    TuningResult result = summary.result();
    if (result.chosen() >= 0) {
      lines.add("model      " + (model != null ? model : "none: --model FILE saves it,"));
      if (model == null) {
        String options = TuningSummary.options(result.choice());
        lines.add(TuningSummary.INDENT + "or `train` with " + options);
      }
    }
    if (path != null && !result.points().isEmpty()) {
      lines.add("path       " + path);
    }
    judged.ifPresent(
        test -> {
          lines.add("");
          lines.add("the model on examples that no fit has seen:");
          String indent = test.measures().two().isPresent() ? "  " : "";
          test.measures().lines().forEach(line -> lines.add(indent + line));
        });
    lines.stream().map(Printable::line).forEach(terminal::print);
  }

  private int end(
      TuningRun run,
      TuningSummary summary,
      TrainingData examples,
      Optional<TrainingData.Judged> judged) {
    TuningResult result = summary.result();
    if (run.ending().isPresent()) {
      terminal.note("downhill: ended by " + run.ending().get() + summary.soFar(model, path));
      return run.ending().get().code();
    }
    if (!common.quiet) {
      List<String> warnings = new ArrayList<>(examples.warnings());
      warnings.addAll(summary.warnings());
      judged.map(TrainingData.Judged::warnings).ifPresent(warnings::addAll);
      warnings.forEach(warning -> terminal.note("warning: " + warning));
    }
    if (result.chosen() < 0) {
      terminal.note("downhill: no held-out row tells of any penalty; no model was written");
      return Failures.FAILED;
    }
    return Failures.DONE;
  }

  @SuppressWarnings("try") // Signals are heard while it is open; nothing asks it.
  private TrainingData read(Target target) {
    try (Interruption interruption = Interruption.end(terminal, " while reading");
        ReadingBar bar = new ReadingBar(terminal, common)) {
      return TrainingData.read(
          spec, data, target, seed, table, preparation, folds, !fit.hasIntercept(), bar);
    }
  }

  private Target target() {
    return new TargetArguments()
        .target(spec, label, table.plain(spec, data))
        .orElseThrow(() -> new ParameterException(spec.commandLine(), "missing --label L"));
  }

  private void refuseOthers() {
    for (String word : spec.commandLine().getParseResult().originalArgs()) {
      String option = word.split("=", 2)[0];
      if (spec.findOption(option) != null && spec.findOption(option).hidden()) {
        throw new ParameterException(
            spec.commandLine(),
            option
                + " is an option of `train`, not of `tune`: "
                + REASONS.getOrDefault(option, "a path of penalties has no use for it"));
      }
    }
  }

  private void checkPlaces(Target target) {
    Places places =
        table.addTo(new Places(spec), data).writes("--model", model).writes("--path", path);
    places.writes("stdout", Places.stdout());
    preparation.testFile().ifPresent(file -> places.reads("--test", List.of(file)));
    target.columns().stream()
        .filter(column -> column.endsWith(".npy"))
        .forEach(file -> places.reads("--label", Path.of(file)));
    places.check();
  }
}
