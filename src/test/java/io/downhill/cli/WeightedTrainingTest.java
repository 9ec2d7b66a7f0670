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
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What train tells of its examples, each counted by its weight. */
class WeightedTrainingTest {
  @TempDir Path folder;

  /** Rows x, n, y with few values of x and weights n from 0 to 3. */
  private static String weighted(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    StringBuilder csv = new StringBuilder("x,n,y\n");
    for (int i = 0; i < 80; i++) {
      int x = random.nextInt(6);
      String y = random.nextInt(8) < x + 1 ? "yes" : "no";
      csv.append(x).append(',').append(random.nextInt(4)).append(',').append(y).append('\n');
    }
    return csv.toString();
  }

  /** The same rows, each as often as its weight says. */
  private static String repeated(String weighted) {
    StringBuilder csv = new StringBuilder("x,y\n");
    weighted
        .lines()
        .skip(1)
        .map(line -> line.split(","))
        .forEach(
            cells ->
                csv.append((cells[0] + "," + cells[2] + "\n").repeat(Integer.parseInt(cells[1]))));
    return csv.toString();
  }

  private JsonNode train(Path data, Object... more) {
    List<Object> all =
        new ArrayList<>(
            List.of("train", data, "--label", "y", "--device", "cpu", "--json", "--quiet"));
    // A penalty on raw weights does not ask for the deviations of the columns.
    all.addAll(List.of("--l2", "0.01", "--penalize", "raw", "--model", folder.resolve("m.json")));
    all.addAll(Arrays.asList(more));
    return JsonMapper.shared().readTree(CommandRun.of(all.toArray()).succeeds().out());
  }

  @Test
  void accuracyAndSharesAreThoseOfTheRowsRepeated() {
    SampleFiles files = new SampleFiles(folder);
    for (int seed = 0; seed < 5; seed++) {
      Path weighted = files.write("weighted.csv", weighted(seed));
      Path repeated = files.write("repeated.csv", repeated(weighted(seed)));
      JsonNode expected = train(repeated, "--threshold", "f1");
      JsonNode actual = train(weighted, "--weight", "n", "--threshold", "f1");
      for (String name : List.of("accuracy", "positiveShare", "threshold", "cost")) {
        double value = expected.path(name).asDouble();
        assertEquals(value, actual.path(name).asDouble(), 1e-6, name + ", seed " + seed);
      }
    }
  }

  @Test
  void testFileIsJudgedByItsWeights() {
    SampleFiles files = new SampleFiles(folder);
    Path data = files.write("data.csv", weighted(7));
    Path test = files.write("test.csv", weighted(8));
    JsonNode actual = train(data, "--weight", "n", "--test", test).path("test");
    Path repeated = files.write("repeated.csv", repeated(weighted(8)));
    JsonNode expected =
        JsonMapper.shared()
            .readTree(
                CommandRun.of("evaluate", folder.resolve("m.json"), repeated, "--json")
                    .succeeds()
                    .out());
    for (String name : List.of("weight", "accuracy", "logLoss", "auc", "prAuc", "brier", "f1")) {
      double value = expected.path(name).asDouble();
      assertEquals(value, actual.path(name).asDouble(), 1e-12, name);
    }
  }

  @Test
  void testFileWithoutTheWeightsFails() {
    SampleFiles files = new SampleFiles(folder);
    Path data = files.write("data.csv", weighted(7));
    Path test = files.write("test.csv", repeated(weighted(8)));
    CommandRun.of(
            "train",
            data,
            "--label",
            "y",
            "--weight",
            "n",
            "--test",
            test,
            "--device",
            "cpu",
            "--model",
            folder.resolve("m.json"))
        .fails(1, "test.csv: no column named n");
  }

  @Test
  void accuracyIsCountedAtTheThresholdThatWasChosen() {
    Path data = new SampleFiles(folder).write("data.csv", weighted(3));
    JsonNode trained = train(data, "--exclude", "n", "--threshold", "cost 1,9");
    JsonNode judged =
        JsonMapper.shared()
            .readTree(
                CommandRun.of("evaluate", folder.resolve("m.json"), data, "--json")
                    .succeeds()
                    .out());
    assertTrue(trained.path("threshold").asDouble() < 0.4, trained.toString());
    assertEquals(judged.path("accuracy"), trained.path("accuracy"));
  }

  @Test
  void classesAndTheirSharesAreTold() {
    String rows = "x,y\n" + "1,no\n2,no\n3,no\n2,yes\n".repeat(5);
    Path data = new SampleFiles(folder).write("data.csv", rows);
    CommandRun run =
        CommandRun.of(
                "train",
                data,
                "--label",
                "y",
                "--device",
                "cpu",
                "--positive",
                "no",
                "--model",
                folder.resolve("m.json"))
            .succeeds();
    String line = "classes    no 75.00 % (positive), yes 25.00 %";
    assertTrue(run.out().contains(line), run.out());
  }
}
