package io.downhill;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.downhill.data.Dataset;
import io.downhill.data.PreparationOptions;
import io.downhill.data.table.PreparedTable;
import io.downhill.data.table.TableSource;
import io.downhill.tuning.Folds;
import io.downhill.tuning.Measure;
import io.downhill.tuning.Measured;
import io.downhill.tuning.Point;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Paths against those of R's glmnet 4.1-6 with thresh = 1e-14, and its choices for given folds: the
 * figures that {@code bench/glmnet_paths.R figures} writes.
 */
class GlmnetPathTest {
  private static final int PENALTIES = 10;
  private static final double SHARE = 1e-3;

  /** A row of the figures: a penalty and the weights of a class, bias last. */
  private record Row(
      int k,
      double lambda,
      double explained,
      double logLoss,
      double standardError,
      boolean best,
      boolean within,
      int label,
      double[] weights) {
    static Row of(String[] cells) {
      double[] weights =
          Arrays.stream(cells, 10, cells.length).mapToDouble(Double::parseDouble).toArray();
      return new Row(
          Integer.parseInt(cells[2]),
          Double.parseDouble(cells[3]),
          Double.parseDouble(cells[4]),
          Double.parseDouble(cells[5]),
          Double.parseDouble(cells[6]),
          cells[7].equals("TRUE"),
          cells[8].equals("TRUE"),
          Integer.parseInt(cells[9]),
          weights);
    }
  }

  private static Path resource(String name) throws URISyntaxException {
    return Path.of(GlmnetPathTest.class.getResource(name).toURI());
  }

  private static List<Row> figures(String name, String alpha)
      throws IOException, URISyntaxException {
    return Files.readAllLines(resource("glmnet-paths.csv")).stream()
        .map(line -> line.split(","))
        .filter(cells -> cells[0].equals(name) && cells[1].equals(alpha))
        .map(Row::of)
        .toList();
  }

  /**
   * The rows. Those of glmnet's own examples are not part of this project: they are in a folder of
   * the user's, written by {@code bench/glmnet_paths.R tables}.
   */
  private static Dataset data(String name) throws URISyntaxException {
    String file;
    if (name.endsWith("Example.csv")) {
      String folder = System.getProperty("glmnet.examples", "");
      assumeFalse(
          folder.isEmpty(),
          "SKIPPED, glmnet's examples are not here: -Dglmnet.examples=FOLDER names them");
      file = Path.of(folder, name).toString();
    } else {
      file = resource(name).toString();
    }
    TableSource table = TableSource.files(file);
    return PreparedTable.learn(table, PreparationOptions.label("y")).train();
  }

  private static TuningOptions.Builder options(String solver, String alpha) {
    TrainingOptions.Builder training = TrainingOptions.builder().device("cpu").solver(solver);
    return TuningOptions.builder().training(training.build()).l1Ratio(Double.parseDouble(alpha));
  }

  private static Folds folds(Dataset data) {
    int[] of = IntStream.range(0, data.examples()).map(i -> i % 5).toArray();
    return new Folds(of, 5, false);
  }

  private static double[] lambdas(List<Row> rows) {
    return rows.stream().mapToDouble(Row::lambda).distinct().toArray();
  }

  @ParameterizedTest
  @CsvSource({
    "heart.csv.gz, 1",
    "heart.csv.gz, 0.5",
    "heart.csv.gz, 0",
    "iris.csv, 1",
    "iris.csv, 0.5",
    "iris.csv, 0",
    "BinomialExample.csv, 1",
    "BinomialExample.csv, 0.5",
    "BinomialExample.csv, 0",
    "MultinomialExample.csv, 1",
    "MultinomialExample.csv, 0.5",
    "MultinomialExample.csv, 0"
  })
  void theGridIsThatOfGlmnet(String name, String alpha) throws IOException, URISyntaxException {
    double[] expected = lambdas(figures(name, alpha));
    TuningOptions options = options("auto", alpha).penalties(PENALTIES).share(SHARE).build();
    List<Point> points = Tuning.of(options).fit(data(name)).points();
    for (int k = 0; k < Math.min(points.size(), expected.length); k++) {
      double lambda = points.get(k).l1() + points.get(k).l2();
      assertEquals(1, lambda / expected[k], 1e-6, name + ", alpha " + alpha + ", penalty " + k);
    }
    assertTrue(points.size() >= PENALTIES - 1, name + ": " + points.size() + " penalties");
    if (!alpha.equals("0")) {
      assertEquals(0, points.get(0).nonzero(), "the first penalty leaves no weight");
      assertTrue(points.get(1).nonzero() > 0, "the next one leaves some");
    }
  }

  /**
   * How near weights are: a fit ends with J within 1e-9 of itself of its least. Of iris, whose
   * weights are up to 10, that leaves 1e-4 of the largest, and of heart by the short steps of
   * L-BFGS 1.3e-4; else they are within 1e-4.
   */
  private static double near(List<Row> rows, int k, String name, String solver) {
    double largest =
        rows.stream()
            .filter(row -> row.k() == k)
            .flatMapToDouble(row -> Arrays.stream(row.weights()))
            .map(Math::abs)
            .max()
            .orElseThrow();
    return name.startsWith("iris")
        ? 1e-4 * Math.max(1, largest)
        : solver.equals("lbfgs") ? 1.3e-4 : 1e-4;
  }

  @ParameterizedTest
  @CsvSource({
    "heart.csv.gz, 1, newton",
    "heart.csv.gz, 1, lbfgs",
    "heart.csv.gz, 0.5, newton",
    "heart.csv.gz, 0.5, lbfgs",
    "heart.csv.gz, 0, newton",
    "heart.csv.gz, 0, lbfgs",
    "iris.csv, 1, newton",
    "iris.csv, 1, lbfgs",
    "iris.csv, 0.5, newton",
    "iris.csv, 0.5, lbfgs",
    "iris.csv, 0, newton",
    "iris.csv, 0, lbfgs",
    "BinomialExample.csv, 1, newton",
    "BinomialExample.csv, 0.5, newton",
    "BinomialExample.csv, 0, newton",
    "MultinomialExample.csv, 1, newton",
    "MultinomialExample.csv, 0.5, newton",
    "MultinomialExample.csv, 0, newton"
  })
  void pathsAreThoseOfGlmnet(String name, String alpha, String solver)
      throws IOException, URISyntaxException {
    List<Row> rows = figures(name, alpha);
    Dataset data = data(name);
    TuningOptions options = options(solver, alpha).given(lambdas(rows)).build();
    TuningResult path = Tuning.of(options).fit(data, folds(data), Tuning.Watcher.NONE);
    assertEquals(lambdas(rows).length, path.points().size());
    for (Row row : rows) {
      String what = name + ", alpha " + alpha + ", " + solver + ", penalty " + row.k();
      Point point = path.points().get(row.k());
      Measured held = point.held(Measure.LOGLOSS);
      assertTrue(point.converged(), what);
      // Of rows that a model is sure of cv.glmnet counts a probability of 1e-5 at least.
      if (!name.startsWith("Binomial") || row.explained() < 0.9) {
        assertEquals(row.logLoss(), held.mean(), 1e-5, what);
        assertEquals(row.standardError(), held.standardError(), 1e-5, what);
      }
      // Of ridge glmnet gives the first penalty of its own grid the model without weights.
      if (row.k() > 0 || !alpha.equals("0")) {
        assertEquals(row.explained(), point.explained(), 1e-5, what);
        assertArrayEquals(
            row.weights(),
            point.parameters()[row.label()],
            near(rows, row.k(), name, solver),
            what);
      }
      assertEquals(row.best(), path.best() == row.k(), what + ": lambda.min");
      assertEquals(row.within(), path.oneStandardError() == row.k(), what + ": lambda.1se");
    }
  }

  @Test
  void theFiguresAreThere() throws IOException, URISyntaxException {
    assertEquals(PENALTIES, figures("heart.csv.gz", "0.5").size());
    assertEquals(0, figures("iris.csv", "0.5").size() % 3);
    assertEquals(14, figures("heart.csv.gz", "1").get(0).weights().length);
    assertEquals(5, figures("iris.csv", "1").get(0).weights().length);
  }
}
