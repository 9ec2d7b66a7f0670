package io.downhill;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.data.Dataset;
import io.downhill.data.PreparationOptions;
import io.downhill.data.table.PreparedTable;
import io.downhill.data.table.TableSource;
import io.downhill.optim.Stop;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every solver reaches the least J of a double-precision reference on ten real data sets. */
@Tag("slow")
class RealDataTest {
  private static final double WITHIN = 1e-8;

  /**
   * Examples as they were read.
   *
   * @param x m x n
   * @param y length m
   */
  private record Data(String name, float[][] x, int[] y) {
    static Data read(String name, String resource, String label) {
      try {
        Path file = Path.of(RealDataTest.class.getResource(resource).toURI());
        TableSource table = TableSource.files(file.toString());
        return of(name, PreparedTable.learn(table, PreparationOptions.label(label)).train());
      } catch (URISyntaxException e) {
        throw new AssertionError(e);
      }
    }

    static Data of(String name, Dataset data) {
      float[][] x = new float[data.examples()][data.features()];
      int[] y = new int[data.examples()];
      for (int i = 0; i < y.length; i++) {
        for (int j = 0; j < data.features(); j++) {
          x[i][j] = data.x(i, j);
        }
        y[i] = data.labels()[i] > 0 ? 1 : 0;
      }
      return new Data(name, x, y);
    }

    Reference reference(TrainingOptions options) {
      double[] ones = new double[y.length];
      Arrays.fill(ones, 1);
      return new Reference(x, y, null, ones, options);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Data> data() throws IOException {
    List<Data> data = new ArrayList<>();
    data.add(Data.of("spector", PublishedFitsTest.spector()));
    data.add(Data.read("breast cancer", "data/breast-cancer-wisconsin.csv", "diagnosis"));
    data.add(Data.read("banknote", "data/banknote.csv", "-1"));
    for (String name :
        List.of("heart", "higgs", "spam", "digits", "letter", "mushrooms", "phishing")) {
      data.add(Data.read(name, name + ".csv.gz", "y"));
    }
    return data.stream();
  }

  private static TrainingOptions.Builder options(String solver) {
    return TrainingOptions.builder().device("cpu").threads(1).solver(solver);
  }

  private static Executable reaches(
      Data data, TrainingOptions options, Reference reference, double least) {
    return () -> {
      Training training = new LogisticRegression(options).fit(Dataset.of(data.x(), data.y()));
      TrainingReport report = training.report();
      double excess = reference.cost(reference.scaled(training.model())) - least;
      String what =
          String.format(
              "%s: J* %.9g, J - J* %.2g, %s after %d iterations, %.0f passes, gap %.2g",
              report.solver(),
              least,
              excess,
              report.stop(),
              report.iterations(),
              report.passes(),
              report.verdict().gap());
      assertTrue(Math.abs(excess) <= WITHIN * least, what);
      assertEquals(Stop.CONVERGED, report.stop(), what);
      assertTrue(report.verdict().gap() <= 10 * WITHIN * least, what);
    };
  }

  @ParameterizedTest
  @MethodSource("data")
  void quasiNewtonSolversReachTheLeastCostByDefault(Data data) {
    Reference reference = data.reference(options("newton").l2(1e-4).build());
    double least = reference.cost(reference.minimize());
    assertAll(
        data.name(),
        reaches(data, options("newton").l2(1e-4).build(), reference, least),
        reaches(data, options("lbfgs").l2(1e-4).build(), reference, least));
  }

  @ParameterizedTest
  @MethodSource("data")
  void firstOrderSolversReachTheLeastCostInEnoughIterations(Data data) {
    // The condition is L / l2, so gd takes some 20 L / l2 iterations.
    Reference reference = data.reference(options("gd").l2(0.03).build());
    double least = reference.cost(reference.minimize());
    assertAll(
        data.name(),
        reaches(data, options("gd").l2(0.03).iterations(100_000).build(), reference, least),
        reaches(data, options("nesterov").l2(0.03).iterations(10_000).build(), reference, least));
  }

  @ParameterizedTest
  @MethodSource("data")
  void rawFeaturesOfAnyScaleReachTheLeastCost(Data data) {
    // A thousandth and a million by turns; the penalty is about the standardised weights.
    float[][] scaled = new float[data.y().length][data.x()[0].length];
    for (int i = 0; i < scaled.length; i++) {
      for (int j = 0; j < scaled[i].length; j++) {
        scaled[i][j] = data.x()[i][j] * (j % 2 == 0 ? 1e-3f : 1e6f);
      }
    }
    Data raw = new Data(data.name() + " at 1e-3 and 1e6", scaled, data.y());
    TrainingOptions.Builder options = options("auto").standardize(false).l2(1e-4);
    Reference reference = raw.reference(options.build());
    double least = reference.cost(reference.minimize());
    assertAll(
        raw.name(),
        reaches(raw, options.build(), reference, least),
        reaches(raw, options.solver("lbfgs").build(), reference, least));
  }

  @ParameterizedTest
  @MethodSource("data")
  void solversWithL1ReachTheLeastCost(Data data) {
    TrainingOptions.Builder options = options("newton").l1(1e-2);
    Reference reference = data.reference(options.build());
    double least = reference.cost(reference.minimize());
    assertAll(
        data.name(),
        reaches(data, options.build(), reference, least),
        reaches(data, options.solver("lbfgs").build(), reference, least),
        reaches(data, options.solver("nesterov").iterations(100_000).build(), reference, least));
  }
}
