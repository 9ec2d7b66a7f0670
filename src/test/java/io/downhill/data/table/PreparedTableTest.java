package io.downhill.data.table;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.data.DataException;
import io.downhill.data.Dataset;
import io.downhill.data.Encoding;
import io.downhill.data.Missing;
import io.downhill.data.PreparationOptions;
import io.downhill.data.TableOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreparedTableTest {
  private static final int ROWS = 40;

  @TempDir Path folder;

  /** A table of two columns, x as given and y, which no x here tells, in turns of three. */
  private TableSource table(IntFunction<String> x) throws IOException {
    StringBuilder csv = new StringBuilder("x,z,y\n");
    for (int i = 0; i < ROWS; i++) {
      csv.append(x.apply(i)).append(',').append(i * 7 % 11).append(".5,").append(i / 3 % 2);
      csv.append('\n');
    }
    return source("x.csv", csv.toString());
  }

  private TableSource source(String name, String text) throws IOException {
    Path file = Files.writeString(folder.resolve(name), text);
    return TableSource.files(List.of(file.toString()), TableOptions.DEFAULTS);
  }

  private static PreparationOptions options() {
    return PreparationOptions.label("y");
  }

  private Encoding x(IntFunction<String> x) throws IOException {
    return PreparedTable.learn(table(x), options()).preparation().encodings().get(0);
  }

  private static float[] column(Dataset data, int j) {
    float[] values = new float[data.examples()];
    for (int i = 0; i < values.length; i++) {
      values[i] = data.x(i, j);
    }
    return values;
  }

  private static String told(TableSource source, PreparationOptions options) {
    return assertThrows(DataException.class, () -> PreparedTable.learn(source, options))
        .getMessage();
  }

  @Test
  void numbersStayAsTheyAre() throws IOException {
    PreparedTable table = PreparedTable.learn(table(i -> i % 13 + ".25"), options());
    assertEquals(List.of("x", "z"), table.train().featureNames());
    assertEquals(1.25f, table.train().x(14, 0));
  }

  @Test
  void truthValuesAreZeroAndOne() throws IOException {
    Dataset train = PreparedTable.learn(table(i -> i % 2 == 0 ? "Yes" : "no"), options()).train();
    assertEquals(1, train.x(0, 0));
    assertEquals(0, train.x(1, 0));
  }

  @Test
  void levelsStandAgainstTheMostFrequentOne() throws IOException {
    Encoding x = x(i -> i % 4 == 0 ? "red" : "blue");
    assertEquals(List.of("x=red"), x.features());
    assertEquals("1 against blue", x.description());
  }

  @Test
  void levelsStandAgainstTheOneThatTheUserNames() throws IOException {
    TableSource source = table(i -> i % 4 == 0 ? "1" : "2");
    PreparedTable table = PreparedTable.learn(source, options().category("x=1"));
    assertEquals(List.of("x=2"), table.preparation().encodings().get(0).features());
  }

  @Test
  void rareLevelsAreOneWhereTheyAreManyTogether() throws IOException {
    Encoding x = x(i -> i < 12 ? "a" : i < 24 ? "b" : "rare" + i);
    assertEquals("2 against (other)", x.description());
    assertEquals(List.of("x=a", "x=b"), x.features());
  }

  @Test
  void fewRareLevelsCountAsTheMostFrequentOne() throws IOException {
    Encoding x = x(i -> i < 25 ? "a" : i < 38 ? "b" : "rare" + i);
    assertEquals(List.of("x=b"), x.features());
  }

  @Test
  void gapOfACategoryIsALevel() throws IOException {
    Encoding x = x(i -> i % 3 == 0 ? "?" : i % 3 == 1 ? "a" : i > 30 ? "a" : "b");
    assertEquals(List.of("x=b", "x (missing)"), x.features());
  }

  @Test
  void gapsOfNumbersAreFilledWithTheMeanAndMarked() throws IOException {
    PreparedTable table = PreparedTable.learn(table(i -> i % 4 == 3 ? "" : i % 4 + ""), options());
    assertEquals(List.of("x", "x (missing)", "z"), table.train().featureNames());
    float[] x = column(table.train(), 0);
    assertArrayEquals(new float[] {0, 1, 2, 1}, java.util.Arrays.copyOf(x, 4));
    assertEquals(1, table.train().x(3, 1));
    assertEquals(0, table.train().x(2, 1));
  }

  @Test
  void fewGapsAreFilledAndNotMarked() throws IOException {
    assertEquals(List.of("x"), x(i -> i == 3 ? "NA" : i % 4 + "").features());
  }

  @Test
  void gapsAreRefusedWithTheirPlaceIfTheUserSaysSo() throws IOException {
    String told = told(table(i -> i == 3 ? "" : i % 4 + ""), options().missing(Missing.ERROR));
    assertTrue(told.contains("x.csv: row 4, column x: missing value"), told);
  }

  @Test
  void rowsWithGapsAreDroppedIfTheUserSaysSo() throws IOException {
    PreparedTable table =
        PreparedTable.learn(table(i -> i == 3 ? "" : i % 4 + ""), options().missing(Missing.DROP));
    assertEquals(ROWS - 1, table.train().examples());
    assertEquals(1, table.dropped());
  }

  @Test
  void rowWithoutALabelIsToldWithItsPlace() throws IOException {
    String told = told(source("x.csv", "x,y\n1,0\n2,\n3,1\n"), options());
    assertTrue(told.contains("row 2, column y: missing label"), told);
  }

  @Test
  void rowWithoutALabelIsDroppedIfTheUserSaysSo() throws IOException {
    TableSource source = source("x.csv", "x,y\n1,0\n2,\n3,1\n");
    assertEquals(
        2, PreparedTable.learn(source, options().missing(Missing.DROP)).train().examples());
  }

  @ParameterizedTest
  @CsvSource({"id,1", "user,1", "row_id,-1"})
  void wholeNumbersThatCountTheRowsAreLeftOut(String name, int step) throws IOException {
    StringBuilder csv = new StringBuilder(name + ",z,y\n");
    for (int i = 0; i < ROWS; i++) {
      csv.append((1000 + step * i) + "," + i % 5 + "," + i / 3 % 2 + "\n");
    }
    Encoding first =
        PreparedTable.learn(source("x.csv", csv.toString()), options())
            .preparation()
            .encodings()
            .get(0);
    assertTrue(first.description().contains("identifier"), first.description());
  }

  @Test
  void textsThatAllDifferAreLeftOut() throws IOException {
    String became = x(i -> "name" + i).description();
    assertTrue(became.contains("identifier"), became);
  }

  @Test
  void columnOfOneValueIsLeftOut() throws IOException {
    assertEquals("left out: always 7", x(i -> "7.0").description());
  }

  @Test
  void columnThatTellsEveryLabelIsNamed() throws IOException {
    PreparedTable table =
        PreparedTable.learn(table(i -> i / 3 % 2 == 0 ? "dead" : "alive"), options());
    assertEquals(1, table.warnings().size());
    assertTrue(table.warnings().get(0).startsWith("x alone tells every label"), table.toString());
  }

  @Test
  void numberThatTellsEveryLabelIsNamed() throws IOException {
    PreparedTable table =
        PreparedTable.learn(table(i -> (i / 3 % 2) * 5 + i % 3 + ".5"), options());
    assertEquals(1, table.warnings().size(), table.warnings().toString());
  }

  @ParameterizedTest
  @CsvSource({"2024-02-%02d", "%02d.02.2024", "02/%02d/2024", "%02d/02/2024"})
  void datesAreDays(String style) throws IOException {
    // Day 29 tells the two styles with slashes apart.
    PreparedTable table =
        PreparedTable.learn(table(i -> String.format(style, i * 7 % 29 + 1)), options());
    assertEquals(19754, table.train().x(0, 0));
    assertEquals(19754 + 7, table.train().x(1, 0));
  }

  @Test
  void timesArePartsOfADay() throws IOException {
    PreparedTable table =
        PreparedTable.learn(table(i -> "1970-01-0" + (i % 9 + 1) + " 06:00:00"), options());
    assertEquals(1.25f, table.train().x(1, 0));
  }

  @Test
  void thousandsMayBeSeparated() throws IOException {
    PreparedTable table = PreparedTable.learn(table(i -> "\"1," + (100 + i % 9) + "\""), options());
    assertEquals(1101, table.train().x(1, 0));
  }

  @Test
  void textAmongNumbersIsToldWithItsPlaceAndTheCure() throws IOException {
    String told = told(table(i -> i == 20 ? "abc" : i % 7 + ""), options());
    assertTrue(told.contains("x.csv: row 21, column x: 'abc' is not a number"), told);
    assertTrue(told.contains("--null 'abc'") && told.contains("--category x"), told);
  }

  @Test
  void columnOfManyNumbersThatIsACategoryIsTold() throws IOException {
    TableSource source = table(i -> i % 4 == 0 ? "low" : i % 3 + "");
    List<String> told = PreparedTable.learn(source, options()).warnings();
    assertEquals(1, told.size(), told.toString());
    assertTrue(
        told.get(0)
            .startsWith(
                "x: taken as a category, though 30 of its 40 cells are numbers; the first that is"
                    + " none is 'low': give --null 'low'"),
        told.get(0));
    assertEquals(List.of(), PreparedTable.learn(source, options().category("x")).warnings());
  }

  @Test
  void textFarDownAmongNumbersIsFound() throws IOException {
    StringBuilder csv = new StringBuilder("x,y\n");
    for (int i = 0; i < 5000; i++) {
      csv.append(i == 4321 ? "none" : i % 77 + "").append(',').append(i % 2).append('\n');
    }
    String told = told(source("x.csv", csv.toString()), options());
    assertTrue(told.contains("row 4322, column x: 'none' is not a number"), told);
  }

  @Test
  void gapFarDownAmongNumbersIsAGap() throws IOException {
    StringBuilder csv = new StringBuilder("x,y\n");
    for (int i = 0; i < 5000; i++) {
      csv.append(i > 4000 ? " N/A" : i % 77 + "").append(',').append(i % 2).append('\n');
    }
    PreparedTable table = PreparedTable.learn(source("x.csv", csv.toString()), options());
    assertEquals(List.of("x", "x (missing)"), table.train().featureNames());
  }

  @Test
  void manyLevelsAreNoTrouble() throws IOException {
    StringBuilder csv = new StringBuilder("x,y\n");
    for (int i = 0; i < 60_000; i++) {
      csv.append("level").append(i % 5 == 0 ? 0 : i).append(',').append(i % 7 % 2).append('\n');
    }
    PreparedTable table = PreparedTable.learn(source("x.csv", csv.toString()), options());
    assertEquals(List.of("x=level0"), table.train().featureNames());
  }

  @Test
  void columnsMayBeAlignedWithBlanks() throws IOException {
    StringBuilder text = new StringBuilder("   a       b   y\n");
    for (int i = 0; i < ROWS; i++) {
      String b = i == 30 ? "NA" : i % 11 + ".25";
      text.append(String.format("%4d  %8s   %d%n", i % 7, b, i / 3 % 2));
    }
    PreparedTable table = PreparedTable.learn(source("x.txt", text.toString()), options());
    assertEquals(List.of("a", "b"), table.train().featureNames());
    assertEquals(39 % 7, table.train().x(39, 0));
    assertEquals(39 % 11 + 0.25f, table.train().x(39, 1));
  }

  @Test
  void excludedColumnsAreNotThere() throws IOException {
    PreparedTable table = PreparedTable.learn(table(i -> i % 9 + ""), options().exclude("0"));
    assertEquals(List.of("z"), table.train().featureNames());
  }

  @Test
  void unknownColumnIsToldWithTheClosest() throws IOException {
    String told = told(table(i -> i % 9 + ""), PreparationOptions.label("Y1"));
    assertTrue(told.contains("no column named Y1 (did you mean y?)"), told);
  }
}
