package io.downhill.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.LogisticModel;
import io.downhill.data.Classes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The options that say how cells are written, and what scoring tells of cells. */
class FormatOptionsTest {
  @TempDir Path folder;
  private SampleFiles files;
  private Path model;

  @BeforeEach
  void prepare() {
    files = new SampleFiles(folder);
    model = folder.resolve("model.json");
  }

  private CommandRun train(Path data, Object... more) {
    List<Object> all =
        new ArrayList<>(List.of("train", data, "--model", model, "--device", "cpu", "--l2", 0.01));
    all.addAll(List.of(more));
    return CommandRun.of(all.toArray());
  }

  private Path continents() {
    StringBuilder csv = new StringBuilder("x,home,continent\n");
    for (int i = 0; i < 60; i++) {
      csv.append(i * 7 % 30).append(i % 2 == 0 ? ",NA" : i % 3 == 0 ? ",AS" : ",");
      csv.append(i * 7 % 30 + i % 9 > 18 ? ",NA\n" : ",EU\n");
    }
    return files.write("continents.csv", csv.toString());
  }

  @Test
  void onlyTheTextsOfNullAreGapsIfTheUserSaysSo() {
    train(continents(), "--label", "continent").fails(1, "column continent: missing label");
    CommandRun run = train(continents(), "--label", "continent", "--only-null").succeeds();
    LogisticModel trained = LogisticModel.load(model);
    assertEquals(new Classes("EU", "NA"), trained.classes());
    assertEquals(List.of("x", "home=AS", "home (missing)"), trained.features(), run.toString());
    assertEquals(List.of(), trained.preparation().orElseThrow().gaps());
    CommandRun.of("evaluate", model, continents()).succeeds();
  }

  @Test
  void nameWithACommaIsGivenInQuotes() {
    StringBuilder csv = new StringBuilder("\"weight, kg\",\"size \"\"L\"\", cm\",c,y\n");
    for (int i = 0; i < 40; i++) {
      csv.append(i * 7 % 11).append(',').append(i * 3 % 13).append(',').append(i % 3);
      csv.append(',').append(i / 2 % 2).append('\n');
    }
    Path data = files.write("sizes.csv", csv.toString());
    train(data, "--label", "y", "--exclude", "\"weight, kg\",c").succeeds();
    assertEquals(List.of("size \"L\", cm"), LogisticModel.load(model).features());
    train(data, "--label", "y", "--only", "c,\"size \"\"L\"\", cm\"").succeeds();
    assertEquals(List.of("size \"L\", cm", "c"), LogisticModel.load(model).features());
    train(data, "--label", "y", "--only", "c", "--category", "\"weight, kg\",c=1").succeeds();
    assertEquals(List.of("c=0", "c=2"), LogisticModel.load(model).features());
    CommandRun kept = CommandRun.of("predict", model, data, "--keep", "\"weight, kg\",y");
    assertTrue(kept.succeeds().out().startsWith("\"weight, kg\",y,probability"), kept.out());
  }

  @Test
  void decimalSignIsAPointOrAComma() {
    Path data = files.write("x.csv", "x;y\n" + "1,234;0\n2,500;1\n4,125;0\n7,375;1\n".repeat(6));
    train(data, "--label", "y", "--decimal", "x").fails(2, "--decimal", "must be . or ,");
    for (String decimal : List.of(".", ",")) {
      CommandRun run = train(data, "--label", "y", "--decimal", decimal).succeeds();
      boolean points = decimal.equals(".");
      assertEquals(points, run.out().contains("decimal points and commas between"), run.out());
      assertEquals("", run.err(), "nothing is open");
    }
    assertTrue(
        train(data, "--label", "y").succeeds().err().contains("with --decimal . it is 1234"));
  }

  @Test
  void queryIsReadAsTheOptionsSay() {
    Path data = continents();
    String query =
        "SELECT x || '' AS x, home, continent FROM read_csv('" + data + "', nullstr = '')";
    CommandRun run =
        CommandRun.of(
            "train", "--sql", query, "--label", "continent", "--only-null", "--model", model);
    assertTrue(run.succeeds().out().contains("examples"), run.out());
    assertEquals(new Classes("EU", "NA"), LogisticModel.load(model).classes());
    CommandRun refused =
        CommandRun.of("train", "--sql", query, "--label", "continent", "--model", model);
    refused.fails(1, "column continent: missing label");
  }

  @Test
  void emptyCellOfACategoryThatHadNoneIsTold() {
    String rows = "red,1,1\nblue,2,0\nred,3,0\nblue,4,1\nred,5,1\n";
    Path data = files.write("colour.csv", "colour,x,y\n" + rows.repeat(8));
    train(data, "--label", "y").succeeds();
    Path gap = files.write("gap.csv", "colour,x\n,0\nred,0\n");
    CommandRun run = CommandRun.of("predict", model, gap).succeeds();
    assertTrue(
        run.err().contains("colour: 1 gap, rare or absent in training, taken as red"), run.err());
    CommandRun full = CommandRun.of("predict", model, data).succeeds();
    assertEquals("", full.err());
  }
}
