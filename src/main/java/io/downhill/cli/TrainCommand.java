package io.downhill.cli;

import io.downhill.Devices;
import io.downhill.Json;
import io.downhill.Training;
import io.downhill.TrainingOptions;
import io.downhill.TrainingReport;
import io.downhill.WholeFile;
import io.downhill.data.DataFiles;
import io.downhill.data.Dataset;
import io.downhill.optim.Monitor;
import io.downhill.optim.Stop;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

/** {@code downhill train}: from a file of examples to a model. */
@Command(
    name = "train",
    description = "Train a model on a file of examples.",
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  downhill train patients.csv --label diagnosis",
      "  downhill train 'days-*.parquet' --label clicked --model clicks.json --l2 0.001",
      "  downhill train x.npy --label y.npy --no-standardize --alpha 0.005 --iterations 2000 \\",
      "      --tolerance 0 --trace costs.csv",
      "",
      "Ctrl-C ends training after the step in hand and saves the model so far (exit code 130).",
      "A run that diverges (alpha too large) saves no model (exit code 1)."
    })
final class TrainCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Spec private CommandSpec spec;

  @Mixin(name = CommonOptions.NAME)
  private CommonOptions common;

  @Parameters(
      paramLabel = "DATA",
      description =
          "The examples: .csv, .tsv, .parquet (a quoted pattern such as 'part-*.csv' takes many"
              + " files as one), or a NumPy .npy matrix.")
  private String data;

  @Option(
      names = "--label",
      required = true,
      paramLabel = "L",
      description =
          "The column to predict: its name, or its number from 0 (-1 is the last); for .npy the"
              + " file of the label vector. Of its two values the one that sorts last is positive.")
  private String label;

  @Option(
      names = "--model",
      paramLabel = "FILE",
      description = "Where the model goes (default: ${DEFAULT-VALUE}).")
  private Path model = Path.of("model.json");

  @Mixin private TrainingArguments training;

  @Option(
      names = "--trace",
      paramLabel = "FILE",
      description = "Write the cost of every iteration, before its update, as CSV.")
  private Path trace;

  @Option(names = "--json", description = "Print the report as one JSON object.")
  private boolean json;

  TrainCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    TrainingOptions options = training.options(spec);
    checkPlaces();
    WholeFile.check(model);
    if (trace == null) {
      return train(options, Monitor.NONE, () -> {});
    }
    try (Trace file = new Trace(trace)) {
      return train(options, file, file::commit);
    }
  }

  private int train(TrainingOptions options, Monitor watcher, Runnable commit) {
    long began = System.nanoTime();
    Devices.expect(options.device(), Path.of(data).toFile().length());
    Dataset examples = DataFiles.read(data, Optional.of(label));
    double readSeconds = (System.nanoTime() - began) / 1e9;
    Training result = new TrainingRun(terminal, common, options).fit(examples, watcher);
    TrainingReport report = result.report();
    boolean diverged = report.stop() == Stop.DIVERGED;
    if (!diverged) {
      result.model().save(model);
    }
    commit.run();
    TrainingSummary summary = new TrainingSummary(report, options, readSeconds);
    if (json) {
      terminal.print(Json.text(summary.json()));
    } else {
      summary.lines().forEach(terminal::print);
      terminal.print("model      " + (diverged ? "not written" : model));
    }
    return end(report, summary.warnings());
  }

  private int end(TrainingReport report, List<String> warnings) {
    if (report.stop() == Stop.DIVERGED) {
      terminal.note(
          "downhill: training diverged, no model was written: " + report.verdict().text());
      return Failures.FAILED;
    }
    if (report.stop() == Stop.INTERRUPTED) {
      terminal.note("downhill: ended by Ctrl-C; the model so far is in " + model);
      return Failures.INTERRUPTED;
    }
    if (!common.quiet) {
      warnings.forEach(warning -> terminal.note("warning: " + warning));
    }
    return Failures.DONE;
  }

  /** An output that names an input, or another output, would destroy it. */
  private void checkPlaces() {
    refuseSame(model, Path.of(data), "--model and DATA");
    if (trace != null) {
      refuseSame(trace, Path.of(data), "--trace and DATA");
      refuseSame(trace, model, "--trace and --model");
    }
    if (label.endsWith(".npy")) {
      refuseSame(model, Path.of(label), "--model and --label");
      refuseSame(trace == null ? model : trace, Path.of(label), "--trace and --label");
    }
  }

  private void refuseSame(Path output, Path other, String names) {
    boolean same = output.toAbsolutePath().normalize().equals(other.toAbsolutePath().normalize());
    try {
      same |= Files.exists(output) && Files.exists(other) && Files.isSameFile(output, other);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (same && !isDevice(output)) {
      throw new ParameterException(
          spec.commandLine(), names + " are the same file, " + output + ": give another");
    }
  }

  private static boolean isDevice(Path path) {
    return Files.exists(path) && !Files.isRegularFile(path) && !Files.isDirectory(path);
  }
}
