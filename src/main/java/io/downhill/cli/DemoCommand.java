package io.downhill.cli;

import io.downhill.LogisticModel;
import io.downhill.Training;
import io.downhill.TrainingOptions;
import io.downhill.TrainingReport;
import io.downhill.WholeFile;
import io.downhill.data.Dataset;
import io.downhill.data.PreparationOptions;
import io.downhill.data.table.PreparedTable;
import io.downhill.data.table.TableSource;
import io.downhill.optim.Solver;
import io.downhill.report.Report;
import io.downhill.report.ReportOptions;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code downhill demo}: trains on the bundled data, and shows the descent and the result. */
@Command(
    name = "demo",
    description = "Train on bundled real data, and show the descent and the result.",
    sortOptions = false,
    footer = {
      "",
      "The data: measurements of 569 breast tumours, each malignant or benign (W. Wolberg, O.",
      "Mangasarian, N. Street, W. Street: Breast Cancer Wisconsin (Diagnostic), UCI, CC BY 4.0).",
      "Every fifth tumour is held back, to see how the model does on tumours it has not seen.",
      "With --classes: handwritten digits (E. Alpaydin, C. Kaynak: Optical Recognition of",
      "Handwritten Digits, UCI, CC BY 4.0), learned from 30 people and tested on 13 others."
    })
final class DemoCommand implements Callable<Integer> {
  private static final String RESOURCE = "breast-cancer-wisconsin.csv";
  private static final String LABEL = "diagnosis";
  private static final int HELD_OUT = 5;
  private static final int STRONGEST = 3;

  private final Terminal terminal;

  @Spec private CommandSpec spec;

  @Mixin(name = CommonOptions.NAME)
  private CommonOptions common;

  @Option(
      names = "--classes",
      description =
          "Ten classes instead of two: handwritten digits, and pictures of what the model looks at.")
  private boolean classes;

  @Option(
      names = "--folder",
      paramLabel = "FOLDER",
      description =
          "Where demo-data.csv, demo-model.json and demo-report.html (with --classes"
              + " demo-digits.csv, demo-digits-test.csv and demo-digits.json) go (default: the"
              + " working folder).")
  private Path folder = Path.of("");

  DemoCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    return classes ? new DigitsDemo(terminal, common, spec).run(folder) : tumours();
  }

  private int tumours() {
    Path data = folder.resolve("demo-data.csv");
    Path model = folder.resolve("demo-model.json");
    Path page = folder.resolve("demo-report.html");
    new Places(spec)
        .writes("demo-data.csv", data)
        .writes("demo-model.json", model)
        .writes("demo-report.html", page)
        .check();
    WholeFile.check(model);
    WholeFile.check(page);
    WholeFile.write(data, Bundled.text(RESOURCE));
    TableSource table = TableSource.files(data.toString());
    Dataset all = PreparedTable.learn(table, PreparationOptions.label(LABEL)).train();
    Dataset train = rows(all, false);
    Dataset unseen = rows(all, true);
    terminal.print(
        format(
            "%d breast tumours, %d measurements of each: which are malignant? Every fifth tumour is"
                + "\nheld back, gradient descent learns from the other %d.\n",
            all.examples(), all.features(), train.examples()));

    DoubleStream.Builder costs = DoubleStream.builder();
    TrainingRun run =
        new TrainingRun(
            terminal,
            common,
            TrainingOptions.builder().solver(Solver.GD.text()).tolerance(1e-4).build());
    Training training = run.fit(train, (iteration, cost, slope) -> costs.add(cost));
    LogisticModel trained = training.model().trainedBy(CommandText.of(spec));
    trained.save(model);
    ReportOptions options =
        new ReportOptions("cpu", TrainingOptions.defaults().threads(), List.of());
    WholeFile.write(page, Report.html(trained, Optional.of(train), Optional.of(unseen), options));
    show(training, costs.build().toArray(), unseen);
    terminal.print(
        format(
            "\nPictures of the descent, and how good the model is, are on a page to be opened in a"
                + " browser:\n  %s\n"
                + "The model is in %s, the data in %s. Now try:\n  %s predict %s %s\n"
                + "  %s train %s --label %s",
            page.toAbsolutePath(), model, data, Main.NAME, model, data, Main.NAME, data, LABEL));
    return run.code(training.report());
  }

  private void show(Training training, double[] costs, Dataset unseen) {
    TrainingReport report = training.report();
    CostCurve.titled(costs).forEach(terminal::print);
    terminal.print(
        format(
            "%d iterations on %s took %.2f s and brought the cost from %.4f down to %.4f.",
            report.iterations(), report.device(), report.trainSeconds(), costs[0], report.cost()));
    terminal.print(
        format(
            "The model is right on %.1f %% of the tumours it learned from, and on %.1f %% of the %d"
                + "\nit has never seen.",
            100 * report.accuracy(),
            100 * training.model().evaluate(unseen).accuracy(),
            unseen.examples()));
    terminal.print("It looks most at:");
    strongest(training.model()).forEach(line -> terminal.print("  " + line));
  }

  /** The features with the largest weights on the standardised scale, where weights compare. */
  private static List<String> strongest(LogisticModel model) {
    double[] deviations = model.standardization().orElseThrow().deviations();
    double[] weights = model.weights();
    return IntStream.range(0, weights.length)
        .boxed()
        .sorted(Comparator.comparingDouble(j -> -Math.abs(weights[j] * deviations[j])))
        .limit(STRONGEST)
        .map(
            j ->
                model.features().get(j)
                    + (weights[j] > 0 ? ": the higher" : ": the lower")
                    + ", the more likely "
                    + model.classes().positive())
        .toList();
  }

  /** Every fifth example, or the others. */
  private static Dataset rows(Dataset all, boolean heldOut) {
    int n = all.features();
    Dataset.Builder builder = new Dataset.Builder(all.featureNames());
    float[] labels = new float[all.examples()];
    float[] row = new float[n];
    for (int i = 0; i < all.examples(); i++) {
      if ((i % HELD_OUT == HELD_OUT - 1) == heldOut) {
        for (int j = 0; j < n; j++) {
          row[j] = all.x(i, j);
        }
        labels[builder.examples()] = all.labels()[i];
        builder.addRow(row);
      }
    }
    float[] chosen = Arrays.copyOf(labels, builder.examples());
    all.preparation().ifPresent(builder::preparation);
    return builder.labels(chosen, all.classes().orElseThrow()).build();
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
