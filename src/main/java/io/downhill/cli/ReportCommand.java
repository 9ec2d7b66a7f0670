package io.downhill.cli;

import io.downhill.LogisticModel;
import io.downhill.WholeFile;
import io.downhill.data.DataException;
import io.downhill.data.Dataset;
import io.downhill.data.table.PreparedRows;
import io.downhill.data.table.WholeTable;
import io.downhill.report.CoefficientPath;
import io.downhill.report.Report;
import io.downhill.report.ReportOptions;
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

/** {@code downhill report}: a page about a model. */
@Command(
    name = "report",
    description = "Write a page about a model, with pictures of its descent: one HTML file.",
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  downhill report model.json patients.csv",
      "  downhill report model.json later.csv --label diagnosis --output later.html",
      "  downhill report model.json --path weights.csv",
      "",
      "With DATA the page shows J as a bowl that can be turned, the ways of gradient descent and",
      "of Newton's method down it, J along one weight with its slope, and the cost of each",
      "iteration; how good the model is on these rows, with a threshold that can be moved; and the",
      "rows that it gets most wrong. Without DATA it shows what the model alone knows: its",
      "coefficients, its verdict, what became of each column, and where it comes from.",
      "",
      "The page needs no network. The same model and data give the same bytes on every device."
    })
final class ReportCommand implements Callable<Integer> {
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
          "Labelled examples, as train takes them: those of the training to see its bowl, or others"
              + " to see how good the model is.")
  private List<String> data = new ArrayList<>();

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = "Where the page goes (default: ${DEFAULT-VALUE}).")
  private Path output = Path.of("report.html");

  @Option(
      names = "--axes",
      paramLabel = "A,B",
      split = ",",
      description =
          "The two parameters of the bowl, by the names of their features (as show lists them) or"
              + " bias (default: the strongest weight and the bias). J is also shown along the"
              + " first.")
  private List<String> axes = new ArrayList<>();

  @Option(
      names = "--path",
      paramLabel = "FILE",
      description =
          "The file that tune --path wrote when it chose the model: shows the weights against the"
              + " penalty.")
  private Path path;

  @Mixin private TruthArguments labels;

  @Mixin private TableArguments table;

  @Mixin private DeviceArguments device;

  ReportCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    table
        .addTo(new Places(spec), data)
        .reads("MODEL", model)
        .reads("--path", path)
        .reads(
            "--label",
            labels.label != null && labels.label.endsWith(".npy") ? Path.of(labels.label) : null)
        .writes("--output", output)
        .check();
    ReportOptions plain = options();
    LogisticModel trained = LogisticModel.load(model);
    trained.classes().requireTwo("the pictures of a report", "see show and evaluate");
    ReportOptions options =
        new ReportOptions(plain.device(), plain.threads(), plain.axes(), path(trained));
    WholeFile.check(output);
    Optional<Dataset> rows = hasData() ? Optional.of(rows(trained)) : Optional.empty();
    WholeFile.write(output, Report.html(trained, rows, rows, options));
    terminal.print("report     " + output);
    return Failures.DONE;
  }

  private Optional<CoefficientPath> path(LogisticModel trained) {
    Optional<CoefficientPath> read = Optional.ofNullable(path).map(PathFile::read);
    read.flatMap(of -> of.strangerTo(trained))
        .ifPresent(
            feature -> {
              throw new DataException(
                  path
                      + " has the feature "
                      + feature
                      + ", which "
                      + model
                      + " has not: the path"
                      + " of another model");
            });
    return read;
  }

  private ReportOptions options() {
    try {
      ReportOptions options = new ReportOptions(device.device(spec), device.threads, axes);
      if (!hasData() && (!axes.isEmpty() || labels.label != null || labels.weight != null)) {
        throw new IllegalArgumentException(
            "axes, --label and --weight are about DATA: give the examples too");
      }
      return options;
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--" + e.getMessage(), e);
    }
  }

  private boolean hasData() {
    return !data.isEmpty() || table.isQuery();
  }

  private Dataset rows(LogisticModel trained) {
    Truth truth = labels.truth(spec);
    Optional<PlainData> plain = table.plain(spec, data);
    if (plain.isPresent()) {
      return truth.read(spec, plain.get(), List.of(trained), terminal, common);
    }
    try (ReadingBar bar = new ReadingBar(terminal, common)) {
      try (PreparedRows rows = truth.table(table.source(spec, data).watchedBy(bar), trained)) {
        Dataset whole = WholeTable.of(rows, trained.classes());
        if (!common.quiet) {
          rows.warnings().forEach(warning -> terminal.note("warning: " + warning));
        }
        return whole;
      }
    }
  }
}
