package io.downhill.cli;

import io.downhill.Json;
import io.downhill.LogisticModel;
import io.downhill.WholeFile;
import io.downhill.data.DataFiles;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code downhill predict}: a probability and a class for each row. */
@Command(
    name = "predict",
    description = "Predict the class of each row of a file.",
    sortOptions = false,
    footer = {
      "",
      "Prints CSV with the header probability,prediction and a line for each row: the probability",
      "of the positive class, and the class, positive above 0.5.",
      "",
      "Examples:",
      "  downhill predict model.json new.csv",
      "  downhill predict model.json 'new-*.parquet' --output predictions.csv"
    })
final class PredictCommand implements Callable<Integer> {
  private static final int CHUNK = 1 << 16;

  private final Terminal terminal;

  @Mixin(name = CommonOptions.NAME)
  private CommonOptions common;

  @Parameters(index = "0", paramLabel = "MODEL", description = "The file that train wrote.")
  private Path model;

  @Parameters(
      index = "1",
      paramLabel = "DATA",
      description =
          "The rows. The model's features are found by name, in any order; other columns are left"
              + " alone.")
  private String data;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Where the predictions go (default: stdout).")
  private Path output;

  PredictCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    LogisticModel trained = LogisticModel.load(model);
    if (output == null) {
      write(trained, probabilities(trained), text -> print(terminal.out(), text));
      return Failures.DONE;
    }
    try (WholeFile file = WholeFile.create(output)) {
      write(trained, probabilities(trained), text -> file.append(text) != null);
      file.commit();
    }
    return Failures.DONE;
  }

  private double[] probabilities(LogisticModel trained) {
    return trained.probabilities(DataFiles.read(data, trained.features()));
  }

  /** Writes in chunks until the reader has enough. */
  private static void write(
      LogisticModel trained, double[] probabilities, Predicate<CharSequence> sink) {
    String negative = "," + Csv.cell(trained.classes().negative()) + "\n";
    String positive = "," + Csv.cell(trained.classes().positive()) + "\n";
    StringBuilder chunk = new StringBuilder("probability,prediction\n");
    for (double a : probabilities) {
      chunk.append(Json.shortest(a));
      chunk.append(LogisticModel.isPositive(a) ? positive : negative);
      if (chunk.length() > CHUNK) {
        if (!sink.test(chunk)) {
          return;
        }
        chunk.setLength(0);
      }
    }
    sink.test(chunk);
  }

  private static boolean print(PrintStream out, CharSequence text) {
    out.append(text);
    return !out.checkError();
  }
}
