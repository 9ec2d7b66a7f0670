package io.downhill.data.column;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.data.DataException;
import io.downhill.data.Dataset;
import io.downhill.data.Encoding;
import io.downhill.data.Missing;
import io.downhill.data.PreparationOptions;
import io.downhill.data.table.PreparedRows;
import io.downhill.data.table.PreparedTable;
import io.downhill.data.table.TableFixture;
import io.downhill.data.table.TableSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a column of texts, and what of it is told. */
class TextColumnsTest {
  private static final int ROWS = 60;

  @TempDir Path folder;

  /** A table of one column x, whose cells come again and again, beside one that is a number. */
  private static PreparedTable learn(PreparationOptions options, String... cells) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int i = 0; i < Math.max(ROWS, cells.length); i++) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("x", cells[i % cells.length]);
      row.put("z", i * 7 % 11 + 0.5);
      row.put("y", i * 5 % 9 > 4 ? "yes" : "no");
      rows.add(row);
    }
    return PreparedTable.learn(TableSource.of(rows), options);
  }

  private static PreparedTable learn(String... cells) {
    return learn(PreparationOptions.label("y"), cells);
  }

  private static String x(PreparedTable table) {
    return table.preparation().encodings().get(0).description();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "None", "n/a", "<NA>", "-", ".", "--", "NaT", "#DIV/0!", "#VALUE!", "\u2014", "\\N", "n.a."
      })
  void gapsOfDataFramesAndSpreadsheetsAreGapsAmongNumbers(String gap) {
    PreparedTable table = learn("1", gap, "2.5", "3");
    assertEquals(List.of("x", "x (missing)", "z"), table.train().featureNames());
    assertEquals(1, table.train().x(1, 1));
    assertEquals(13 / 6f, table.train().x(1, 0), 1e-6f);
    assertEquals(1, table.warnings().size(), table.warnings().toString());
    assertTrue(table.warnings().get(0).startsWith("x: 15 cells are no value, the first '" + gap));
  }

  @ParameterizedTest
  @CsvSource({"2024-01-31,date", "true,truth value", "14:30,time of day", "42%,number"})
  void theyAreGapsAmongOtherValuesToo(String value, String word) {
    PreparedTable table = learn(value, "None", value.replace("2", "3").replace("true", "no"));
    Encoding.Numeric x = (Encoding.Numeric) table.preparation().encodings().get(0);
    assertEquals(word, x.scale().word());
    assertTrue(table.warnings().get(0).contains("the first 'None'"), table.warnings().toString());
  }

  @Test
  void theyAreLevelsOfACategory() {
    PreparedTable table = learn("red", "None", "blue", "None");
    assertEquals("2 against None", x(table));
    assertEquals(List.of(), table.warnings());
  }

  @Test
  void theyAreRefusedWhereGapsAre() {
    PreparationOptions options = PreparationOptions.label("y").missing(Missing.ERROR);
    String told =
        assertThrows(DataException.class, () -> learn(options, "1", "2", "None")).getMessage();
    assertTrue(told.contains("row 3, column x: missing value; fill it"), told);
  }

  @Test
  void theirRowsAreDroppedWhereThoseOfGapsAre() {
    PreparationOptions options = PreparationOptions.label("y").missing(Missing.DROP);
    assertEquals(ROWS * 2 / 3, learn(options, "1", "2", "None").train().examples());
  }

  @Test
  void modelTakesThemForGapsToo() {
    PreparedTable table = learn("1", "None", "2.5", "3");
    try (PreparedRows rows =
        PreparedRows.open(
            TableSource.of(List.of(Map.of("x", "-", "z", 1), Map.of("x", "4", "z", 1))),
            table.preparation(),
            List.of())) {
      Dataset scored = rows.next(9).orElseThrow().examples();
      assertEquals(1, scored.x(0, 1));
      assertEquals(4, scored.x(1, 0));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "5 kg;500 g|its cells are numbers of different units ('5 kg', '500 g'); write them alike",
        "5 kg;500|its cells are numbers of different units ('5 kg', '500'); write them alike",
        "0,5;1.5|its cells are numbers written in different ways ('0,5', '1.5'); write them alike",
        "1,23,456|its cells look like numbers, but '1,23,456' is grouped neither in threes nor by",
        "007;12|its cells are codes, some with leading zeros (007)",
        "5 kg;low;6 kg|40 of its 60 cells are numbers in kg; the first that is none is 'low'",
        "1;2;low|40 of its 60 cells are numbers; the first that is none is 'low'",
        "14:30;12:10;low|40 of its 60 cells are times of day; the first that is none is 'low'",
      })
  void whatLooksLikeNumbersAndIsNoneIsTold(String cells, String why) {
    PreparedTable leftOut = learn(PreparationOptions.label("y").rare(50), cells.split(";"));
    assertTrue(
        x(leftOut).startsWith("left out: " + why) || x(leftOut).startsWith("left out: always"),
        x(leftOut));
    PreparedTable category = learn(cells.split(";"));
    String told = category.warnings().toString();
    assertTrue(
        told.contains("x: taken as a category") && told.contains(why) || cells.indexOf(';') < 0,
        told);
  }

  @Test
  void mistakeIsToldWithTheFormatOfTheOthers() {
    String[] cells = new String[40];
    for (int i = 0; i < cells.length; i++) {
      cells[i] = i == 30 ? "1.5" : i + ",5";
    }
    String told = assertThrows(DataException.class, () -> learn(cells)).getMessage();
    assertTrue(
        told.contains("row 31, column x: '1.5' is not a number with decimal commas as other"),
        told);
  }

  @ParameterizedTest
  @CsvSource({"01/31/2024,19725", "31/01/2024,19783", "02/02/2024,19783"})
  void otherColumnsTellTheOrderOfDayAndMonth(String other, float day) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      String x = i % 3 == 0 ? "01/03/2024" : "01/01/2024";
      rows.add(Map.of("x", x, "z", i % 2 == 0 ? other : "05/05/2024", "y", i / 2 % 2));
    }
    PreparedTable table = PreparedTable.learn(TableSource.of(rows), PreparationOptions.label("y"));
    assertEquals(day, table.train().x(0, table.train().featureNames().indexOf("x")));
    String first = day == 19725 ? "month" : "day";
    String told = table.warnings().toString();
    assertTrue(told.contains("x: its dates are taken as " + first), told);
  }

  @Test
  void datesWrittenAsWholeNumbersAreTold() {
    PreparedTable table = learn("20240131", "20231201", "20240229");
    String told = table.warnings().toString();
    assertTrue(told.contains("x: looks like dates written as 20240131, which are taken"), told);
    assertEquals(List.of(), learn("20240131", "20240230").warnings());
  }

  @Test
  void yearsOfTwoDigitsAreTold() {
    PreparedTable table = learn("01/31/24", "02/28/99");
    assertTrue(
        table.warnings().get(0).contains("years of two digits, as in 01/31/24, are taken as 1969"),
        table.warnings().toString());
    assertEquals(19753, table.train().x(0, 0));
  }

  @Test
  void spellingsOfALevelAreOne() {
    PreparedTable table =
        learn(PreparationOptions.label("y").category("x"), "1", "1.0", "2", "1.00");
    assertEquals("1 against 1", x(table));
    assertEquals(1, table.train().x(2, 0));
  }

  @Test
  @Tag("slow")
  void moreDifferentNumbersAndTimesThanAreToldApartAreStillRead() throws IOException {
    int rows = LevelIndex.MOST + 50_000;
    LocalDateTime first = LocalDateTime.of(2024, 1, 31, 0, 0);
    StringBuilder csv = new StringBuilder("x;time;y\n");
    for (int i = 0; i < rows; i++) {
      csv.append(i == rows - 9 ? "-" : i + (i % 2 == 0 ? ",5" : "")).append(';');
      csv.append(first.plusSeconds(i)).append(';').append(i / 2 % 2).append('\n');
    }
    Path file = Files.writeString(folder.resolve("x.csv"), csv);
    PreparedTable table = TableFixture.learn(file.toString(), PreparationOptions.label("y"));
    assertEquals(List.of("x", "time"), table.train().featureNames());
    assertEquals(
        "[x: 1 cell is no value, the first '-', and taken as a gap; give --category x if that is a level]",
        table.warnings().toString());
    assertEquals(LevelIndex.MOST + 2.5f, table.train().x(LevelIndex.MOST + 2, 0));
  }
}
