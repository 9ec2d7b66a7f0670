package io.downhill.cli;

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
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Rows that stand for many trials. */
class GroupedCountsTest {
  @TempDir Path folder;

  /** Bliss (1935): beetles that died of carbon disulphide, by the logarithm of the dose. */
  private static final String BEETLES =
      """
      dose,died,beetles
      1.6907,6,59
      1.7242,13,60
      1.7552,18,62
      1.7842,28,56
      1.8113,52,63
      1.8369,53,59
      1.8610,61,62
      1.8839,60,60
      """;

  private Path write(String name, String text) {
    return new SampleFiles(folder).write(name, text);
  }

  private CommandRun train(Path data, Object... more) {
    List<Object> all = new ArrayList<>(List.of("train", data, "--device", "cpu"));
    all.addAll(List.of("--model", folder.resolve("m.json")));
    all.addAll(Arrays.asList(more));
    return CommandRun.of(all.toArray());
  }

  private static JsonNode json(CommandRun run) {
    return JsonMapper.shared().readTree(run.succeeds().out());
  }

  private JsonNode coefficients() {
    return json(CommandRun.of("show", folder.resolve("m.json"), "--json"));
  }

  /**
   * Estimates as published: Dobson and Barnett, An Introduction to Generalized Linear Models,
   * section 7.3.1: -60.72 and 34.27.
   */
  @Test
  void beetlesHaveThePublishedFit() {
    CommandRun run =
        train(write("beetles.csv", BEETLES), "--successes", "died", "--trials", "beetles");
    String told = "examples   15 x 1 features, from 8 rows of 481 trials";
    assertTrue(run.succeeds().out().contains(told), run.out());
    assertTrue(
        run.out().contains("classes    died 60.50 % (positive), not died 39.50 %"), run.out());
    JsonNode shown = coefficients();
    assertEquals(-60.717, shown.path("bias").asDouble(), 1e-3);
    double weight = shown.path("coefficients").get(0).path("weight").asDouble();
    assertEquals(34.270, weight, 1e-3);
  }

  private static String counts(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    StringBuilder csv = new StringBuilder("x,g,n,k,f\n");
    for (int i = 0; i < 40; i++) {
      int n = random.nextInt(6);
      int k = random.nextInt(n + 1);
      String x = random.nextInt(9) == 0 ? "" : "" + random.nextInt(7);
      String g = "abc".substring(i % 3, i % 3 + 1);
      csv.append(String.join(",", x, g, "" + n, "" + k, "" + (n - k))).append('\n');
    }
    return csv.toString();
  }

  /** A row a trial, those that failed first. */
  private static String trials(String counts) {
    StringBuilder csv = new StringBuilder("x,g,y\n");
    for (String line : counts.lines().skip(1).toList()) {
      String[] cells = line.split(",");
      csv.append((cells[0] + "," + cells[1] + ",0\n").repeat(Integer.parseInt(cells[4])));
      csv.append((cells[0] + "," + cells[1] + ",1\n").repeat(Integer.parseInt(cells[3])));
    }
    return csv.toString();
  }

  @Test
  void countsAreTheTrialsOneByOne() {
    for (int seed = 0; seed < 5; seed++) {
      Path grouped = write("grouped.csv", counts(seed));
      Path single = write("single.csv", trials(counts(seed)));
      JsonNode expected =
          json(
              train(single, "--label", "y", "--category", "x", "--l2", "0.1", "--json", "--quiet"));
      JsonNode weights = coefficients().path("coefficients");
      JsonNode actual =
          json(
              train(
                  grouped,
                  "--successes",
                  "k",
                  "--failures",
                  "f",
                  "--exclude",
                  "n",
                  "--category",
                  "x",
                  "--l2",
                  "0.1",
                  "--json",
                  "--quiet"));
      for (String name : List.of("cost", "positiveShare", "accuracy")) {
        double value = expected.path(name).asDouble();
        assertEquals(value, actual.path(name).asDouble(), 1e-6, name + ", seed " + seed);
      }
      JsonNode others = coefficients().path("coefficients");
      assertEquals(weights.size(), others.size(), "levels are counted by trials, seed " + seed);
      for (int j = 0; j < weights.size(); j++) {
        double value = weights.get(j).path("weight").asDouble();
        assertEquals(value, others.get(j).path("weight").asDouble(), 1e-4, "seed " + seed);
      }
      JsonNode judged =
          json(CommandRun.of("evaluate", folder.resolve("m.json"), grouped, "--json"));
      train(single, "--label", "y", "--category", "x", "--l2", "0.1", "--quiet").succeeds();
      JsonNode plain = json(CommandRun.of("evaluate", folder.resolve("m.json"), single, "--json"));
      for (String name : List.of("weight", "logLoss", "auc", "prAuc", "brier", "recall")) {
        double value = plain.path(name).asDouble();
        assertEquals(value, judged.path(name).asDouble(), 1e-5, name + ", seed " + seed);
      }
    }
  }

  @Test
  void rowsWithoutTrialsAreLeftOutAndTold() {
    Path data = write("data.csv", BEETLES + "1.7,0,0\n1.9,0,0\n");
    CommandRun run = train(data, "--successes", "died", "--trials", "beetles").succeeds();
    assertTrue(run.err().contains("2 rows have 0 trials and are left out"), run.err());
    assertTrue(run.out().contains("from 8 rows of 481 trials"), run.out());
    CommandRun judged = CommandRun.of("evaluate", folder.resolve("m.json"), data).succeeds();
    assertTrue(judged.err().contains("2 rows have 0 trials"), judged.err());
    assertTrue(judged.out().contains("examples   15, which weigh 481"), judged.out());
  }

  @Test
  void weightsMultiplyTheCounts() {
    String rows = "x,n,k,w\n" + "1,3,1,2\n2,4,3,1\n3,2,1,0\n";
    Path data = write("data.csv", rows);
    CommandRun run =
        train(data, "--successes", "k", "--trials", "n", "--weight", "w", "--l2", "1").succeeds();
    assertTrue(
        run.out().contains("examples   4 x 1 features, from 2 rows of 10 trials"), run.out());
  }

  @Test
  void partsAreHeldOutByRow() {
    Path data = write("data.csv", BEETLES + BEETLES.lines().skip(1).toList().get(0) + "\n");
    CommandRun run =
        train(data, "--successes", "died", "--trials", "beetles", "--test", "0.3").succeeds();
    assertTrue(run.out().contains("from 6 rows of"), run.out());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1,-2,5       | row 9, column died | a count must be a whole number, 0 or more, not -2
          1,2.5,5      | row 9, column died | a count must be a whole number, 0 or more, not 2.5
          1,7,5        | row 9, column died | 7 successes, more than the 5 trials in column beetles
          1,7,many     | row 9, column beetles | a count must be a whole number, 0 or more, not 'many'
          1,,5         | row 9, column died | missing value; fill it, or leave such rows out
          1,1,1e50     | row 9, column beetles | a count must be a whole number
          """)
  void badCountsAreToldWithTheirPlace(String row, String place, String what) {
    Path data = write("data.csv", BEETLES + row + "\n");
    train(data, "--successes", "died", "--trials", "beetles").fails(1, "data.csv", place, what);
    train(write("good.csv", BEETLES), "--successes", "died", "--trials", "beetles").succeeds();
    CommandRun judged = CommandRun.of("evaluate", folder.resolve("m.json"), data);
    judged.fails(1, "data.csv", place, what.replaceAll(", or leave.*", ""));
  }

  @Test
  void gapsInCountsMayBeDropped() {
    Path data = write("data.csv", BEETLES + "1,,5\n");
    CommandRun run =
        train(data, "--successes", "died", "--trials", "beetles", "--missing", "drop").succeeds();
    assertTrue(run.err().contains("1 of 9 rows have a gap and were dropped"), run.err());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --successes died                                     | needs --trials or --failures
          --trials beetles                                     | --trials needs --successes
          --failures beetles                                   | --failures needs --successes
          --successes died --trials beetles --failures beetles | give one
          --successes died --trials beetles --label died       | exclude each other
          --successes died --trials beetles --positive 1       | --positive is about labels
          --successes died --trials beetles --trim-label .     | --trim-label is about labels
          """)
  void optionsThatDoNotFitAreWrongUsage(String options, String what) {
    Object[] more = options.split(" +");
    train(write("data.csv", BEETLES), more).fails(2, what);
  }

  @Test
  void columnsOfTwoRolesFail() {
    Path data = write("data.csv", BEETLES);
    train(data, "--successes", "died", "--trials", "died").fails(1, "column died cannot be both");
    train(data, "--successes", "died", "--trials", "beetles", "--weight", "died")
        .fails(1, "column died is both the target and the weight");
    train(data, "--successes", "died", "--trials", "bugs").fails(1, "no column named bugs");
    Path alone = write("alone.csv", "died,beetles\n1,2\n");
    train(alone, "--successes", "died", "--trials", "beetles")
        .fails(1, "no column is left besides died and beetles");
  }

  @Test
  void successesOnlyFail() {
    Path data = write("data.csv", "x,k,n\n1,2,2\n2,3,3\n");
    train(data, "--successes", "k", "--trials", "n").fails(1, "training needs both");
  }

  @Test
  void otherTableMustHaveTheCounts() {
    train(write("good.csv", BEETLES), "--successes", "died", "--trials", "beetles").succeeds();
    Path data = write("data.csv", "dose,died\n1.7,3\n");
    CommandRun.of("evaluate", folder.resolve("m.json"), data).fails(1, "no column named beetles");
    CommandRun run = CommandRun.of("predict", folder.resolve("m.json"), data).succeeds();
    assertTrue(run.out().contains(",not died"), run.out());
  }

  @Test
  void countsMayBeWrittenWithSigns() {
    String text = "dose;died;beetles\n1,5;1;1.000\n2,5;999;1.000\n1,7;3;2.000\n2,4;900;1.001\n";
    Path data = write("data.csv", text);
    CommandRun run =
        train(data, "--successes", "died", "--trials", "beetles", "--decimal", ",").succeeds();
    assertTrue(run.out().contains("from 4 rows of 5001 trials"), run.out());
  }
}
