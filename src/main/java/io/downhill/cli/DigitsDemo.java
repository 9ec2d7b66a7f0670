package io.downhill.cli;

import io.downhill.ClassMetrics;
import io.downhill.LogisticModel;
import io.downhill.Training;
import io.downhill.TrainingOptions;
import io.downhill.TrainingReport;
import io.downhill.WholeFile;
import io.downhill.cli.ImageLines.Image;
import io.downhill.data.Dataset;
import io.downhill.data.PreparationOptions;
import io.downhill.data.Standardization;
import io.downhill.data.table.PreparedTable;
import io.downhill.data.table.TableSource;
import io.downhill.optim.Solver;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;

/**
 * {@code downhill demo --classes}: learns which of ten digits a picture shows, and draws what it
 * looks at.
 */
final class DigitsDemo {
  private static final String LABEL = "digit";
  private static final String PIXEL = "pixel";
  private static final int SIDE = 8;

  /** A weak penalty keeps the weights of pixels that are hardly ever inked small. */
  private static final double L2 = 0.003;

  private final Terminal terminal;
  private final CommonOptions common;
  private final CommandSpec spec;
  private final Shade shade =
      Shade.of(Terminal.charset(), System.getenv(), Terminal.stdoutIsTerminal());

  DigitsDemo(Terminal terminal, CommonOptions common, CommandSpec spec) {
    this.terminal = terminal;
    this.common = common;
    this.spec = spec;
  }

  /** Runs it in a folder; returns the exit code. */
  int run(Path folder) {
    Path data = folder.resolve("demo-digits.csv");
    Path unseen = folder.resolve("demo-digits-test.csv");
    Path model = folder.resolve("demo-digits.json");
    new Places(spec)
        .writes("demo-digits.csv", data)
        .writes("demo-digits-test.csv", unseen)
        .writes("demo-digits.json", model)
        .check();
    WholeFile.check(model);
    String test = Bundled.text("optdigits-test.csv.gz");
    WholeFile.write(data, Bundled.text("optdigits-train.csv.gz"));
    WholeFile.write(unseen, test);
    Dataset train =
        PreparedTable.learn(TableSource.files(data.toString()), PreparationOptions.label(LABEL))
            .train();
    terminal.print(
        format(
            "%d digits of %d x %d pixels, written by 30 people: which digit is each?\nGradient"
                + " descent learns ten classes at once, by softmax. Digits by 13 others are"
                + "\nheld back.\n",
            train.examples(), SIDE, SIDE));

    DoubleStream.Builder costs = DoubleStream.builder();
    TrainingOptions options =
        TrainingOptions.builder().solver(Solver.GD.text()).l2(L2).tolerance(2e-3).build();
    TrainingRun run = new TrainingRun(terminal, common, options);
    Training training = run.fit(train, (iteration, cost, slope) -> costs.add(cost));
    LogisticModel trained = training.model().trainedBy(CommandText.of(spec));
    trained.save(model);
    show(training, costs.build().toArray(), TableSource.files(unseen.toString()));
    weights(trained);
    mistakes(trained, test, TableSource.files(unseen.toString()));
    terminal.print(
        format(
            "\nThe model is in %s, the data in %s and %s. Now try:\n"
                + "  %s predict %s %s\n  %s evaluate %s %s --label %s",
            model, data, unseen, Main.NAME, model, unseen, Main.NAME, model, unseen, LABEL));
    return run.code(training.report());
  }

  private void show(Training training, double[] costs, TableSource unseen) {
    TrainingReport report = training.report();
    CostCurve.titled(costs).forEach(terminal::print);
    terminal.print(
        format(
            "%d iterations on %s took %.2f s\nand brought the cost from %.4f down to %.4f.",
            report.iterations(), report.device(), report.trainSeconds(), costs[0], report.cost()));
    ClassMetrics metrics = training.model().evaluateClasses(unseen, LABEL, Optional.empty());
    terminal.print(
        format(
            "The model is right on %.1f %% of the digits it learned from, and on %.1f %% of the"
                + "\n%d by people it has never seen:\n",
            100 * report.accuracy(), 100 * metrics.accuracy(), metrics.examples()));
    new ConfusionMatrix(metrics).lines().forEach(terminal::print);
  }

  /** Of each class, on the standardised scale, where the weights of pixels compare. */
  private void weights(LogisticModel model) {
    terminal.print(
        "\nWhat it looks at, the weight of each pixel: ink that speaks\n"
            + shade.legend("for the digit", "against it")
            + ":\n");
    List<String> names = model.classes().names();
    draw(
        IntStream.range(0, names.size())
            .mapToObj(k -> new Image(names.get(k), SIDE, weights(model, k)))
            .toList());
  }

  /** The weights of a class by pixels; one that is white in all pictures has none. */
  static double[] weights(LogisticModel model, int k) {
    double[] pixels = new double[SIDE * SIDE];
    Optional<double[]> deviations = model.standardization().map(Standardization::deviations);
    for (int j = 0; j < model.features().size(); j++) {
      int place = Integer.parseInt(model.features().get(j).substring(PIXEL.length()));
      pixels[place] = model.weights(k)[j] * deviations.orElseThrow()[j];
    }
    return pixels;
  }

  /** As many of those that it took for another digit as fit side by side, the surest ones. */
  private void mistakes(LogisticModel model, String test, TableSource unseen) {
    record Mistake(double probability, Image image) {}
    List<String> names = model.classes().names();
    double[] probabilities = model.probabilities(unseen);
    List<Mistake> all = new ArrayList<>();
    List<String> rows = test.lines().skip(1).toList();
    for (int i = 0; i < rows.size(); i++) {
      String[] cells = rows.get(i).split(",");
      int likeliest = 0;
      for (int k = 1; k < names.size(); k++) {
        boolean likelier =
            probabilities[i * names.size() + k] > probabilities[i * names.size() + likeliest];
        likeliest = likelier ? k : likeliest;
      }
      String digit = cells[SIDE * SIDE];
      if (!names.get(likeliest).equals(digit)) {
        double[] ink = Stream.of(cells).limit(SIDE * SIDE).mapToDouble(Double::valueOf).toArray();
        String caption = digit + ", taken for " + names.get(likeliest);
        all.add(
            new Mistake(
                probabilities[i * names.size() + likeliest], new Image(caption, SIDE, ink)));
      }
    }
    int most = ImageLines.across(SIDE, Terminal.columns());
    List<Image> surest =
        all.stream()
            .sorted((a, b) -> Double.compare(b.probability, a.probability))
            .limit(most)
            .map(Mistake::image)
            .toList();
    terminal.print(
        format(
            "\n%d of the %d it has never seen it takes for another digit, most surely:\n",
            all.size(), rows.size()));
    draw(surest);
  }

  private void draw(List<Image> images) {
    ImageLines.of(images, Terminal.columns(), shade).forEach(terminal::draw);
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
