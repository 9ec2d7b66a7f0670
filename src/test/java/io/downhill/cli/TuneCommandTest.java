package io.downhill.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.Json;
import io.downhill.LogisticModel;
import io.downhill.data.npy.NpyFixture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class TuneCommandTest {
  @TempDir Path folder;
  private Path data;

  @BeforeEach
  void prepare() {
    StringBuilder csv = new StringBuilder("a,b,site,day,y,three\n");
    Random random = new Random(5);
    for (int i = 0; i < 120; i++) {
      double a = random.nextGaussian();
      double b = random.nextGaussian();
      double z = 1.5 * a + 0.1 * b + random.nextGaussian();
      String day = String.format("2024-%02d-%02d", 1 + i % 12, 1 + i / 12);
      csv.append(a + "," + b + ",s" + i % 6 + "," + day + "," + (z > 0 ? "yes" : "no"));
      csv.append("," + (z > 0.5 ? "high" : z > -0.5 ? "mid" : "low") + "\n");
    }
    data = new SampleFiles(folder).write("data.csv", csv.toString());
  }

  private CommandRun run(String command, Object... more) {
    List<Object> all = new ArrayList<>(List.of(command, data, "--device", "cpu"));
    all.addAll(Arrays.asList(more));
    return CommandRun.of(all.toArray());
  }

  private CommandRun tune(Object... more) {
    List<Object> all = new ArrayList<>(List.of("--only", "a,b"));
    if (!Arrays.asList(more).contains("--penalties")) {
      all.addAll(List.of("--penalties", "6"));
    }
    all.addAll(Arrays.asList(more));
    return run("tune", all.toArray());
  }

  private JsonNode json(Object... more) {
    List<Object> all = new ArrayList<>(Arrays.asList(more));
    all.add("--json");
    return JsonMapper.shared().readTree(tune(all.toArray()).succeeds().out());
  }

  @Test
  void modelIsThatOfTrainWithThePenaltyThatWasChosen() {
    Path tuned = folder.resolve("tuned.json");
    Path plain = folder.resolve("plain.json");
    JsonNode json = json("--label", "y", "--model", tuned);
    double l2 = json.path("penalties").get(json.path("chosen").asInt()).path("l2").asDouble();
    String[] options = {"--label", "y", "--only", "a,b", "--l2", Json.shortest(l2), "--model"};
    List<Object> train = new ArrayList<>(Arrays.asList(options));
    train.add(plain);
    run("train", train.toArray()).succeeds();
    LogisticModel one = LogisticModel.load(tuned);
    assertArrayEquals(LogisticModel.load(plain).weights(), one.weights());
    assertEquals(LogisticModel.load(plain).bias(), one.bias());
    assertTrue(SampleFiles.read(tuned).contains("the best of 6 penalties"));
  }

  @Test
  void trainChoosesWhatTuneDoes() {
    Path model = folder.resolve("auto.json");
    String out =
        run("train", "--label", "y", "--only", "a,b", "--l2", "auto", "--model", model, "--json")
            .succeeds()
            .out();
    JsonNode tuning = JsonMapper.shared().readTree(out).path("tuning");
    JsonNode json = json("--label", "y", "--penalties", "50");
    assertEquals(json.path("chosen"), tuning.path("chosen"));
    assertEquals(json.path("penalties"), tuning.path("penalties"));
    assertEquals(
        json.path("penalties").get(json.path("chosen").asInt()).path("l2").asDouble(),
        LogisticModel.load(model).report().orElseThrow().provenance().orElseThrow().options().l2());
  }

  @Test
  void tableAndCurveFitEightyColumns() {
    CommandRun run = tune("--label", "y", "--penalties", "40", "--l1-ratio", "1").succeeds();
    assertTrue(run.out().contains("more in --json"), run::toString);
    assertTrue(run.out().contains("or `train` with --l1 "), run::toString);
    List<String> wide = run.out().lines().filter(line -> line.length() > 80).toList();
    assertEquals(List.of(), wide);
    assertTrue(run.out().chars().allMatch(c -> c < 128 || c > 255), run::toString);
  }

  /** A terminal whose locale has no UTF-8, as the launcher tells it. */
  @ParameterizedTest
  @CsvSource({"ANSI_X3.4-1968, 127", "UTF-8, 65535"})
  void theCurveHasTheCharactersOfTheTerminal(String charset, int largest) {
    String before = System.setProperty("downhill.charset", charset);
    try {
      String out = tune("--label", "y").succeeds().out();
      assertTrue(out.contains("against l2"), out);
      assertTrue(out.chars().allMatch(c -> c <= largest), out);
      assertEquals(largest > 127, out.contains("●"), out);
    } finally {
      if (before == null) {
        System.clearProperty("downhill.charset");
      } else {
        System.setProperty("downhill.charset", before);
      }
    }
  }

  @Test
  void oneFeatureIsEnough() {
    JsonNode json =
        JsonMapper.shared()
            .readTree(
                run("tune", "--label", "y", "--only", "a", "--l1-ratio", "1", "--json")
                    .succeeds()
                    .out());
    assertEquals(1, json.path("features").asInt());
    JsonNode penalties = json.path("penalties");
    assertEquals(0, penalties.get(0).path("nonzero").asInt());
    assertEquals(1, penalties.get(1).path("nonzero").asInt());
  }

  @Test
  void matricesOfNumPyAreTaken() throws Exception {
    Path x = folder.resolve("x.npy");
    Path y = folder.resolve("y.npy");
    StringBuilder csv = new StringBuilder("u,v,y\n");
    double[][] rows = new double[40][2];
    double[] labels = new double[40];
    Random random = new Random(2);
    for (int i = 0; i < rows.length; i++) {
      rows[i] = new double[] {(float) random.nextGaussian(), (float) random.nextGaussian()};
      labels[i] = rows[i][0] + random.nextGaussian() > 0 ? 1 : 0;
      csv.append((float) rows[i][0] + "," + (float) rows[i][1] + "," + (int) labels[i] + "\n");
    }
    NpyFixture.matrix(x, "<f4", false, rows);
    NpyFixture.vector(y, "<f4", labels);
    Path table = new SampleFiles(folder).write("same.csv", csv.toString());
    Object[] options = {"--penalties", "8", "--l1-ratio", "0.5", "--device", "cpu", "--json"};
    List<Object> matrix = new ArrayList<>(List.of("tune", x, "--label", y));
    List<Object> columns = new ArrayList<>(List.of("tune", table, "--label", "y"));
    matrix.addAll(Arrays.asList(options));
    columns.addAll(Arrays.asList(options));
    JsonNode one = JsonMapper.shared().readTree(CommandRun.of(matrix.toArray()).succeeds().out());
    JsonNode two = JsonMapper.shared().readTree(CommandRun.of(columns.toArray()).succeeds().out());
    assertEquals(8, one.path("penalties").size());
    assertEquals(two.path("penalties"), one.path("penalties"));
  }

  @Test
  void aFoldThatIsTrainedOnNoRowOfAClassIsNamed() {
    StringBuilder csv = new StringBuilder("a,group,y\n");
    for (int i = 0; i < 30; i++) {
      csv.append(i % 7 + "," + "pqr".charAt(i % 3) + "," + (i % 3 == 1 ? "rare" : "usual") + "\n");
    }
    data = new SampleFiles(folder).write("groups.csv", csv.toString());
    run("tune", "--label", "y", "--fold", "group")
        .fails(1, "fold 2 of 3 is trained on no row of the class rare: take fewer folds");
  }

  /** A held-out part of one class has a loss, but no AUC. */
  @Test
  void aHeldOutPartWithoutAClassIsTold() {
    StringBuilder csv = new StringBuilder("a,group,y\n");
    for (int i = 0; i < 60; i++) {
      boolean only = i % 3 == 1;
      csv.append(i % 7 + "," + "pqr".charAt(i % 3) + "," + (only || i % 2 == 0 ? "p" : "q") + "\n");
    }
    data = new SampleFiles(folder).write("groups.csv", csv.toString());
    CommandRun run = run("tune", "--label", "y", "--fold", "group").succeeds();
    assertTrue(run.err().contains("warning: AUC is that of 2 of 3 folds"), run::toString);
  }

  @Test
  void theModelTellsHowItsPenaltyWasChosen() {
    Path model = folder.resolve("model.json");
    tune("--label", "y", "--model", model, "--rule", "1se").succeeds();
    String chosen =
        LogisticModel.load(model).report().orElseThrow().provenance().orElseThrow().choice();
    assertTrue(chosen.startsWith("l2 "), chosen);
    assertTrue(chosen.contains("the largest within one standard error of the best of 6"), chosen);
    String text = SampleFiles.read(model);
    // A file without it, as of a model with a given penalty, is read; another type is refused.
    Path bad = new SampleFiles(folder).write("bad.json", text.replace("\"" + chosen + "\"", "3"));
    CommandRun.of("show", bad).fails(1, "bad.json", "penalty");
  }

  @Test
  void valuesOfAColumnAreFoldsAndNoFeature() {
    JsonNode json =
        JsonMapper.shared()
            .readTree(
                run("tune", "--label", "y", "--fold", "site", "--exclude", "day,three", "--json")
                    .succeeds()
                    .out());
    assertEquals(6, json.path("folds").asInt());
    assertEquals(2, json.path("features").asInt());
    assertEquals(3, json("--label", "y", "--fold", "site", "--folds", "3").path("folds").asInt());
  }

  @Test
  void datesAreAnOrder() {
    CommandRun run = tune("--label", "y", "--fold-order", "day", "--folds", "4").succeeds();
    assertTrue(run.out().contains("4 in the order of day"), run::toString);
  }

  @Test
  void pathHoldsAllWeights() throws Exception {
    Path path = folder.resolve("path.csv");
    tune("--label", "three", "--path", path).succeeds();
    List<String> lines = Files.readAllLines(path);
    assertEquals("penalty,class,feature,weight", lines.get(0));
    assertEquals(1 + 6 * 3 * 3, lines.size());
    tune("--label", "y", "--path", path).succeeds();
    assertEquals("penalty,feature,weight", Files.readAllLines(path).get(0));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--label y --penalties 0.1,0.2 | each less than the one before",
        "--label y --penalties 0 | penalties must be 1 or more",
        "--label y --folds 1 | folds must be 2 or more",
        "--label y --l1-ratio 2 | l1-ratio must be from 0 to 1",
        "--label y --rule worst | best or 1se",
        "--label three --measure brier | brier is of two classes",
        "--label y --offset a | --offset is an option of `train`",
        "--label y --bounds a.csv | --bounds is an option of `train`",
        "--label y --successes a | --successes is an option of `train`",
        "--label y --soft-label a | --soft-label is an option of `train`",
        "--label y --fold site --fold-order day | exclude each other",
        "--label y --test 0.2 | --model",
        "--label y --l1-ratio 1 --solver gd | solver must be",
        "--folds 5 | missing --label",
      })
  void wrongUsageIsOneLine(String options, String words) {
    tune((Object[]) options.split(" ")).fails(2, words);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--label y --folds 200 | too few for 200 folds",
        "--label y --fold site --folds 9 | 6 groups are too few for 9 folds",
        "--label y --fold none | no column named none",
        "--label y --fold y | both the cluster or fold and the label",
        "--label y --fold a | leave it out of --only",
      })
  void badDataAreOneLine(String options, String words) {
    tune((Object[]) options.split(" ")).fails(1, words);
  }

  @ParameterizedTest
  @CsvSource({
    "--alpha, 0.1, --alpha",
    "--l1, 0.5, one penalty",
    "--nonnegative, a, --bounds",
    "--offset, a, --l2 auto takes no --offset"
  })
  void autoRefusesByName(String option, String value, String words) {
    run("train", "--label", "y", "--l2", "auto", option, value).fails(2, words);
  }

  @ParameterizedTest
  @CsvSource({"--soft-label, a", "--successes, a"})
  void autoIsOfRowsWithALabel(String option, String column) {
    List<Object> train = new ArrayList<>(List.of("--l2", "auto", option, column));
    if (option.equals("--successes")) {
      train.addAll(List.of("--failures", "b"));
    }
    run("train", train.toArray()).fails(2, "--l2 auto takes no " + option, "give a number");
  }

  @Test
  void oneRowOfAClassIsTold() {
    data = new SampleFiles(folder).write("one.csv", "a,b,y\n1,2,p\n2,1,q\n3,4,q\n4,3,q\n5,5,q\n");
    tune("--label", "y", "--folds", "2").fails(1, "one row is of the class p");
  }

  @Test
  void separableRowsAndAPenaltyOfZero() {
    StringBuilder csv = new StringBuilder("a,b,y\n");
    for (int i = 0; i < 40; i++) {
      csv.append(i + "," + i % 3 + "," + (i < 20 ? "no" : "yes") + "\n");
    }
    data = new SampleFiles(folder).write("apart.csv", csv.toString());
    CommandRun run = tune("--label", "y", "--penalties", "1,0.1,0.01,0").succeeds();
    assertFalse(run.out().contains("NaN"), run::toString);
  }
}
