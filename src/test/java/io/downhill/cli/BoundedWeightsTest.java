package io.downhill.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Weights that may not go everywhere. */
class BoundedWeightsTest {
  @TempDir Path folder;

  private static final String[] NAMES = {"a", "b", "c", "d"};

  /** Correlated columns of weights 1, -0.6, 0.3 and 0, in other units. */
  private static double[][] rows(int m, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[][] rows = new double[m][];
    for (int i = 0; i < m; i++) {
      double common = random.nextInt(5);
      double a = common + random.nextInt(3);
      double b = (common + random.nextInt(5)) * 10;
      double c = random.nextInt(9) / 8.0;
      double d = common - random.nextInt(4);
      double margin = a - 0.06 * b + 2 * c - 2;
      double y = random.nextDouble() < 1 / (1 + Math.exp(-margin)) ? 1 : 0;
      rows[i] = new double[] {a, b, c, d, y};
    }
    return rows;
  }

  private Path write(String name, double[][] rows) {
    StringBuilder csv = new StringBuilder("a,b,c,d,y\n");
    for (double[] row : rows) {
      csv.append(row[0] + "," + row[1] + "," + row[2] + "," + row[3] + "," + (int) row[4] + "\n");
    }
    return new SampleFiles(folder).write(name, csv.toString());
  }

  private CommandRun train(Path data, Object... more) {
    List<Object> all = new ArrayList<>(List.of("train", data, "--label", "y", "--device", "cpu"));
    all.addAll(Arrays.asList(more));
    all.addAll(List.of("--model", folder.resolve("m.json")));
    return CommandRun.of(all.toArray());
  }

  private JsonNode shown() {
    CommandRun run = CommandRun.of("show", folder.resolve("m.json"), "--json").succeeds();
    return JsonMapper.shared().readTree(run.out());
  }

  /** The weights of NAMES, then the bias. */
  private double[] weights() {
    double[] w = new double[NAMES.length + 1];
    for (JsonNode one : shown().path("coefficients")) {
      w[List.of(NAMES).indexOf(one.path("feature").asString())] = one.path("weight").asDouble();
    }
    w[NAMES.length] = shown().path("bias").asDouble();
    return w;
  }

  /** The gradient of the mean loss plus the penalty of raw weights, in double. */
  private static double[] gradient(double[][] rows, double[] w, double l2) {
    int n = w.length - 1;
    double[] gradient = new double[n + 1];
    for (double[] row : rows) {
      double z = w[n];
      for (int j = 0; j < n; j++) {
        z += w[j] * row[j];
      }
      double dz = (1 / (1 + Math.exp(-z)) - row[n]) / rows.length;
      for (int j = 0; j <= n; j++) {
        gradient[j] += dz * (j < n ? row[j] : 1);
      }
    }
    for (int j = 0; j < n; j++) {
      gradient[j] += l2 * w[j];
    }
    return gradient;
  }

  /**
   * Karush, Kuhn and Tucker: within the bounds the slope is 0, at a bound it leads beyond; of a
   * convex J this is the optimum.
   */
  private void assertOptimum(
      double[][] rows, double[] low, double[] high, double l1, double l2, String what) {
    double[] w = weights();
    double[] gradient = gradient(rows, w, l2);
    for (int j = 0; j <= NAMES.length; j++) {
      boolean bounded = j < NAMES.length;
      String where = what + ", parameter " + j + " of " + Arrays.toString(w);
      double scale = j == 1 ? 10 : 1;
      double up = gradient[j] + (bounded ? w[j] >= 0 ? l1 : -l1 : 0);
      double down = gradient[j] + (bounded ? w[j] > 0 ? l1 : -l1 : 0);
      if (!bounded || w[j] < high[j]) {
        assertTrue(up >= -3e-5 * scale, where + ": may rise, slope " + up);
      }
      if (!bounded || w[j] > low[j]) {
        assertTrue(down <= 3e-5 * scale, where + ": may fall, slope " + down);
      }
      if (bounded) {
        assertTrue(w[j] >= low[j] && w[j] <= high[j], where + " is beyond its bounds");
      }
    }
  }

  private static double[] all(double value) {
    double[] values = new double[NAMES.length];
    Arrays.fill(values, value);
    return values;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "--solver lbfgs",
        "--solver nesterov",
        "--no-standardize",
        "--init random",
        "--alpha 0.5 --iterations 20000"
      })
  void nonnegativeEndsAtTheOptimum(String options) {
    double infinity = Double.POSITIVE_INFINITY;
    for (int seed = 0; seed < 3; seed++) {
      double[][] rows = rows(400, seed);
      List<Object> more = new ArrayList<>(List.of("--nonnegative", "a,b,c,d"));
      more.addAll(options.isEmpty() ? List.of() : List.of(options.split(" ")));
      CommandRun run = train(write("data.csv", rows), more.toArray()).succeeds();
      assertTrue(run.out().contains("\nbounds     b"), run.out());
      assertEquals(0.0, weights()[1], "exactly");
      assertOptimum(rows, all(0), all(infinity), 0, 0, options + ", seed " + seed);
    }
  }

  @Test
  void boundsOfAFileHoldWithPenaltiesAndWithout() {
    String[] files = {
      "feature,low,high\na,,0.4\nb,-0.02,\n\"c\",0.5,0.5\n",
      "feature,low,high\na,1.25,1.5\nd,0.1,3\n",
      "feature,low,high\na,-1,-0.25\nb,-0.3,-0.1\nc,-1,3\nd,-1,0\n"
    };
    for (int k = 0; k < files.length; k++) {
      Path file = new SampleFiles(folder).write("bounds.csv", files[k]);
      double[] low = all(Double.NEGATIVE_INFINITY);
      double[] high = all(Double.POSITIVE_INFINITY);
      for (String line : files[k].replace("\"", "").lines().skip(1).toList()) {
        String[] cells = line.split(",", -1);
        int j = List.of(NAMES).indexOf(cells[0]);
        low[j] = cells[1].isEmpty() ? low[j] : Double.parseDouble(cells[1]);
        high[j] = cells[2].isEmpty() ? high[j] : Double.parseDouble(cells[2]);
      }
      for (String solver : List.of("newton", "lbfgs")) {
        for (double[] penalty : new double[][] {{0, 0}, {0.02, 0}, {0, 0.05}, {0.01, 0.01}}) {
          double[][] rows = rows(400, 9);
          train(
                  write("data.csv", rows),
                  "--bounds",
                  file,
                  "--solver",
                  solver,
                  "--penalize",
                  "raw",
                  "--l1",
                  penalty[0],
                  "--l2",
                  penalty[1])
              .succeeds();
          String what = "file " + k + ", " + solver + ", " + Arrays.toString(penalty);
          assertOptimum(rows, low, high, penalty[0], penalty[1], what);
        }
      }
    }
  }

  @Test
  void largeDataWithASampleEndAtTheOptimum() {
    double[][] rows = rows(20_000, 5);
    CommandRun run = train(write("data.csv", rows), "--nonnegative", "b,d").succeeds();
    assertTrue(run.out().contains("converged"), run.out());
    double[] low = {Double.NEGATIVE_INFINITY, 0, Double.NEGATIVE_INFINITY, 0};
    assertOptimum(rows, low, all(Double.POSITIVE_INFINITY), 0, 0, "20,000 rows");
  }

  @Test
  void boundsThatHoldNobodyChangeNothing() {
    double[][] rows = rows(400, 1);
    Path data = write("data.csv", rows);
    train(data).succeeds();
    double[] free = weights();
    Path wide = new SampleFiles(folder).write("wide.csv", "feature,low,high\na,-9,9\nb,-9,9\n");
    CommandRun run = train(data, "--bounds", wide).succeeds();
    assertTrue(run.out().contains("bounds     no weight is at one"), run.out());
    double[] bounded = weights();
    for (int j = 0; j < free.length; j++) {
      assertEquals(free[j], bounded[j], 1e-5 * Math.max(1, Math.abs(free[j])));
    }
  }

  @Test
  void separationCountsOnlyWhereWeightsMayGrow() {
    StringBuilder csv = new StringBuilder("a,b,c,d,y\n");
    for (int i = 0; i < 40; i++) {
      int y = i % 2;
      csv.append(y == 1 ? 1 + i % 5 : -1 - i % 3).append(',').append(i % 7).append(',');
      csv.append(i % 3).append(',').append(i % 4).append(',').append(y).append('\n');
    }
    Path data = new SampleFiles(folder).write("data.csv", csv.toString());
    assertTrue(train(data).succeeds().out().contains("separated"), "without bounds");
    CommandRun grows = train(data, "--nonnegative", "a").succeeds();
    assertTrue(grows.out().contains("separated"), grows.out());
    Path high = new SampleFiles(folder).write("high.csv", "feature,low,high\na,,2\n");
    CommandRun ends = train(data, "--bounds", high).succeeds();
    assertTrue(!ends.out().contains("separated"), ends.out());
    assertEquals(2.0, weights()[0], "exactly the bound, whatever float32 makes of it");
    Path low = new SampleFiles(folder).write("low.csv", "feature,low,high\na,,0\n");
    CommandRun none = train(data, "--bounds", low).succeeds();
    assertTrue(!none.out().contains("separated"), none.out());
    assertEquals(0.0, weights()[0]);
  }

  @Test
  void columnsMeanTheirFeatures() {
    StringBuilder csv = new StringBuilder("g,x,y\n");
    for (int i = 0; i < 120; i++) {
      csv.append("kim,lee,max".split(",")[i % 3]).append(',').append(i % 11 == 0 ? "" : i % 5);
      csv.append(',').append((i % 3 == 0 ? i % 4 > 0 : i % 5 > 2) ? 1 : 0).append('\n');
    }
    Path data = new SampleFiles(folder).write("data.csv", csv.toString());
    JsonNode told =
        JsonMapper.shared()
            .readTree(train(data, "--nonnegative", "g,x", "--json", "--quiet").succeeds().out());
    assertTrue(told.path("atBounds").toString().contains("g="), told.toString());
    for (JsonNode one : shown().path("coefficients")) {
      if (!one.path("feature").asString().equals("x (missing)")) {
        assertTrue(one.path("weight").asDouble() >= 0, one.toString());
      }
    }
    train(data, "--nonnegative", "g=lee").succeeds();
    train(data, "--nonnegative", "g,g=lee").fails(1, "g=lee is bounded twice");
    train(data, "--nonnegative", "y").fails(1, "no column or feature named y");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          feature,low,high;z,0,1       | 1 | no column or feature named z
          feature,low,high;a,2,1       | 1 | line 2: low 2 is above high 1
          feature,low,high;a,zero,1    | 1 | line 2: 'zero' is not a number
          feature,low,high;a,0,NaN     | 1 | line 2: NaN is not a finite number
          feature,low,high;a,0,1;a,0,2 | 1 | line 3: a is bounded twice
          feature,low,high;a,0         | 1 | line 2: 2 cells, must be three: feature,low,high
          feature,low,high;a           | 1 | line 2: 1 cell, must be three
          feature,low,high;,0,1        | 1 | line 2: no name of a column or feature
          feature,low,high             | 1 | no bounds: nothing follows the first line
          feature,low,high;(bias),0,1  | 1 | the bias has none
          feature,low,high;a,1e300,    | 1 | a: 1.0E300 is beyond the range of float32
          feature,low,high;a,inf,      | 1 | line 2: 'inf' is not a number
          a,0,1                        | 1 | the first line of bounds must be feature,low,high
          """)
  void badBoundsAreTold(String text, int code, String what) {
    Path file = new SampleFiles(folder).write("bounds.csv", text.replace(';', '\n') + "\n");
    train(write("data.csv", rows(50, 1)), "--bounds", file).fails(code, what);
  }

  @Test
  void spreadsheetsAndDataFramesWriteBoundsToo() {
    Path data = write("data.csv", rows(200, 1));
    Path plain = new SampleFiles(folder).write("plain.csv", "feature,low,high\na,,0.1\nb,0,\n");
    train(data, "--bounds", plain).succeeds();
    double[] expected = weights();
    String text = "\uFEFF\"feature\", low ,high\r\n\"a\",-inf,0.1\r\n\r\n b , 0,Infinity\r\n";
    train(data, "--bounds", new SampleFiles(folder).write("other.csv", text)).succeeds();
    assertArrayEquals(expected, weights());
  }

  @Test
  void standardErrorsAreRefusedWithTheReason() {
    Path data = write("data.csv", rows(400, 1));
    CommandRun run = train(data, "--nonnegative", "b", "--inference", "wald").succeeds();
    assertTrue(run.out().contains("bounds on weights cut the normal distribution"), run.out());
    run = train(data, "--nonnegative", "b").succeeds();
    assertTrue(!run.out().contains("STD ERROR"), run.out());
  }

  @Test
  void whatTakesNoBoundsIsRefused() {
    Path data = write("data.csv", rows(50, 1));
    train(data, "--nonnegative", "a", "--solver", "gd")
        .fails(2, "solver must be auto, newton, lbfgs or nesterov with bounds on weights");
    train(data, "--bounds", folder.resolve("none.csv")).fails(1, "cannot read the bounds");
    Path file = new SampleFiles(folder).write("bounds.csv", "feature,low,high\na,0,1\n");
    train(data, "--bounds", file, "--nonnegative", "a").fails(2, "a is bounded twice");
    train(data, "--offset", "d", "--nonnegative", "d")
        .fails(1, "d is the offset, whose weight is 1");
  }
}
