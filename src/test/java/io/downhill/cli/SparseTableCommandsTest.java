package io.downhill.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.LogisticModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The commands on tables that are held sparse. */
class SparseTableCommandsTest {
  private static final int LEVELS = 1200;

  @TempDir static Path folder;

  private static Path file;
  private static Path model;

  @BeforeAll
  static void train() throws IOException {
    SplittableRandom random = new SplittableRandom(3);
    StringBuilder csv = new StringBuilder("city,rank,age,y,k\n");
    for (int i = 0; i < 4000; i++) {
      int city = i < LEVELS ? i : random.nextInt(LEVELS);
      int rank = random.nextInt(5);
      double age = 20 + random.nextInt(50);
      double z = (city % 7 - 3) * 0.6 + (rank - 2) * 0.4 + (age - 45) * 0.05;
      csv.append(city % 50 == 0 ? "\"city " + city + ", \"\"old\"\"\nand new\"" : "c" + city);
      csv.append(',').append(rank).append(',').append(age).append(',');
      csv.append(random.nextDouble() < 1 / (1 + Math.exp(-z)) ? "yes" : "no").append(',');
      csv.append("abc".charAt(Math.min(2, Math.abs((int) (z + random.nextInt(2)))))).append('\n');
    }
    file = Files.writeString(folder.resolve("visits.csv"), csv);
    model = folder.resolve("visits.json");
    String told = run("train", file, "--model", model).succeeds().out();
    assertTrue(told.contains("held sparse: 2.79 of them are not 0 in a row"), told);
    assertTrue(told.contains("scaled to deviation 1, numbers centred, levels not"), told);
  }

  private static CommandRun run(String command, Path data, Object... more) {
    Object[] all = new Object[more.length + 12];
    Object[] first = {
      command, data, "--label", "y", "--exclude", "k", "--rare", 1, "--l2", 1e-4, "--device", "cpu"
    };
    System.arraycopy(first, 0, all, 0, first.length);
    System.arraycopy(more, 0, all, first.length, more.length);
    return CommandRun.of(all);
  }

  private static JsonNode json(CommandRun run) {
    return JsonMapper.shared().readTree(run.succeeds().out());
  }

  @Test
  void evaluateTellsTheCostOfTheTrainingRows() {
    JsonNode trained = json(run("train", file, "--model", folder.resolve("again.json"), "--json"));
    assertEquals(1201, trained.get("features").asInt());
    assertTrue(trained.get("sparse").get("nonzero").asLong() < 12_000, trained.toString());
    JsonNode judged = json(CommandRun.of("evaluate", model, file, "--label", "y", "--json"));
    assertEquals(trained.get("accuracy").asDouble(), judged.get("accuracy").asDouble(), 1e-12);
    assertTrue(judged.get("logLoss").asDouble() < trained.get("cost").asDouble());
  }

  @Test
  void predictScoresRowsAsTheModelDoesOneByOne() throws IOException {
    Path rows = folder.resolve("new.csv");
    Files.writeString(
        rows, "age,city,rank\n33,c17,2\n51,\"city 100, \"\"old\"\"\nand new\",0\n40,nowhere,4\n");
    CommandRun predicted = CommandRun.of("predict", model, rows).succeeds();
    List<String> lines = predicted.out().lines().toList();
    assertEquals(4, lines.size());
    assertTrue(predicted.err().contains("first 'nowhere', taken as"), predicted.err());
    LogisticModel learned = LogisticModel.load(model);
    double bias = learned.bias();
    int city = learned.features().indexOf("city=c17");
    int age = learned.features().indexOf("age");
    int rank = learned.features().indexOf("rank");
    double z =
        bias + learned.weights()[city] + 33 * learned.weights()[age] + 2 * learned.weights()[rank];
    assertEquals(1 / (1 + Math.exp(-z)), Double.parseDouble(lines.get(1).split(",")[0]), 1e-12);
    assertEquals(
        Double.parseDouble(lines.get(2).split(",")[0]),
        learned.probability(Map.of("city", "city 100, \"old\"\nand new", "rank", 0, "age", 51)));
  }

  @Test
  void showListsTheStrongestAndNamesWhatStandsInLines() {
    String shown = CommandRun.of("show", model, "--top", 3).succeeds().out();
    assertTrue(shown.contains("and 1198 more"), shown);
    assertTrue(shown.contains("city    category  1199 against"), shown);
    JsonNode all = json(CommandRun.of("show", model, "--json"));
    assertEquals(1201, all.get("coefficients").size());
  }

  @Test
  void modelsAreComparedTunedAndReported() {
    Path other = folder.resolve("other.json");
    run("train", file, "--model", other, "--category", "rank=1").succeeds();
    String compared = CommandRun.of("compare", model, other, file, "--label", "y").succeeds().out();
    assertTrue(compared.contains("log loss"), compared);
    Path page = folder.resolve("page.html");
    CommandRun.of("report", model, file, "--label", "y", "--output", page).succeeds();
    assertTrue(Files.exists(page));
    String tuned =
        CommandRun.of(
                "tune",
                file,
                "--label",
                "y",
                "--exclude",
                "k",
                "--rare",
                1,
                "--penalties",
                3,
                "--folds",
                2,
                "--device",
                "cpu")
            .succeeds()
            .out();
    assertTrue(tuned.contains("held sparse"), tuned);
  }

  @Test
  void classesAndHeldOutRowsAreTaken() {
    JsonNode trained =
        json(
            CommandRun.of(
                "train",
                file,
                "--label",
                "k",
                "--exclude",
                "y",
                "--rare",
                1,
                "--l2",
                1e-3,
                "--test",
                0.25,
                "--device",
                "cpu",
                "--json",
                "--model",
                folder.resolve("classes.json")));
    assertEquals(3, trained.get("classes").size());
    assertTrue(trained.get("test").get("accuracy").asDouble() > 0.4, trained.toString());
  }

  @Test
  void thatThereAreNoStandardErrorsIsTold() {
    String told =
        CommandRun.of(
                "train",
                file,
                "--label",
                "y",
                "--exclude",
                "k",
                "--rare",
                1,
                "--iterations",
                20,
                "--device",
                "cpu",
                "--model",
                folder.resolve("free.json"))
            .succeeds()
            .out();
    assertTrue(
        told.contains(
            "inference  -: no standard errors, for there is no Hessian of more than 1000 features"),
        told);
  }

  @Test
  void categoryIsComparedWithTheLevelThatIsNamed() {
    Path named = folder.resolve("named.json");
    run("train", file, "--model", named, "--category", "rank=1,city=c7").succeeds();
    LogisticModel learned = LogisticModel.load(named);
    assertTrue(learned.features().contains("rank=0"));
    assertTrue(!learned.features().contains("rank=1") && !learned.features().contains("city=c7"));
    run("train", file, "--model", named, "--category", "city=nowhere")
        .fails(1, "column city: nowhere is not one of its levels", "(1200 in all)");
  }
}
