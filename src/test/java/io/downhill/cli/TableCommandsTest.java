package io.downhill.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.LogisticModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The commands on a table as people have it: an identifier, texts, gaps, a leak. */
class TableCommandsTest {
  @TempDir Path folder;
  private Path data;
  private Path model;

  @BeforeEach
  void prepare() {
    data = new SampleFiles(folder).write("customers.csv", customers(200, ""));
    model = folder.resolve("model.json");
  }

  private static String customers(int count, String dot) {
    StringBuilder csv = new StringBuilder("id,name,plan,age,paid,cancelled,Churn\n");
    Random random = new Random(6);
    for (int i = 0; i < count; i++) {
      String plan = List.of("basic", "plus", "gold").get(random.nextInt(3));
      int age = 18 + random.nextInt(60);
      boolean churn = age / 20.0 + (plan.equals("gold") ? -1 : 1) + random.nextGaussian() > 2.5;
      csv.append("c").append(i).append(",\"Name, ").append(i).append("\",").append(plan);
      csv.append(',').append(i % 7 == 0 ? "" : age + "").append(',').append(i % 3 == 0);
      csv.append(',').append(churn ? "late" : "never");
      csv.append(',').append(churn ? "Yes" : "No").append(dot).append('\n');
    }
    return csv.toString();
  }

  private CommandRun train(Object... more) {
    List<Object> all =
        new ArrayList<>(
            List.of("train", data, "--label", "Churn", "--model", model, "--device", "cpu"));
    all.addAll(List.of(more));
    return CommandRun.of(all.toArray());
  }

  private CommandRun honest(Object... more) {
    List<Object> all = new ArrayList<>(List.of("--exclude", "cancelled"));
    all.addAll(List.of(more));
    return train(all.toArray());
  }

  private static JsonNode json(CommandRun run) {
    return JsonMapper.shared().readTree(run.succeeds().out());
  }

  @Test
  void tableOfColumnsSaysWhatBecameOfEach() {
    String out = honest().succeeds().out();
    assertTrue(out.contains("left out: an identifier"), out);
    assertTrue(out.contains("as it is, gaps filled with the mean and marked"), out);
    assertEquals(5, LogisticModel.load(model).features().size(), out);
  }

  @Test
  void leakIsNamed() {
    String err = train("--l2", "0.1").succeeds().err();
    assertTrue(err.contains("warning: cancelled alone tells every label: likely a leak"), err);
  }

  @Test
  void sameCommandGivesTheSameModel() throws Exception {
    honest("--test", "0.3").succeeds();
    List<String> first = weights();
    honest("--test", "0.3", "--threads", "1").succeeds();
    assertEquals(first, weights());
  }

  private List<String> weights() throws Exception {
    return Files.readAllLines(model).stream()
        .filter(line -> line.contains("\"weights\"") || line.contains("\"bias\""))
        .toList();
  }

  @Test
  void heldOutRowsJudgeTheModel() {
    JsonNode json = json(honest("--test", "0.2", "--json"));
    assertEquals(160, json.path("examples").asInt());
    assertEquals(40, json.path("test").path("examples").asInt());
  }

  @Test
  void otherFileJudgesTheModel() {
    Path other = new SampleFiles(folder).write("other.csv", customers(70, ""));
    JsonNode json = json(honest("--test", other, "--json"));
    assertEquals(200, json.path("examples").asInt());
    assertEquals(70, json.path("test").path("examples").asInt());
  }

  @Test
  void thresholdIsStoredAndUsed() {
    honest("--threshold", "cost", "1,20").succeeds();
    double threshold = LogisticModel.load(model).threshold();
    assertTrue(threshold < 0.5, "threshold " + threshold);
    JsonNode json = json(CommandRun.of("evaluate", model, data, "--json"));
    assertEquals(threshold, json.path("threshold").asDouble());
    CommandRun.of("predict", model, data)
        .succeeds()
        .out()
        .lines()
        .skip(1)
        .forEach(
            line -> {
              double a = Double.parseDouble(line.split(",")[0]);
              assertEquals(a > threshold ? "Yes" : "No", line.split(",")[1], line);
            });
  }

  @Test
  void labelIsTheOneOfTraining() {
    honest().succeeds();
    String out = CommandRun.of("evaluate", model, data).succeeds().out();
    for (String word : List.of("log loss", "AUC", "PR AUC", "Brier", "IS Yes")) {
      assertTrue(out.contains(word), () -> "no " + word + " in " + out);
    }
  }

  @Test
  void labelsWithADotAreTrimmed() {
    honest().succeeds();
    Path dotted = new SampleFiles(folder).write("dotted.csv", customers(50, "."));
    CommandRun.of("evaluate", model, dotted)
        .fails(1, "row 1, column Churn", "neither No nor Yes", "--trim-label .");
    CommandRun.of("evaluate", model, dotted, "--trim-label", ".").succeeds();
  }

  @Test
  void positiveClassIsTheOneTheUserNames() {
    honest("--positive", "No").succeeds();
    assertEquals("No", LogisticModel.load(model).classes().positive());
  }

  @Test
  void unknownPositiveClassFails() {
    honest("--positive", "Maybe").fails(1, "no label is Maybe", "Yes");
  }

  @Test
  void keptColumnsComeFirstAndInOrder() {
    honest().succeeds();
    List<String> lines =
        CommandRun.of("predict", model, data, "--keep", "name,id")
            .succeeds()
            .out()
            .lines()
            .toList();
    assertEquals("name,id,probability,prediction", lines.get(0));
    assertTrue(lines.get(1).startsWith("\"Name, 0\",c0,0."), lines.get(1));
    assertTrue(lines.get(200).startsWith("\"Name, 199\",c199,"), lines.get(200));
  }

  @Test
  void keptTextsThatStandForGapsAreCarriedAlong() throws Exception {
    honest().succeeds();
    String text = "id,plan,age,paid\nNA,?,30,true\n,basic,NA,false\nNULL,gold,,true\n";
    Path rows = new SampleFiles(folder).write("gaps.csv", text);
    List<String> plain = CommandRun.of("predict", model, rows).succeeds().out().lines().toList();
    List<String> kept =
        CommandRun.of("predict", model, rows, "--keep", "id,plan,age")
            .succeeds()
            .out()
            .lines()
            .toList();
    List<String> cells = List.of("id,plan,age", "NA,?,30", ",basic,NA", "NULL,gold,");
    for (int i = 0; i < cells.size(); i++) {
      assertEquals(cells.get(i) + "," + plain.get(i), kept.get(i));
    }
  }

  @Test
  void predictionsMayBeParquet() {
    honest().succeeds();
    Path parquet = folder.resolve("p.parquet");
    CommandRun.of("predict", model, data, "--keep", "id", "--output", parquet).succeeds();
    String query = "SELECT c.* FROM '" + parquet + "' p JOIN '" + data + "' c USING (id)";
    JsonNode json = json(CommandRun.of("evaluate", model, "--sql", query, "--json"));
    assertEquals(200, json.path("examples").asInt());
    assertEquals("customers.csv model.json p.parquet", SampleFiles.names(folder));
  }

  @Test
  void queryIsData() {
    String query = "SELECT * EXCLUDE (cancelled) FROM '" + data + "' WHERE age > 30";
    JsonNode json =
        json(
            CommandRun.of("train", "--sql", query, "--label", "Churn", "--model", model, "--json"));
    assertTrue(json.path("examples").asInt() < 200, json.toString());
  }

  @Test
  void rowThatIsCutShortIsToldWithItsLine() {
    honest().succeeds();
    String text = "id,name,plan,age,paid,Churn\n1,A,basic,30,true,No\n2,B,basic,30\n";
    Path ragged = new SampleFiles(folder).write("ragged.csv", text);
    String line = "ragged.csv: line 3: 4 columns, but 6 expected";
    CommandRun.of("predict", model, ragged).fails(1, line);
    CommandRun.of("train", ragged, "--label", "Churn", "--model", model).fails(1, line);
    Path numbers = new SampleFiles(folder).write("n.csv", "a,y\n1,0\n2,1\n3\n4,1\n");
    CommandRun.of("train", numbers, "--label", "y", "--model", model)
        .fails(1, "n.csv: line 4: 1 columns, but 2 expected");
  }

  @Test
  void queryThatIsNoneFails() {
    CommandRun.of("train", "--sql", "SELEKT 1", "--label", "y", "--model", model)
        .fails(1, "--sql", "syntax error");
  }

  @Test
  void severalFilesAreOneTable() {
    Path more = new SampleFiles(folder).write("more.csv", customers(30, ""));
    JsonNode json = json(honest(more, "--json"));
    assertEquals(230, json.path("examples").asInt());
  }

  @Test
  void noDataIsWrongUsage() {
    CommandRun.of("train", "--label", "y").fails(2, "missing DATA or --sql");
  }

  @Test
  void headerMayBeDenied() {
    Path bare = new SampleFiles(folder).write("bare.csv", "a,b\nc,d\na,d\nc,b\n");
    CommandRun.of(
            "train", bare, "--no-header", "--label", "1", "--rare", "1", "--model", model, "--json")
        .succeeds();
    assertEquals(List.of("column0=c"), LogisticModel.load(model).features());
  }

  @Test
  void delimiterMayBeTold() {
    Path odd = new SampleFiles(folder).write("odd.csv", "a#y\n1#0\n2#1\n3#0\n4#1\n");
    CommandRun.of("train", odd, "--delimiter", "#", "--label", "y", "--model", model).succeeds();
    assertEquals(List.of("a"), LogisticModel.load(model).features());
  }

  @Test
  void showListsCoefficientsAndColumns() {
    honest().succeeds();
    String out = CommandRun.of("show", model).succeeds().out();
    for (String word : List.of("plan=", "age (missing)", "ODDS RATIO", "(bias)", "identifier")) {
      assertTrue(out.contains(word), () -> "no " + word + " in " + out);
    }
    JsonNode json = json(CommandRun.of("show", model, "--json"));
    assertEquals(5, json.path("coefficients").size());
  }

  @Test
  void coefficientsAreSortedByImportance() {
    honest().succeeds();
    double before = Double.POSITIVE_INFINITY;
    for (JsonNode one : json(CommandRun.of("show", model, "--json")).path("coefficients")) {
      double size = Math.abs(one.path("standardized").asDouble());
      assertFalse(size > before, one.toString());
      before = size;
    }
  }

  @Test
  void matrixTakesNoColumnOptions() {
    CommandRun.of("train", "x.npy", "--label", "y.npy", "--exclude", "a", "--model", model)
        .fails(2, ".npy matrix has no columns");
  }

  @Test
  void testPartAboveOneIsWrongUsage() {
    honest("--test", "1.5").fails(2, "--test must be", "1.5");
  }

  @Test
  void unknownThresholdIsWrongUsage() {
    honest("--threshold", "best").fails(2, "--threshold must be", "best");
  }

  @Test
  void whatIsOddInTheTestFileIsTold() {
    String plain = customers(40, "");
    Path other = new SampleFiles(folder).write("later.csv", plain.replace("gold", "platinum"));
    String err = honest("--test", other).succeeds().err();
    assertTrue(err.contains("warning: in " + other + ": plan: "), err);
    assertTrue(err.contains("'platinum'"), err);
  }
}
