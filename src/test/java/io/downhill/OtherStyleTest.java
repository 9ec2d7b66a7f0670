package io.downhill;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.data.DataException;
import io.downhill.data.PreparationOptions;
import io.downhill.data.TableOptions;
import io.downhill.data.table.PreparedRows;
import io.downhill.data.table.PreparedTable;
import io.downhill.data.table.TableSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A model scores tables that are written in another way than the one it was trained on. */
class OtherStyleTest {
  private static final int ROWS = 40;

  @TempDir Path folder;

  private static double number(int i) {
    return i % 7 * 700 + i % 4 * 0.25;
  }

  /** A number in a style: decimal sign, sign between thousands, unit. */
  private static String written(double x, String style) {
    String plain = String.format(Locale.ROOT, "%,.2f", x).replaceFirst("\\.?0+$", "");
    String[] signs = style.split("/", -1);
    return plain.replace(",", "g").replace(".", "d").replace("g", signs[1]).replace("d", signs[0])
        + signs[2];
  }

  private TableSource table(String name, String style) throws IOException {
    StringBuilder csv = new StringBuilder("x;y\n");
    for (int i = 0; i < ROWS; i++) {
      csv.append(written(number(i), style)).append(';').append(i * 5 % 9 > 3 ? "yes" : "no");
      csv.append('\n');
    }
    return source(name, csv.toString());
  }

  private TableSource source(String name, String text) throws IOException {
    return TableSource.files(Files.writeString(folder.resolve(name), text).toString());
  }

  private LogisticModel train(TableSource source) {
    TrainingOptions cpu = TrainingOptions.builder().device("cpu").l2(1e-3).build();
    PreparedTable table = PreparedTable.learn(source, PreparationOptions.label("y"));
    LogisticModel model = new LogisticRegression(cpu).fit(table.train()).model();
    Path file = folder.resolve("model.json");
    model.save(file);
    return LogisticModel.load(file);
  }

  private static String told(LogisticModel model, TableSource source) {
    return assertThrows(DataException.class, () -> model.probabilities(source)).getMessage();
  }

  private static final List<String> STYLES =
      List.of(".//", ",//", "./,/", ",/./", ",/ /", ",/\u202f/", "./'/", ".// kg", ",/./ kg");

  @Test
  void everyStyleScoresEveryOther() throws IOException {
    for (String trained : STYLES) {
      LogisticModel model = train(table("x.csv", trained));
      double[] expected = model.probabilities(table("x.csv", ".//"));
      for (String style : STYLES) {
        double[] actual = model.probabilities(table("new.csv", style));
        assertArrayEquals(expected, actual, "trained on " + trained + ", scores " + style);
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        // Style of training, a cell, the number it is; empty if it is refused.
        ".//~1,234~",
        "./,/~1,234~1234",
        ",//~1,234~1.234",
        ",//~1.234~",
        ",/./~1.234~1234",
        ",/./~1,234~1.234",
        ".//~1,2~1.2",
        ",//~1.2~1.2",
        ".//~42%~",
        ".// kg~42 lb~",
        ".//%~42~",
        ".//%~42 %~42",
        ".// kg~42~42",
      })
  void aCellAloneIsReadAsInTrainingOrRefused(String style, String cell, String expected)
      throws IOException {
    LogisticModel model = train(table("x.csv", style));
    if (expected == null) {
      String told =
          assertThrows(DataException.class, () -> model.probability(Map.of("x", cell)))
              .getMessage();
      assertTrue(told.contains("column x: ") && !told.contains("\n"), told);
    } else {
      double plain = model.probabilities(source("one.csv", "x;z\n" + cell + ";1\n"))[0];
      float x = Float.parseFloat(expected);
      assertEquals(model.probability(new float[] {x}), plain, style + " scores " + cell);
      assertEquals(plain, model.probability(Map.of("x", cell)), style + " scores " + cell);
    }
  }

  @Test
  void aPointBetweenSemicolonsIsRefusedWhereTheModelKnowsPlainNumbersAlone() throws IOException {
    LogisticModel model = train(table("x.csv", ".//"));
    TableSource semicolons = source("one.csv", "x;z\n1.234;1\n");
    String told =
        assertThrows(DataException.class, () -> model.probabilities(semicolons)).getMessage();
    assertTrue(told.contains("'1.234' may have a decimal comma or point"), told);
    double expected = model.probability(new float[] {1.234f});
    assertEquals(expected, model.probability(Map.of("x", "1.234")));
    assertEquals(expected, model.probabilities(source("one.csv", "x,z\n1.234,1\n"))[0]);
  }

  @Test
  void userTellsWhatACellAloneDoesNot() throws IOException {
    LogisticModel model = train(table("x.csv", ".//"));
    Path file = Files.writeString(folder.resolve("new.csv"), "x;z\n1,234;a\n");
    for (char decimal : new char[] {'.', ','}) {
      TableOptions options = TableOptions.DEFAULTS.decimal(Optional.of(decimal));
      double a = model.probabilities(TableSource.files(List.of(file.toString()), options))[0];
      float x = decimal == '.' ? 1234 : 1.234f;
      assertEquals(model.probability(new float[] {x}), a, "decimal " + decimal);
    }
    assertTrue(
        told(model, TableSource.files(file.toString()))
            .endsWith("give --decimal , or --decimal ."));
  }

  @Test
  void otherColumnsOfTheTableTell() throws IOException {
    StringBuilder csv = new StringBuilder("x;z;y\n");
    for (int i = 0; i < ROWS; i++) {
      csv.append(number(i) + ";" + (i % 5 + 0.5) + ";" + (i * 5 % 9 > 3 ? "yes" : "no") + "\n");
    }
    LogisticModel model = train(source("x.csv", csv.toString()));
    double[] a = model.probabilities(source("new.csv", "x;z\n1.234;0,5\n12;1,5\n"));
    assertEquals(model.probability(new float[] {1234, 0.5f}), a[0]);
    assertEquals(model.probability(new float[] {12, 1.5f}), a[1]);
  }

  @Test
  void anotherStyleIsTold() throws IOException {
    LogisticModel model = train(table("x.csv", ".//"));
    try (PreparedRows rows =
        PreparedRows.open(
            source("new.csv", "x;z\n1,5;a\n-;a\n"), model.preparationOrPlain(), List.of())) {
      rows.next(9);
      String told = rows.warnings().toString();
      assertTrue(told.contains("x: read with decimal commas, as in 1,5, unlike in training"), told);
    }
  }

  @Test
  void commasAfterRowsThatWereScoredAreRefused() throws IOException {
    LogisticModel model = train(table("x.csv", ".//"));
    TableSource source = source("new.csv", "x,z\n" + "1.234,a\n".repeat(300) + "\"0,5\",a\n");
    try (PreparedRows rows = PreparedRows.open(source, model.preparationOrPlain(), List.of())) {
      rows.next(200);
      String told = assertThrows(DataException.class, () -> rows.next(200)).getMessage();
      assertTrue(told.contains("column x has decimal commas, but none in its first 200"), told);
    }
    assertEquals(model.probability(new float[] {1234}), model.probabilities(source)[0]);
  }

  @Test
  void twoStylesInAColumnAreRefusedWithTheirPlace() throws IOException {
    LogisticModel model = train(table("x.csv", ".//"));
    String told = told(model, source("new.csv", "x;z\n1,5;a\n1.5;a\n"));
    assertTrue(
        told.contains("row 2, column x: '1.5' is not a number with decimal commas as other cells"),
        told);
  }
}
