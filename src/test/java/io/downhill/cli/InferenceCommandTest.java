package io.downhill.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.LogisticModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Standard errors on the command line. */
class InferenceCommandTest {
  private static final int ROWS = 120;

  @TempDir Path folder;
  private Path data;
  private Path model;

  /** Pupils of schools, x beside the number and the name of their school. */
  @BeforeEach
  void prepare() throws IOException {
    model = folder.resolve("model.json");
    data = folder.resolve("pupils.csv");
    Files.write(data, table(""));
  }

  private static List<String> table(String firstSchool) {
    SplittableRandom random = new SplittableRandom(3);
    List<String> lines = new ArrayList<>(List.of("x,number,school,count,passed"));
    for (int i = 0; i < ROWS; i++) {
      double x = random.nextGaussian();
      int school = i % 15;
      String name = i == 0 && !firstSchool.isEmpty() ? firstSchool : "school " + school;
      String label = random.nextDouble() < 1 / (1 + Math.exp(-x)) ? "yes" : "no";
      lines.add(x + "," + (100 + school) + "," + name + "," + (1 + i % 3) + "," + label);
    }
    return lines;
  }

  private CommandRun train(Object... more) {
    List<Object> all =
        new ArrayList<>(
            List.of("train", data, "--label", "passed", "--model", model, "--device", "cpu"));
    all.addAll(Arrays.asList(more));
    return CommandRun.of(all.toArray());
  }

  private JsonNode inference(Object... more) {
    List<Object> all = new ArrayList<>(Arrays.asList(more));
    all.add("--json");
    String out = train(all.toArray()).succeeds().out();
    return JsonMapper.shared().readTree(out).path("inference");
  }

  @ParameterizedTest
  @ValueSource(strings = {"school", "number"})
  void clustersAreNoFeature(String column) {
    String other = column.equals("school") ? "number" : "school";
    JsonNode inference = inference("--cluster", column, "--exclude", other + ",count");
    assertEquals("robust", inference.path("method").asString());
    assertEquals(15, inference.path("clusters").asInt());
    assertEquals(List.of("x"), LogisticModel.load(model).features());
  }

  /** Both columns tell the same clusters. */
  @Test
  void namesAndNumbersOfClustersAreAlike() {
    JsonNode names = inference("--cluster", "school", "--only", "x");
    assertEquals(names, inference("--cluster", "number", "--only", "x"));
  }

  @Test
  void jsonHasTheContractedFields() {
    JsonNode inference = inference("--only", "x");
    assertEquals(
        List.of(
            "method",
            "level",
            "reference",
            "coefficients",
            "observations",
            "parameters",
            "nullParameters",
            "logLikelihood",
            "nullLogLikelihood",
            "deviance",
            "nullDeviance",
            "likelihoodRatio",
            "degreesOfFreedom",
            "p",
            "aic",
            "bic",
            "mcFadden",
            "distance",
            "reason"),
        List.copyOf(inference.propertyNames()));
    JsonNode first = inference.path("coefficients").get(0);
    assertEquals(
        List.of(
            "class",
            "feature",
            "estimate",
            "standardError",
            "z",
            "p",
            "low",
            "high",
            "oddsRatio",
            "oddsRatioLow",
            "oddsRatioHigh",
            "standardized"),
        List.copyOf(first.propertyNames()));
    assertEquals("yes", first.path("class").asString());
    assertEquals("no", inference.path("reference").asString());
    assertEquals("(bias)", inference.path("coefficients").get(1).path("feature").asString());
  }

  @Test
  void aWeightIsSoManyRows() {
    JsonNode inference = inference("--only", "x", "--weight", "count");
    assertEquals(ROWS * 2, inference.path("observations").asInt());
  }

  @Test
  void showTellsWhatTrainTold() {
    String trained = train("--only", "x", "--level", "0.9").succeeds().out();
    String shown = CommandRun.of("show", model).succeeds().out();
    for (String line : trained.lines().toList()) {
      boolean told = line.startsWith("x ") || line.startsWith("(bias)") || line.startsWith("fit ");
      assertTrue(!told || shown.contains(line), () -> "no " + line + " in " + shown);
    }
    assertTrue(shown.contains("90 % FROM"), shown);
    JsonNode json =
        JsonMapper.shared().readTree(CommandRun.of("show", model, "--json").succeeds().out());
    assertEquals(0.9, json.path("inference").path("level").asDouble());
  }

  @Test
  void noneTellsNothing() {
    String out = train("--only", "x", "--inference", "none").succeeds().out();
    assertFalse(out.contains("STD ERROR") || out.contains("inference"), out);
    assertTrue(out.contains("ODDS RATIO"), out);
    assertTrue(inference("--only", "x", "--inference", "none").isNull());
  }

  @Test
  void whatForbidsThemIsTold() {
    String out = train("--only", "x", "--l2", "1", "--inference", "wald").succeeds().out();
    assertTrue(out.contains("inference  -: a penalty"), out);
    assertTrue(out.matches("(?s).*\nx +\\S+ +- +- +- +- +-\n.*"), out);
  }

  @Test
  void separatedClassesAreTold() throws IOException {
    Files.writeString(data, "x,passed\n1,no\n2,no\n3,yes\n4,yes\n");
    String out = train("--only", "x").succeeds().out();
    assertTrue(out.contains("inference  -: some weights have no finite optimum"), out);
  }

  @Test
  void aRowWithoutAClusterIsRefusedOrDropped() throws IOException {
    Files.write(data, table("NA"));
    train("--cluster", "school", "--only", "x")
        .fails(1, "pupils.csv", "row 1", "column school", "--missing drop");
    String out = train("--cluster", "school", "--only", "x", "--missing", "drop").succeeds().out();
    assertTrue(out.contains((ROWS - 1) + " x 1 features"), out);
  }

  @Test
  void clustersThatCannotBeAreRefused() throws IOException {
    train("--cluster", "scool").fails(1, "no column named scool", "did you mean school?");
    train("--cluster", "passed").fails(1, "both the cluster or fold and the label");
    train("--cluster", "count", "--weight", "count")
        .fails(1, "both the cluster or fold and the weight");
    Files.writeString(data, "x,school,passed\n1,a,no\n2,a,yes\n3,a,no\n4,a,yes\n");
    train("--cluster", "school").fails(1, "school", "one cluster");
    assertFalse(Files.exists(model));
  }

  /** 2^53 and more are not told apart as doubles. */
  @Test
  void clustersAreToldApartByEachDigit() throws IOException {
    List<String> lines = table("");
    for (int i = 1; i <= ROWS; i++) {
      String number = (1234567890123456700L + i % 40) + ",";
      lines.set(i, lines.get(i).replaceFirst(",1\\d\\d,", "," + number));
    }
    Files.write(data, lines);
    assertEquals(40, inference("--cluster", "number", "--only", "x").path("clusters").asInt());
  }

  /** The two halves of a row are one observation, whether or not a column says so. */
  @ParameterizedTest
  @ValueSource(strings = {"--soft-label y", "--successes won --trials count"})
  void aRowOfBothClassesIsOneObservation(String target) throws IOException {
    SplittableRandom random = new SplittableRandom(4);
    List<String> lines = new ArrayList<>(List.of("row,x,y,won,count"));
    for (int i = 0; i < ROWS; i++) {
      double y = i < 2 ? i : random.nextInt(101) / 100.0;
      int count = 1 + random.nextInt(6);
      double x = random.nextGaussian() + y;
      lines.add("r" + i + "," + x + "," + y + "," + Math.round(y * count) + "," + count);
    }
    Files.write(data, lines);
    List<Object> run = new ArrayList<>(List.of("train", data));
    run.addAll(List.of(target.split(" ")));
    run.addAll(List.of("--model", model, "--device", "cpu", "--only", "x", "--json"));
    JsonNode wald = inferenceOf(run);
    assertEquals("wald", wald.path("method").asString());
    run.addAll(List.of("--inference", "robust"));
    JsonNode rows = inferenceOf(run);
    assertEquals(ROWS, rows.path("clusters").asInt());
    run.addAll(List.of("--cluster", "row"));
    assertEquals(rows, inferenceOf(run));
  }

  private static JsonNode inferenceOf(List<Object> run) {
    String out = CommandRun.of(run.toArray()).succeeds().out();
    return JsonMapper.shared().readTree(out).path("inference");
  }

  @Test
  void weightsThatAddUpToLessThanRowsAreTold() throws IOException {
    List<String> lines = table("");
    lines.replaceAll(line -> line.replaceFirst(",[123],", ",0.005,"));
    Files.write(data, lines);
    String wald = train("--only", "x", "--weight", "count").succeeds().out();
    assertTrue(wald.contains("wald; weights count rows, and 0.6"), wald);
    String robust =
        train("--only", "x", "--weight", "count", "--inference", "robust").succeeds().out();
    assertTrue(robust.contains("inference  -: robust standard errors take weights"), robust);
  }

  @Test
  void wrongUsageIsTold() {
    train("--cluster", "school", "--inference", "wald").fails(2, "--cluster", "--inference wald");
    train("--cluster", "school", "--inference", "none").fails(2, "--cluster", "--inference none");
    train("--inference", "bayes").fails(2, "wald, robust or none", "bayes");
    train("--level", "95").fails(2, "--level", "below 1", "95");
    CommandRun.of("train", "x.npy", "--label", "y.npy", "--cluster", "school")
        .fails(2, "--cluster");
  }
}
