package io.downhill.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.Json;
import io.downhill.LogisticModel;
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
    List<String> wide =
        run.out()
            .lines()
            .dropWhile(line -> !line.startsWith("L1"))
            .filter(line -> line.length() > 80 && !line.startsWith("model "))
            .toList();
    assertEquals(List.of(), wide);
    assertTrue(run.out().chars().allMatch(c -> c < 128 || c > 255), run::toString);
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
  @CsvSource({"--alpha,0.1,--alpha", "--l1,0.5,one penalty", "--nonnegative,a,--bounds"})
  void autoRefusesByName(String option, String value, String words) {
    run("train", "--label", "y", "--l2", "auto", option, value).fails(2, words);
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
