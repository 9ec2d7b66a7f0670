package io.downhill.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.LogisticModel;
import io.downhill.data.Classes;
import io.downhill.data.npy.NpyFixture;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The commands on labels whose text matters: large numbers, numbers among texts, arrays of texts.
 */
class LabelTextsTest {
  /** Their nearest doubles are two. */
  private static final List<String> LARGE =
      List.of("9007199254740992", "9007199254740993", "9007199254740995");

  @TempDir Path folder;
  private SampleFiles files;
  private Path model;

  @BeforeEach
  void open() {
    files = new SampleFiles(folder);
    model = folder.resolve("model.json");
  }

  /** Each class in turn, with a value that tells it. */
  private String csv(List<String> labels) {
    StringBuilder csv = new StringBuilder("x,y,kind\n");
    for (int i = 0; i < 60; i++) {
      int k = i % labels.size();
      csv.append(i % 7 % 3 + k).append(',').append(i * 11 % 17 - 2 * k).append(',');
      csv.append(labels.get(k)).append('\n');
    }
    return csv.toString();
  }

  private void trainsAndJudges(String... data) {
    Object[] train = {"train", "--label", "kind", "--l2", "0.01", "--model", model};
    CommandRun.of(with(train, data)).succeeds();
    assertEquals(LARGE, LogisticModel.load(model).classes().names());
    Object[] evaluate = {"evaluate", model, "--label", "kind", "--json"};
    CommandRun run = CommandRun.of(with(evaluate, data)).succeeds();
    for (String label : LARGE) {
      assertTrue(
          run.out().replaceAll("\\s", "").contains("\"class\":\"" + label + "\""), run.out());
    }
  }

  private static Object[] with(Object[] command, String... data) {
    Object[] all = new Object[command.length + data.length];
    System.arraycopy(command, 0, all, 0, command.length);
    System.arraycopy(data, 0, all, command.length, data.length);
    return all;
  }

  @Test
  void largeNumbersOfACsvAreClassesOfTheirOwn() {
    trainsAndJudges(files.write("a.csv", csv(LARGE)).toString());
  }

  @Test
  void largeNumbersBehindSmallOnesAreToo() {
    // More rows than are looked at to tell what a column holds.
    StringBuilder csv = new StringBuilder("x,kind\n");
    for (int i = 0; i < 30_000; i++) {
      csv.append(i % 7).append(',').append(i < 29_000 ? "" + i % 2 : LARGE.get(i % 2)).append('\n');
    }
    Path data = files.write("late.csv", csv.toString());
    CommandRun.of("train", data, "--label", "kind", "--l2", "0.01", "--model", model).succeeds();
    assertEquals(
        List.of("0", "1", LARGE.get(0), LARGE.get(1)), LogisticModel.load(model).classes().names());
  }

  @Test
  void largeNumbersOfColumnsWithTypesAreClassesOfTheirOwn() {
    Path data = files.write("a.csv", csv(LARGE));
    for (String type : List.of("BIGINT", "UBIGINT", "HUGEINT", "DECIMAL(20,0)")) {
      trainsAndJudges("--sql", "SELECT x, y, kind::" + type + " AS kind FROM '" + data + "'");
    }
  }

  @Test
  void largeNumbersOfJsonAreClassesOfTheirOwn() {
    StringBuilder json = new StringBuilder();
    csv(LARGE)
        .lines()
        .skip(1)
        .map(line -> line.split(","))
        .forEach(
            cells ->
                json.append("{\"x\": " + cells[0] + ", \"y\": " + cells[1])
                    .append(", \"kind\": " + cells[2] + "}\n"));
    trainsAndJudges(files.write("a.jsonl", json.toString()).toString());
  }

  @Test
  void largeLabelsAreNamedInOptions() {
    Path data = files.write("a.csv", csv(LARGE));
    CommandRun.of(
            "train",
            data,
            "--label",
            "kind",
            "--l2",
            "1",
            "--model",
            model,
            "--positive",
            LARGE.get(1))
        .succeeds();
    assertEquals(LARGE.get(1), LogisticModel.load(model).classes().positive());
    CommandRun run =
        CommandRun.of(
                "train",
                data,
                "--label",
                "kind",
                "--l2",
                "1",
                "--model",
                model,
                "--class-weight",
                LARGE.get(2) + "=0," + LARGE.get(0) + "=3")
            .succeeds();
    assertEquals(LARGE.subList(0, 2), LogisticModel.load(model).classes().names());
    assertTrue(run.out().contains("9007199254740993 50.00 % (positive)"), run.out());
    CommandRun.of(
            "train",
            data,
            "--label",
            "kind",
            "--l2",
            "1",
            "--model",
            model,
            "--class-weight",
            "9007199254740994=2")
        .fails(2, "about a class 9007199254740994, which there is not");
    String header = "prediction,probability_9007199254740992,probability_9007199254740993";
    CommandRun.of("train", data, "--label", "kind", "--l2", "1", "--model", model).succeeds();
    CommandRun predicted = CommandRun.of("predict", model, data).succeeds();
    assertTrue(predicted.out().startsWith(header), predicted.out());
  }

  @Test
  void predictionsOfLargeLabelsKeepTheirDigitsInParquet() {
    Path data = files.write("a.csv", csv(LARGE));
    CommandRun.of("train", data, "--label", "kind", "--l2", "1", "--model", model).succeeds();
    Path parquet = folder.resolve("p.parquet");
    CommandRun.of("predict", model, data, "--keep", "x", "--output", parquet).succeeds();
    Path again = folder.resolve("again.json");
    CommandRun.of(
            "train",
            "--sql",
            "SELECT x, prediction AS kind FROM '" + parquet + "'",
            "--label",
            "kind",
            "--l2",
            "1",
            "--model",
            again)
        .succeeds();
    assertTrue(LARGE.containsAll(LogisticModel.load(again).classes().names()), again::toString);
  }

  @Test
  void numbersAmongTextsAreTexts() {
    Path data = files.write("a.csv", csv(List.of("1", "1.0", "x")));
    CommandRun run =
        CommandRun.of("train", data, "--label", "kind", "--l2", "1", "--model", model).succeeds();
    assertTrue(
        run.err()
            .contains(
                "warning: labels 1 and 1.0 are classes of their own, as texts: not all labels are"
                    + " numbers"),
        run.err());
    assertEquals(List.of("1", "1.0", "x"), LogisticModel.load(model).classes().names());
    CommandRun shown = CommandRun.of("show", model, "--reference", "1.0").succeeds();
    assertTrue(shown.out().contains("against 1.0"), shown.out());
    Path other = files.write("b.csv", "x,y,kind\n1,1,1.00\n2,2,x\n");
    CommandRun.of("evaluate", model, other).fails(1, "label 1.00 is none of the 3 of the model");
  }

  @Test
  void spellingsOfOneNumberAreOneClassAndTold() {
    Path data = files.write("a.csv", csv(List.of("1", "2", "3", "1.0", "02", "3")));
    CommandRun run =
        CommandRun.of("train", data, "--label", "kind", "--l2", "1", "--model", model).succeeds();
    assertTrue(
        run.err().contains("warning: labels 1 and 1.0 (and 1 more such) are one class"), run.err());
    assertEquals(List.of("1", "2", "3"), LogisticModel.load(model).classes().names());
    CommandRun.of("evaluate", model, data).succeeds();
  }

  @ParameterizedTest
  @ValueSource(strings = {"<U3", ">U3", "|S3"})
  void arraysOfTextsAreTrainedOnPredictedAndJudged(String descr) throws IOException {
    String[] names = {"oak", "elm", "ah"};
    double[][] x = new double[60][];
    int unit = descr.charAt(1) == 'U' ? 4 : 1;
    ByteBuffer bytes =
        ByteBuffer.allocate(60 * 3 * unit)
            .order(descr.charAt(0) == '>' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < 60; i++) {
      x[i] = new double[] {i % 3 + i % 7 / 5.0, i * 11 % 17};
      for (int c = 0; c < 3; c++) {
        int point = c < names[i % 3].length() ? names[i % 3].charAt(c) : 0;
        if (unit == 4) {
          bytes.putInt(point);
        } else {
          bytes.put((byte) point);
        }
      }
    }
    Path matrix = NpyFixture.matrix(folder.resolve("x.npy"), "<f4", false, x);
    Path labels = NpyFixture.labels(folder.resolve("y.npy"), descr, "(60, 1)", bytes.array());
    CommandRun.of("train", matrix, "--label", labels, "--l2", "0.01", "--model", model).succeeds();
    assertEquals(List.of("ah", "elm", "oak"), LogisticModel.load(model).classes().names());
    CommandRun predicted = CommandRun.of("predict", model, matrix).succeeds();
    assertTrue(
        predicted
            .out()
            .startsWith("prediction,probability_ah,probability_elm,probability_oak\noak,"),
        predicted.out());
    CommandRun judged = CommandRun.of("evaluate", model, matrix, "--label", labels).succeeds();
    assertTrue(judged.out().contains("elm"), judged.out());
    CommandRun.of(
            "train", matrix, "--label", labels, "--positive", "elm", "--l2", "1", "--model", model)
        .succeeds();
    assertEquals("elm", LogisticModel.load(model).classes().positive());
  }

  /** Quotes, commas, line ends and what moves the cursor of a terminal. */
  @Test
  void namesOfAnyCharactersAreKeptAndShownInOneLine() {
    List<String> names = List.of("a \"b\"", "c,d", "esc\u001b[31m", "line\none");
    Path data = files.write("a.csv", csv(names.stream().map(Csv::cell).toList()));
    CommandRun.of("train", data, "--label", "kind", "--model", model).succeeds();
    assertEquals(names, LogisticModel.load(model).classes().names());
    String predicted = CommandRun.of("predict", model, data).succeeds().out();
    String header =
        "prediction,\"probability_a \"\"b\"\"\",\"probability_c,d\",probability_esc\u001b[31m,"
            + "\"probability_line\none\"\n";
    assertTrue(predicted.startsWith(header), predicted);
    Path again = files.write("predicted.csv", predicted);
    CommandRun.of("train", again, "--label", "prediction", "--l2", "1", "--model", model + "2")
        .succeeds();
    Classes read = LogisticModel.load(Path.of(model + "2")).classes();
    assertTrue(names.containsAll(read.names()), read::toString);
    JsonNode json =
        JsonMapper.shared()
            .readTree(CommandRun.of("evaluate", model, data, "--json").succeeds().out());
    for (int k = 0; k < names.size(); k++) {
      assertEquals(names.get(k), json.path("classes").path(k).path("class").asString());
    }
    for (Object[] command :
        new Object[][] {
          {"evaluate", model, data},
          {"show", model},
          {"show", model, "--reference", "line\none"},
          {"train", data, "--label", "kind", "--model", model},
          {"compare", model, model + "2", data}
        }) {
      CommandRun run = CommandRun.of(command);
      String told = run.out() + run.err();
      assertEquals(-1, told.indexOf('\u001b'), told);
      assertTrue(told.lines().noneMatch(line -> line.startsWith("one")), told);
    }
  }
}
