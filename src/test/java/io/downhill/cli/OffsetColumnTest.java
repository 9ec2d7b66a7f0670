package io.downhill.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A column that is added to each margin. */
class OffsetColumnTest {
  @TempDir Path folder;

  /** x, z and t by row, then y. */
  private static double[][] rows(int m, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[][] rows = new double[m][];
    for (int i = 0; i < m; i++) {
      double x = random.nextInt(7);
      double z = random.nextInt(5) - 2;
      double t = 3 + random.nextInt(9) / 4.0;
      double margin = t - 4 + 0.5 * (x - 3) - 0.7 * z;
      rows[i] = new double[] {x, z, t, random.nextDouble() < 1 / (1 + Math.exp(-margin)) ? 1 : 0};
    }
    return rows;
  }

  private Path write(String name, double[][] rows) {
    StringBuilder csv = new StringBuilder("x,z,t,y\n");
    for (double[] row : rows) {
      csv.append(String.format(Locale.ROOT, "%s,%s,%s,%.0f%n", row[0], row[1], row[2], row[3]));
    }
    return new SampleFiles(folder).write(name, csv.toString());
  }

  private CommandRun train(Path data, Object... more) {
    List<Object> all = new ArrayList<>(List.of("train", data, "--label", "y", "--device", "cpu"));
    all.addAll(Arrays.asList(more));
    if (!all.contains("--model")) {
      all.addAll(List.of("--model", folder.resolve("m.json")));
    }
    return CommandRun.of(all.toArray());
  }

  private JsonNode shown() {
    CommandRun run = CommandRun.of("show", folder.resolve("m.json"), "--json").succeeds();
    return JsonMapper.shared().readTree(run.out());
  }

  private double weight(String feature) {
    for (JsonNode one : shown().path("coefficients")) {
      if (one.path("feature").asString().equals(feature)) {
        return one.path("weight").asDouble();
      }
    }
    throw new AssertionError("no feature " + feature + " in " + shown());
  }

  /** The gradient of the mean loss, in double: of x, of z, of the bias. */
  private double[] gradient(double[][] rows) {
    double[] gradient = new double[3];
    double b = shown().path("bias").asDouble();
    double x = weight("x");
    double z = weight("z");
    for (double[] row : rows) {
      double a = 1 / (1 + Math.exp(-(row[2] + x * row[0] + z * row[1] + b)));
      gradient[0] += (a - row[3]) * row[0] / rows.length;
      gradient[1] += (a - row[3]) * row[1] / rows.length;
      gradient[2] += (a - row[3]) / rows.length;
    }
    return gradient;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "--solver lbfgs",
        "--solver nesterov",
        "--solver gd",
        "--no-standardize",
        "--init random",
        "--solver lbfgs --no-standardize"
      })
  void gradientIs0WithTheOffsetInTheMargins(String options) {
    double[][] rows = rows(300, 1);
    List<Object> more = new ArrayList<>(List.of("--offset", "t", "--iterations", "20000"));
    more.addAll(options.isEmpty() ? List.of() : List.of(options.split(" ")));
    CommandRun run = train(write("data.csv", rows), more.toArray()).succeeds();
    for (double component : gradient(rows)) {
      assertEquals(0, component, 2e-4, options);
    }
    assertTrue(run.out().contains("examples   300 x 2 features"), run.out());
    assertTrue(run.out().contains("and t, the offset, as it is"), run.out());
    assertEquals("t", shown().path("offset").asString());
    assertEquals(2, shown().path("coefficients").size(), "the offset is no coefficient");
  }

  @Test
  void largeDataWithASampleHaveTheSameEnd() {
    double[][] rows = rows(20_000, 2);
    CommandRun run = train(write("data.csv", rows), "--offset", "t").succeeds();
    for (double component : gradient(rows)) {
      assertEquals(0, component, 1e-5, run.out());
    }
    assertTrue(run.out().contains("converged"), run.out());
  }

  @Test
  void predictAndEvaluateAddIt() {
    double[][] rows = rows(300, 1);
    Path data = write("data.csv", rows);
    JsonNode trained =
        JsonMapper.shared().readTree(train(data, "--offset", "t", "--json").succeeds().out());
    CommandRun run = CommandRun.of("predict", folder.resolve("m.json"), data).succeeds();
    List<String> lines = run.out().lines().skip(1).toList();
    for (int i = 0; i < 300; i++) {
      double margin =
          rows[i][2]
              + weight("x") * rows[i][0]
              + weight("z") * rows[i][1]
              + shown().path("bias").asDouble();
      double a = Double.parseDouble(lines.get(i).split(",")[0]);
      assertEquals(1 / (1 + Math.exp(-margin)), a, 1e-12, "row " + i);
    }
    CommandRun judged = CommandRun.of("evaluate", folder.resolve("m.json"), data, "--json");
    double loss = JsonMapper.shared().readTree(judged.succeeds().out()).path("logLoss").asDouble();
    assertEquals(trained.path("cost").asDouble(), loss, 1e-6);
    CommandRun.of("show", folder.resolve("m.json")).succeeds();
  }

  @Test
  void penaltiesLeaveItAlone() {
    double[][] rows = rows(300, 1);
    train(write("data.csv", rows), "--offset", "t", "--l1", "50").succeeds();
    assertEquals(0.0, weight("x"));
    assertEquals(0.0, weight("z"));
    assertEquals(0, gradient(rows)[2], 2e-5, "the bias is fitted beside the offset");
    train(write("data.csv", rows), "--offset", "t", "--l2", "1e6").succeeds();
    assertEquals(0, weight("x"), 1e-5);
    assertEquals(0, gradient(rows)[2], 1e-5);
  }

  @Test
  void oneValueMovesTheBiasOnly() {
    double[][] rows = rows(200, 3);
    for (double[] row : rows) {
      row[2] = 2.5;
    }
    Path data = write("data.csv", rows);
    CommandRun run = train(data, "--offset", "t").succeeds();
    double bias = shown().path("bias").asDouble();
    double x = weight("x");
    assertTrue(!run.err().contains("never change"), run.err());
    train(data, "--exclude", "t").succeeds();
    assertEquals(shown().path("bias").asDouble() - 2.5, bias, 1e-5);
    assertEquals(weight("x"), x, 1e-6);
  }

  /** An offset that is a weighed column leaves the other coefficients what they are without it. */
  @Test
  void standardErrorsKnowOfIt() {
    double[][] rows = rows(300, 1);
    Path data = write("data.csv", rows);
    JsonNode with = inference(data, "--offset", "t");
    assertEquals(0.0, with.path("coefficients").get(2).path("standardError").asDouble(0));
    assertEquals("t", with.path("coefficients").get(2).path("feature").asString());
    String told = train(data, "--offset", "t").succeeds().out();
    assertTrue(told.contains("and t, the offset, as it is"), told);
    assertTrue(!told.contains("-: "), "no line of the table has a -: " + told);
    double nothing = Double.NEGATIVE_INFINITY;
    for (double b = -8; b < 2; b += 0.001) {
      double sum = 0;
      for (double[] row : rows) {
        double z = row[3] > 0 ? -row[2] - b : row[2] + b;
        sum -= Math.log1p(Math.exp(z));
      }
      nothing = Math.max(nothing, sum);
    }
    assertEquals(-2 * nothing, with.path("nullDeviance").asDouble(), 1e-3, "R: offset alone");
    double aic = with.path("deviance").asDouble() + 2 * 3;
    assertEquals(aic, with.path("aic").asDouble(), 1e-9, "x, z and the bias");
    double[][] flat = rows(300, 1);
    for (double[] row : flat) {
      row[2] = 2;
    }
    Path constant = write("flat.csv", flat);
    JsonNode moved = inference(constant, "--offset", "t");
    JsonNode plain = inference(constant, "--exclude", "t");
    for (String name : List.of("nullDeviance", "deviance", "bic")) {
      assertEquals(plain.path(name).asDouble(), moved.path(name).asDouble(), 1e-4, name);
    }
    for (int j : new int[] {0, 1}) {
      double error = plain.path("coefficients").get(j).path("standardError").asDouble();
      double other = moved.path("coefficients").get(j).path("standardError").asDouble();
      assertEquals(error, other, 1e-6 * error, "coefficient " + j);
    }
  }

  private JsonNode inference(Path data, Object... more) {
    List<Object> all = new ArrayList<>(Arrays.asList(more));
    all.addAll(List.of("--json", "--quiet"));
    CommandRun run = train(data, all.toArray()).succeeds();
    return JsonMapper.shared().readTree(run.out()).path("inference");
  }

  @Test
  void withoutABiasItIsAddedAsItIs() {
    double[][] rows = rows(300, 1);
    train(write("data.csv", rows), "--offset", "t", "--no-intercept").succeeds();
    assertEquals(0.0, shown().path("bias").asDouble());
    double[] gradient = gradient(rows);
    assertEquals(0, gradient[0], 1e-5);
    assertEquals(0, gradient[1], 1e-5);
  }

  @Test
  void offsetThatSeparatesIsNoSeparation() {
    double[][] rows = rows(300, 4);
    for (double[] row : rows) {
      row[2] = row[3] > 0 ? 9 : -9;
    }
    CommandRun run = train(write("data.csv", rows), "--offset", "t").succeeds();
    assertTrue(!run.out().contains("separated"), run.out());
    for (double[] row : rows) {
      row[0] = row[3] > 0 ? 5 : 1;
      row[2] = row[1];
    }
    run = train(write("data.csv", rows), "--offset", "t").succeeds();
    assertTrue(run.out().contains("separated by x"), run.out());
  }

  @Test
  void startingFromAModelKeepsIt() {
    double[][] rows = rows(300, 1);
    Path data = write("data.csv", rows);
    Path first = folder.resolve("first.json");
    train(data, "--exclude", "t", "--model", first).succeeds();
    train(data, "--offset", "t", "--start", first).succeeds();
    for (double component : gradient(rows)) {
      assertEquals(0, component, 1e-5);
    }
  }

  @Test
  void comparedModelsMustHaveTheSameOffset() {
    Path data = write("data.csv", rows(300, 1));
    Path with = folder.resolve("with.json");
    Path small = folder.resolve("small.json");
    Path without = folder.resolve("without.json");
    train(data, "--offset", "t", "--model", with, "--quiet").succeeds();
    train(data, "--offset", "t", "--only", "x", "--model", small, "--quiet").succeeds();
    train(data, "--exclude", "z", "--model", without, "--quiet").succeeds();
    CommandRun run = CommandRun.of("compare", small, with, data).succeeds();
    assertTrue(run.out().contains("with 1 degree of freedom"), run.out());
    run = CommandRun.of("compare", small, without, data).succeeds();
    assertTrue(run.out().contains("with 1 degree of freedom"), "t is learned: " + run.out());
    run = CommandRun.of("compare", without, with, data).succeeds();
    assertTrue(run.out().contains("- (they do not have the same offset)"), run.out());
  }

  /** Whether an offset may have the weight 1: it is held in one model and learned in the other. */
  @Test
  void learnedOffsetIsOneParameterMore() {
    Path data = write("data.csv", rows(300, 1));
    Path held = folder.resolve("held.json");
    Path learned = folder.resolve("learned.json");
    train(data, "--offset", "t", "--model", held, "--quiet").succeeds();
    train(data, "--model", learned, "--quiet").succeeds();
    CommandRun run = CommandRun.of("compare", held, learned, data, "--json").succeeds();
    JsonNode test = JsonMapper.shared().readTree(run.out()).path("likelihoodRatio");
    assertEquals("A", test.path("smaller").asString(), run.out());
    assertEquals(1, test.path("degreesOfFreedom").asInt(), run.out());
    double deviance = inference(data, "--offset", "t").path("deviance").asDouble();
    deviance -= inference(data).path("deviance").asDouble();
    assertEquals(deviance, test.path("statistic").asDouble(), 1e-4);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          t    | 1,1,,1    | row 301, column t: missing value, and nothing can stand for an offset
          t    | 1,1,NaN,1 | row 301, column t: missing value
          t    | 1,1,hi,1  | row 301, column t: 'hi' is not a number as other cells are
          y    |           | column y is both the offset and part of what is predicted
          w    |           | no column named w
          """)
  void whatCannotBeAnOffsetFails(String offset, String row, String what) {
    Path data = write("data.csv", rows(300, 1));
    String text = SampleFiles.read(data) + (row == null ? "" : row + "\n");
    train(new SampleFiles(folder).write("bad.csv", text), "--offset", offset).fails(1, what);
  }

  @Test
  void gapsMayBeDroppedInTrainingAndNeverInScoring() {
    String text = SampleFiles.read(write("data.csv", rows(300, 1))) + "1,1,,1\n";
    Path data = new SampleFiles(folder).write("gap.csv", text);
    CommandRun run = train(data, "--offset", "t", "--missing", "drop").succeeds();
    assertTrue(run.out().contains("examples   300 x"), run.out());
    train(write("data.csv", rows(300, 1)), "--offset", "t").succeeds();
    CommandRun.of("evaluate", folder.resolve("m.json"), data)
        .fails(1, "row 301, column t: missing value");
    Path lacking = new SampleFiles(folder).write("lacking.csv", "x,z\n1,2\n");
    CommandRun.of("predict", folder.resolve("m.json"), lacking).fails(1, "no column named t");
  }

  @Test
  void otherRolesAreRefused() {
    Path data = write("data.csv", rows(300, 1));
    train(data, "--offset", "t", "--weight", "t").fails(1, "both the offset and the weight");
    train(data, "--offset", "t", "--exclude", "t").fails(1, "both the offset and excluded");
    train(data, "--offset", "t", "--category", "t").fails(1, "both the offset and a category");
    train(data, "--offset", "t", "--exclude", "x,z").fails(1, "no features");
    train(folder.resolve("x.npy"), "--offset", "t").fails(2, "--offset");
    Path dates = new SampleFiles(folder).write("d.csv", "x,t,y\n1,2024-01-01,0\n2,2024-01-02,1\n");
    train(dates, "--offset", "t").fails(1, "not of dates");
    Path texts = new SampleFiles(folder).write("t.csv", "x,t,y\n1,a,0\n2,b,1\n");
    train(texts, "--offset", "t").fails(1, "must be a column of numbers, and 'a' is none");
  }
}
