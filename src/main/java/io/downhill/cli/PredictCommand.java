package io.downhill.cli;

import io.downhill.LogisticModel;
import io.downhill.WholeFile;
import io.downhill.data.duckdb.ParquetFile;
import io.downhill.data.table.PreparedRows;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code downhill predict}: a probability and a class for each row. */
@Command(
    name = "predict",
    description = "Predict the class of each row of a file.",
    sortOptions = false,
    footer = {
      "",
      "Prints CSV with the header probability,prediction and a line for each row, in their order:",
      "the probability of the positive class, and the class, positive above the model's threshold.",
      "A model of three classes or more has the columns prediction, the most probable class, and",
      "probability_CLASS for each.",
      "Tables are read a part at a time, so they may be larger than the memory.",
      "",
      "Examples:",
      "  downhill predict model.json new.csv",
      "  downhill predict model.json new.csv --keep id,name",
      "  downhill predict model.json 'new-*.parquet' --output predictions.parquet"
    })
final class PredictCommand implements Callable<Integer> {
  private static final int ROWS = 1 << 16;
  private static final int CHARACTERS = 1 << 16;

  private final Terminal terminal;
  private final int rowsAtATime;
  private final int charactersAtATime;
  private PredictionLines predictions;

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
          "The rows, as train takes them. The model's columns are found by name, in any order; other"
              + " columns are left alone.")
  private List<String> data = new ArrayList<>();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description =
          "Where the predictions go (default: stdout); a name that ends in .parquet makes it Parquet.")
  private Path output;

  @Option(
      names = "--keep",
      paramLabel = "COLUMN[,COLUMN...]",
      description =
          "Columns to carry along in front, such as an identifier, by name or number, with commas"
              + " between; a name that holds a comma stands in double quotes.")
  private List<String> keep = new ArrayList<>();

  @Mixin private TableArguments table;

  PredictCommand(Terminal terminal) {
    this(terminal, ROWS, CHARACTERS);
  }

  /** The same that reads so many rows, and writes so many characters, at a time. */
  PredictCommand(Terminal terminal, int rows, int characters) {
    this.terminal = terminal;
    this.rowsAtATime = rows;
    this.charactersAtATime = characters;
  }

  @Override
  public Integer call() {
    table
        .addTo(new Places(spec), data)
        .reads("MODEL", model)
        .writes("--output", output)
        .writes("stdout", output == null ? Places.stdout() : null)
        .check();
    LogisticModel trained = LogisticModel.load(model);
    predictions = new PredictionLines(trained);
    Optional<PlainData> plain = table.plain(spec, data);
    if (plain.isPresent()) {
      predict(trained, plain.get());
      return Failures.DONE;
    }
    // A bar among predictions on the same terminal would be a mess.
    Terminal watched =
        new Terminal(terminal.out(), terminal.err(), terminal.live() && output != null);
    try (ReadingBar bar = new ReadingBar(watched, common);
        PreparedRows rows =
            PreparedRows.open(
                table.source(spec, data).watchedBy(bar),
                trained.preparationOrPlain(),
                ColumnNames.of(keep))) {
      write(rows.keptNames(), (header, sink) -> writeRows(header, trained, rows, sink));
      if (!common.quiet) {
        rows.warnings().forEach(warning -> terminal.note("warning: " + warning));
      }
    }
    return Failures.DONE;
  }

  private void predict(LogisticModel trained, PlainData plain) {
    if (!keep.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "--keep: " + plain.kind() + " has no other columns to carry along");
    }
    plain.check(trained);
    PlainData.Read read;
    try (ReadingBar bar = new ReadingBar(terminal, common)) {
      read = plain.score(trained, bar);
    }
    double[] all = trained.probabilities(read.examples());
    write(List.of(), (header, sink) -> writeMatrix(header, all, sink));
    if (!common.quiet) {
      read.warnings().forEach(warning -> terminal.note("warning: " + warning));
    }
  }

  /** Writes a header and lines to a sink, which answers false when its reader has enough. */
  private interface Lines {
    void writeTo(String header, Predicate<CharSequence> sink);
  }

  private void write(List<String> kept, Lines lines) {
    List<String> names = new ArrayList<>(kept);
    int number = names.size() + predictions.firstNumber();
    names.addAll(predictions.names());
    String header = String.join(",", names.stream().map(Csv::cell).toList()) + "\n";
    if (output == null) {
      lines.writeTo(header, text -> print(terminal.out(), text));
    } else if (output.toString().toLowerCase(Locale.ROOT).endsWith(".parquet")) {
      WholeFile.make(output, parquet -> writeParquet(names, number, header, lines, parquet));
    } else {
      writeText(output, header, lines);
    }
  }

  private static void writeText(Path path, String header, Lines lines) {
    try (WholeFile file = WholeFile.create(path)) {
      lines.writeTo(header, text -> file.append(text) != null);
      file.commit();
    }
  }

  /** By way of text beside it, so that memory stays bounded. */
  private void writeParquet(
      List<String> names, int number, String header, Lines lines, Path parquet) {
    Path text = parquet.resolveSibling(parquet.getFileName() + ".csv");
    try {
      writeText(text, header, lines);
      ParquetFile.copy(text, names, number, predictions.numbers(), parquet);
    } finally {
      try {
        Files.deleteIfExists(text);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void writeMatrix(String header, double[] probabilities, Predicate<CharSequence> sink) {
    StringBuilder chunk = new StringBuilder(header);
    for (int i = 0; i < predictions.examples(probabilities); i++) {
      if (!append(chunk, probabilities, i, sink)) {
        return;
      }
    }
    sink.test(chunk);
  }

  private void writeRows(
      String header, LogisticModel trained, PreparedRows rows, Predicate<CharSequence> sink) {
    StringBuilder chunk = new StringBuilder(header);
    long rowsBefore = 0;
    int most = Math.max(1, rowsAtATime / predictions.numbers());
    Optional<PreparedRows.Part> part = rows.next(most);
    while (part.isPresent()) {
      double[] probabilities = trained.probabilities(part.get().examples(), rowsBefore);
      int examples = predictions.examples(probabilities);
      rowsBefore += examples;
      for (int i = 0; i < examples; i++) {
        if (!part.get().kept().isEmpty()) {
          for (String cell : part.get().kept().get(i)) {
            chunk.append(cell == null ? "" : Csv.cell(cell)).append(',');
          }
        }
        if (!append(chunk, probabilities, i, sink)) {
          return;
        }
      }
      part = rows.next(most);
    }
    sink.test(chunk);
  }

  /** Ends a line; a chunk that has grown goes to the sink. */
  private boolean append(
      StringBuilder chunk, double[] probabilities, int i, Predicate<CharSequence> sink) {
    predictions.append(chunk, probabilities, i);
    if (chunk.length() > charactersAtATime) {
      if (!sink.test(chunk)) {
        return false;
      }
      chunk.setLength(0);
    }
    return true;
  }

  private static boolean print(PrintStream out, CharSequence text) {
    out.append(text);
    return !out.checkError();
  }
}
