package io.downhill.cli;

import io.downhill.Json;
import io.downhill.LogisticModel;
import io.downhill.LogisticRegression;
import io.downhill.Training;
import io.downhill.TrainingOptions;
import io.downhill.TrainingReport;
import io.downhill.TuningOptions;
import io.downhill.WholeFile;
import io.downhill.data.Classes;
import io.downhill.data.DataException;
import io.downhill.data.Dataset;
import io.downhill.data.Target;
import io.downhill.optim.Stop;
import io.downhill.report.Report;
import io.downhill.report.ReportOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code downhill train}: from a file of examples to a model. */
@Command(
    name = "train",
    description = "Train a model on a file of examples.",
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  downhill train patients.csv --label diagnosis",
      "  downhill train letters.csv --label letter --class-weight balanced",
      "  downhill train 'days-*.parquet' --label clicked --model clicks.json --l2 0.001",
      "  downhill train customers.csv --label Churn --positive Yes --exclude name \\",
      "      --test 0.2",
      "  downhill train --sql \"SELECT * FROM 'visits.parquet' WHERE age > 17\" \\",
      "      --label bought",
      "  downhill train doses.csv --successes died --trials mice",
      "  downhill train x.npy --label y.npy --no-standardize --alpha 0.005 \\",
      "      --iterations 2000 --tolerance 0 --trace costs.csv",
      "  downhill train x.npy --label y.npy --solver lbfgs --watch --tensorboard runs",
      "  downhill train mails.libsvm --l2 1e-5 --test mails.test.libsvm",
      "",
      "The columns of a table become features by what they hold: numbers stay as they are, truth",
      "values are 0 and 1, dates are days, and of a category each level but the most frequent is a",
      "feature. Identifiers and columns of one value are left out. A table at the end says what",
      "became of each column. All of it is stored in the model, which takes raw rows.",
      "",
      "Ctrl-C ends training after the step in hand and saves the model so far (exit code 130);",
      "so do SIGTERM (143) and SIGHUP (129). With --checkpoint a run that was ended, or killed, can",
      "be gone on with by --resume.",
      "A run that diverges (alpha too large) saves no model (exit code 1)."
    })
final class TrainCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(TrainCommand.class);

  private final Terminal terminal;

  @Spec private CommandSpec spec;

  @Mixin(name = CommonOptions.NAME)
  private CommonOptions common;

  @Parameters(
      arity = "0..*",
      paramLabel = "DATA",
      description =
          "The examples: delimited text (.csv, .tsv, .txt, .data), a JSON object a line (.json,"
              + " .jsonl) or sparse text with the label inside (.libsvm, .svm, .svmlight), each also"
              + " with .gz, .parquet, a NumPy .npy matrix, or a sparse SciPy .npz. Several files or a"
              + " quoted pattern such as 'part-*.csv' are one table; - is the standard input.")
  private List<String> data = new ArrayList<>();

  @Option(
      names = "--label",
      paramLabel = "L",
      description =
          "The column to predict: its name, or its number from 0 (-1 is the last); for .npy and .npz the"
              + " file of the label vector. Of two values the one that sorts last is positive; three"
              + " and more are classes each, up to 1000. More than ten are refused where one is no"
              + " whole number, or there are fewer than two rows each: then it is no label.")
  private String label;

  @Option(
      names = "--model",
      paramLabel = "FILE",
      description = "Where the model goes (default: ${DEFAULT-VALUE}).")
  private Path model = Path.of("model.json");

  @Mixin private TargetArguments otherTarget;

  @Mixin private TableArguments table;

  @Mixin private PreparationArguments preparation;

  @Mixin private RoleArguments roles;

  @Mixin private ThresholdArgument threshold;

  @Mixin private TrainingArguments training;

  @Mixin private FollowArguments follow;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description =
          "Write a page about the model too, as `report` does: pictures of the descent on these"
              + " examples, and how good the model is, on those of --test where there are any.")
  private Path page;

  @Option(names = "--json", description = "Print the report as one JSON object.")
  private boolean json;

  TrainCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Target target =
        otherTarget
            .target(spec, label, table.plain(spec, data))
            .orElseThrow(
                () ->
                    new ParameterException(
                        spec.commandLine(),
                        "missing --label L (or --soft-label, or --successes with --trials or"
                            + " --failures)"));
    checkPlaces(target);
    if (roles.clustered()) {
      training.checkClusters(spec);
    }
    TrainingOptions options = training.options(spec);
    Optional<TuningOptions> tuning = tuning(target, options);
    WholeFile.check(model);
    follow.check(spec, common.quiet);
    if (page != null) {
      WholeFile.check(page);
    }
    long began = System.nanoTime();
    TrainingData examples = read(target, options.seed());
    double readSeconds = (System.nanoTime() - began) / 1e9;
    refuseWhatOnlyTwoHave(options, examples.train());
    Dataset train = examples.train();
    Optional<ChosenPenalty> chosen =
        tuning.map(how -> ChosenPenalty.of(spec, terminal, common, how, train));
    if (chosen.isPresent() && !chosen.get().known()) {
      return withoutPenalty(chosen.get());
    }
    TrainingOptions penalized = chosen.map(ChosenPenalty::training).orElse(options);
    String solver =
        new LogisticRegression(penalized)
            .solver(train.examples(), train.features(), train.classCount());
    try (RunFiles files = follow.open(solver)) {
      return train(penalized, chosen, examples, readSeconds, files);
    }
  }

  /** How a penalty is chosen, where it is to be. */
  private Optional<TuningOptions> tuning(Target target, TrainingOptions options) {
    if (!training.tuned()) {
      return Optional.empty();
    }
    String refused =
        !(target instanceof Target.Label)
            ? "no " + (target instanceof Target.Counts ? "--successes" : "--soft-label")
            : roles.shifted() ? "no --offset" : "";
    if (!refused.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(),
          training.tunedBy()
              + " takes "
              + refused
              + ": its folds are of rows with a label alone;"
              + " give a number");
    }
    return Optional.of(training.tuning(spec, options));
  }

  private int withoutPenalty(ChosenPenalty chosen) {
    terminal.note(
        chosen.ending().isPresent()
            ? "downhill: ended by "
                + chosen.ending().get()
                + " before a penalty was chosen; no model was written"
            : "downhill: no held-out row tells of any penalty; no model was written");
    return chosen.ending().map(Ending::code).orElse(Failures.FAILED);
  }

  private int train(
      TrainingOptions options,
      Optional<ChosenPenalty> chosen,
      TrainingData examples,
      double readSeconds,
      RunFiles files) {
    TrainingRun run = new TrainingRun(terminal, common, options).keeping(follow.checkpoints());
    if (follow.watch()) {
      run.watched();
    }
    Training result = run.fit(given(examples.train()), files.monitor());
    TrainingReport report = result.report();
    boolean diverged = report.stop() == Stop.DIVERGED;
    TrainedClasses classes = TrainedClasses.of(examples.train(), result.model());
    LogisticModel learned =
        chosen
            .map(path -> result.model().penaltyChosen(path.summary().choice()))
            .orElse(result.model());
    LogisticModel trained =
        diverged ? learned : decided(learned, classes.examples()).trainedBy(CommandText.of(spec));
    files.end();
    Optional<String> replaced = diverged ? Optional.empty() : replaced();
    if (!diverged) {
      save(trained, files);
    }
    if (report.stop() != Stop.INTERRUPTED) {
      follow.checkpoints().done();
    }
    Optional<TrainingData.Judged> judged = diverged ? Optional.empty() : examples.judge(trained);
    boolean paged = page != null && !diverged && report.stop() != Stop.INTERRUPTED;
    if (paged) {
      writePage(trained, examples, options);
    }
    TrainingResult told =
        new TrainingResult(
            new TrainingSummary(
                trained.report().orElse(report),
                trained.classes(),
                classes.shares(),
                options,
                run.choice(),
                readSeconds,
                examples.origin(),
                Sparsity.of(examples.train())),
            trained,
            judged.map(TrainingData.Judged::measures));
    List<String> warnings = new ArrayList<>(examples.warnings());
    warnings.addAll(classes.warnings());
    judged.map(TrainingData.Judged::warnings).ifPresent(warnings::addAll);
    chosen.ifPresent(path -> warnings.addAll(path.summary().warnings()));
    if (json) {
      Map<String, Object> object = told.json();
      chosen.ifPresent(path -> object.put("tuning", path.summary().json()));
      terminal.print(Json.text(object));
      replaced.ifPresent(old -> warnings.add(model + " is " + old));
    } else {
      String place = model + replaced.map(", "::concat).orElse("");
      told.lines(diverged ? "not written" : place, paged ? page : null).forEach(terminal::print);
    }
    warnings.addAll(told.summary().warnings());
    int code = end(report, run.ending(), chosen, warnings);
    if (!common.quiet) {
      files.places().forEach(place -> terminal.note("downhill: " + place));
    }
    List<String> lost = files.troubles();
    lost.forEach(line -> terminal.note("downhill: " + line));
    return code == Failures.DONE && !lost.isEmpty() ? Failures.FAILED : code;
  }

  /**
   * Refuses options that say nothing of three classes and more.
   *
   * @throws ParameterException if one is given
   */
  private void refuseWhatOnlyTwoHave(TrainingOptions options, Dataset examples) {
    Classes classes = FitArguments.kept(spec, options, examples).classes().orElse(Classes.ZERO_ONE);
    threshold.refuse(spec, classes);
    if (classes.areTwo()) {
      return;
    }
    String against = "give --positive CLASS for one against all others";
    refuse(page != null, "--report", classes, "leave it out; evaluate and show tell of more");
    refuse(examples.baseMargin().isPresent(), "--offset", classes, against);
    refuse(options.bounds().present(), "--nonnegative or --bounds", classes, against);
  }

  private void refuse(boolean given, String option, Classes classes, String cure) {
    if (given) {
      throw new ParameterException(
          spec.commandLine(),
          option + " is about two classes, and there are " + classes.count() + ": " + cure);
    }
  }

  /**
   * The page about the model: its descent on these examples, its measures on others if there are.
   */
  private void writePage(LogisticModel trained, TrainingData examples, TrainingOptions options) {
    ReportOptions drawn = new ReportOptions(options.device(), options.threads(), List.of());
    Optional<Dataset> train = Optional.of(examples.train().among(trained.classes()));
    Optional<Dataset> judged =
        examples.test().map(test -> test.rows().apply(trained)).or(() -> train);
    WholeFile.write(page, Report.html(trained, train, judged, drawn));
  }

  /** What the new model takes the place of, in words; empty where there is nothing. */
  private Optional<String> replaced() {
    if (!Files.isRegularFile(model)) {
      return Optional.empty();
    }
    try {
      return LogisticModel.load(model)
          .report()
          .map(
              old ->
                  "in place of one that was trained on "
                      + old.examples()
                      + " x "
                      + old.features()
                      + " features")
          .or(() -> Optional.of("in place of another model"));
    } catch (DataException e) {
      LOG.debug("no model", e);
      return Optional.of("in place of a file that was no model");
    }
  }

  /** Saves the model; where trace and events have left no room for it, instead of them. */
  private void save(LogisticModel trained, RunFiles files) {
    try {
      trained.save(model);
    } catch (DataException e) {
      if (!files.discard(e)) {
        throw e;
      }
      trained.save(model);
    }
  }

  @SuppressWarnings("try") // Signals are heard while it is open; nothing asks it.
  private TrainingData read(Target target, long seed) {
    try (Interruption interruption =
            Interruption.end(terminal, " while reading; no model was written");
        ReadingBar bar = new ReadingBar(terminal, common)) {
      return TrainingData.read(
          spec, data, target, seed, table, preparation, roles, !training.hasIntercept(), bar);
    }
  }

  /** The model with the threshold that serves best on the training examples. */
  private LogisticModel decided(LogisticModel trained, Dataset examples) {
    return threshold.threshold().map(t -> trained.decided(t, examples)).orElse(trained);
  }

  /** The examples, given away but for a threshold or a page that is made of them afterwards. */
  private Dataset given(Dataset examples) {
    return threshold.threshold().isPresent() || page != null ? examples : examples.givenAway();
  }

  private int end(
      TrainingReport report,
      Optional<Ending> ending,
      Optional<ChosenPenalty> chosen,
      List<String> warnings) {
    if (report.stop() == Stop.DIVERGED) {
      terminal.note(
          "downhill: training diverged, no model was written: " + report.verdict().text());
      return Failures.FAILED;
    }
    if (report.stop() == Stop.INTERRUPTED && ending.isPresent()) {
      String noPage = page == null ? "" : "; no page was written to " + page;
      terminal.note(
          "downhill: ended by " + ending.get() + "; the model so far is in " + model + noPage);
      return ending.get().code();
    }
    Optional<Ending> ended = chosen.flatMap(ChosenPenalty::ending);
    if (ended.isPresent()) {
      terminal.note(
          "downhill: ended by " + ended.get() + chosen.get().summary().soFar(model, null));
      return ended.get().code();
    }
    if (!common.quiet) {
      warnings.forEach(warning -> terminal.note("warning: " + warning));
    }
    return Failures.DONE;
  }

  private void checkPlaces(Target target) {
    Places places =
        follow
            .addTo(
                table
                    .addTo(new Places(spec), data)
                    .reads("--start", training.start())
                    .reads("--bounds", training.boundsFile())
                    .writes("--model", model)
                    .writes("--report", page))
            .writes("stdout", Places.stdout());
    preparation.testFile().ifPresent(file -> places.reads("--test", List.of(file)));
    target.columns().stream()
        .filter(column -> column.endsWith(".npy"))
        .forEach(file -> places.reads(label != null ? "--label" : "--soft-label", Path.of(file)));
    places.check();
  }
}
