package io.downhill.cli;

import io.downhill.ClassComparison;
import io.downhill.Comparison;
import io.downhill.Json;
import io.downhill.LogisticModel;
import io.downhill.data.DataException;
import io.downhill.data.DataPath;
import io.downhill.data.Dataset;
import io.downhill.data.Target;
import io.downhill.data.table.PreparedRows;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code downhill compare}: whether one of two models is better. */
@Command(
    name = "compare",
    description =
        "Compare two models on the same labelled examples, best on some neither has seen.",
    sortOptions = false,
    footer = {
      "",
      "Example:",
      "  downhill compare small.json large.json test.csv --label diagnosis",
      "",
      "Log loss: the mean of the paired differences, with its standard error. AUC: the difference",
      "with the standard error of DeLong (1988). McNemar: the exact test of whether both are right",
      "equally often, each at its own threshold. Likelihood ratio: where the features of one are",
      "among those of the other, and both are where the likelihood of these very rows is greatest,",
      "which is seen from its gradient; so not where a model has a penalty, or saw other rows.",
      "Of three classes and more: log loss, accuracy and McNemar.",
      "",
      "An interval that holds 0 is of models that these examples do not tell apart. Rows that only",
      "one of the models was trained on favour that one."
    })
final class CompareCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Spec private CommandSpec spec;

  @Mixin(name = CommonOptions.NAME)
  private CommonOptions common;

  @Parameters(index = "0", paramLabel = "A", description = "The file of a model.")
  private Path a;

  @Parameters(index = "1", paramLabel = "B", description = "The file of another model.")
  private Path b;

  @Parameters(
      index = "2..*",
      arity = "0..*",
      paramLabel = "DATA",
      description = "The examples, as evaluate takes them. They are read once for each model.")
  private List<String> data = new ArrayList<>();

  @Option(
      names = "--label",
      paramLabel = "L",
      description =
          "The column of the truth, by name or number, or for .npy its file (default: the label,"
              + " fractions or counts that both were trained on).")
  private String label;

  @Option(
      names = "--trim-label",
      paramLabel = "CHARS",
      description = "Characters to take off the end of labels, as for evaluate.")
  private String trim = "";

  @Option(
      names = "--weight",
      paramLabel = "COLUMN",
      description =
          "A column that says how often each example counts; if not in whole numbers, each row is"
              + " one observation of that weight.")
  private String weight;

  @Option(
      names = "--level",
      paramLabel = "SHARE",
      description = "How likely the intervals hold the truth (default: ${DEFAULT-VALUE}).")
  private double level = Comparison.LEVEL;

  @Mixin private TargetArguments otherTarget;

  @Mixin private TableArguments table;

  @Option(names = "--json", description = "Print the comparison as one JSON object.")
  private boolean json;

  CompareCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    if (!(level > 0 && level < 1)) {
      throw new ParameterException(
          spec.commandLine(), "--level must be between 0 and 1, not " + level);
    }
    Truth truth = new Truth(otherTarget.target(spec, label), trim, Optional.ofNullable(weight));
    LogisticModel modelA = LogisticModel.load(a);
    LogisticModel modelB = LogisticModel.load(b);
    boolean more = !modelA.classes().areTwo() && !modelB.classes().areTwo();
    print(more ? ofMore(modelA, modelB, truth) : ofTwo(modelA, modelB, truth));
    return Failures.DONE;
  }

  /** A comparison for a program, and for a person. */
  private record Told(Map<String, Object> json, List<String> lines) {}

  private void print(Told told) {
    if (json) {
      terminal.print(Json.text(told.json()));
    } else {
      told.lines().forEach(terminal::print);
    }
  }

  private Told ofTwo(LogisticModel modelA, LogisticModel modelB, Truth truth) {
    Comparison comparison =
        compare(
            modelA,
            modelB,
            truth,
            rows -> Comparison.of(modelA, modelB, rows, level),
            matrix -> Comparison.of(modelA, modelB, matrix, level));
    return new Told(
        ComparisonLines.json(comparison), ComparisonLines.of(comparison, modelA.classes()));
  }

  private Told ofMore(LogisticModel modelA, LogisticModel modelB, Truth truth) {
    ClassComparison comparison =
        compare(
            modelA,
            modelB,
            truth,
            rows -> ClassComparison.of(modelA, modelB, rows, level),
            matrix -> ClassComparison.of(modelA, modelB, matrix, level));
    return new Told(
        ComparisonLines.json(comparison), ComparisonLines.of(comparison, modelA.classes()));
  }

  private <C> C compare(
      LogisticModel modelA,
      LogisticModel modelB,
      Truth truth,
      Function<Function<LogisticModel, PreparedRows>, C> ofRows,
      Function<Dataset, C> ofMatrix) {
    Optional<PlainData> plain = table.plain(spec, data);
    if (plain.isPresent()) {
      checkOffsets(modelA, modelB, plain.get());
      return ofMatrix.apply(
          truth.read(spec, plain.get(), List.of(modelA, modelB), terminal, common));
    }
    checkRereads();
    Target target = truth.target().orElseGet(() -> common(modelA, modelB));
    Truth told = new Truth(Optional.of(target), trim, truth.weight());
    Set<String> warnings = new TreeSet<>();
    List<PreparedRows> opened = new ArrayList<>();
    try (ReadingBar bar = new ReadingBar(terminal, common)) {
      C comparison =
          ofRows.apply(
              model -> {
                PreparedRows rows = told.table(table.source(spec, data).watchedBy(bar), model);
                opened.add(rows);
                return rows;
              });
      opened.forEach(rows -> warnings.addAll(rows.warnings()));
      if (!common.quiet) {
        warnings.forEach(warning -> terminal.note("warning: " + warning));
      }
      return comparison;
    }
  }

  private static void checkOffsets(LogisticModel modelA, LogisticModel modelB, PlainData plain) {
    if (!modelA.offsets().equals(modelB.offsets())) {
      throw new DataException(
          plain.name() + ": the two models store its columns from different offsets on");
    }
  }

  /** What both were trained to predict. */
  private Target common(LogisticModel modelA, LogisticModel modelB) {
    Target ofA = modelA.preparationOrPlain().target();
    Target ofB = modelB.preparationOrPlain().target();
    if (!ofA.equals(ofB) || ofA.equals(Target.label(""))) {
      throw new ParameterException(
          spec.commandLine(),
          "the models do not tell one column of labels, counts or fractions that both were trained"
              + " on: give --label, --successes or --soft-label");
    }
    return ofA;
  }

  private void checkRereads() {
    for (String file : data) {
      boolean pipe = !file.equals("-") && isPipe(file);
      if (file.equals("-") || pipe) {
        throw new ParameterException(
            spec.commandLine(),
            "DATA is read once for each model, and "
                + (pipe ? file + " is a pipe" : "the standard input cannot be")
                + ": give a file");
      }
    }
  }

  private static boolean isPipe(String file) {
    try {
      Path path = DataPath.of(file);
      return Files.exists(path) && !Files.isRegularFile(path) && !Files.isDirectory(path);
    } catch (DataException e) {
      return false; // A pattern, or no name of a file: whoever reads it tells.
    }
  }
}
