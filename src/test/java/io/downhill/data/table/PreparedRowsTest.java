package io.downhill.data.table;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.data.Classes;
import io.downhill.data.DataException;
import io.downhill.data.Dataset;
import io.downhill.data.Encoding;
import io.downhill.data.Missing;
import io.downhill.data.Preparation;
import io.downhill.data.TableOptions;
import io.downhill.data.Target;
import io.downhill.data.cell.CellText;
import io.downhill.data.cell.Scale;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** TableRows to score and to judge a model on, and what of them is told. */
class PreparedRowsTest {
  private static final Preparation PLAIN = Preparation.plain(List.of("a", "b"));
  private static final Preparation GAPS =
      new Preparation(
          "y",
          List.of(
              new Encoding.Numeric("a", Scale.NUMBER, 4.5, false),
              new Encoding.Numeric("b", Scale.NUMBER, 5.5, false)),
          Missing.IMPUTE,
          CellText.GAPS);
  private static final Classes CLASSES = new Classes("no", "yes");

  @TempDir Path folder;

  private TableSource source(String name, String text) throws IOException {
    return TableSource.files(Files.writeString(folder.resolve(name), text).toString());
  }

  private static PreparedRows.Part all(PreparedRows opened) {
    try (PreparedRows rows = opened) {
      return rows.next(1 << 20).orElseThrow();
    }
  }

  private String told(String text) throws IOException {
    TableSource source = source("x.csv", text);
    return assertThrows(DataException.class, () -> all(PreparedRows.open(source, PLAIN, List.of())))
        .getMessage();
  }

  private String told(String text, Optional<String> label) throws IOException {
    TableSource source = source("x.csv", text);
    return assertThrows(
            DataException.class,
            () -> all(PreparedRows.open(source, PLAIN, CLASSES, label.map(Target::label), "")))
        .getMessage();
  }

  @Test
  void featuresAreFoundByName() throws IOException {
    TableSource source = source("x.csv", "extra,b,a\nx,2,1\ny,4,3\n");
    Dataset data = all(PreparedRows.open(source, PLAIN, List.of())).examples();
    assertArrayEquals(new float[] {1, 2, 3, 4}, TableFixture.values(data));
    assertEquals(List.of("a", "b"), data.featureNames());
  }

  @Test
  void missingFeatureIsNamedWithTheClosest() throws IOException {
    String told = told("a,colour,y\n1,0,1\n");
    assertTrue(told.contains("no column named b; its columns are: a, colour, y"), told);
    told = told("mean_radius\n1\n");
    assertTrue(told.contains("no column named a (and 1 more that the model needs)"), told);
    Preparation radius = Preparation.plain(List.of("mean-radius"));
    TableSource source = source("x.csv", "mean_radius,y\n1,0\n");
    DataException near =
        assertThrows(DataException.class, () -> PreparedRows.open(source, radius, List.of()));
    assertTrue(
        near.getMessage().contains("no column named mean-radius (did you mean mean_radius?)"),
        near.getMessage());
  }

  @Test
  void tableWithoutAHeaderIsTold() throws IOException {
    String told = told("1,2\n3,4\n");
    assertTrue(told.contains("no column named a (and 1 more that the model needs)"), told);
    assertTrue(told.contains("; the file has no header line; its columns are: column0"), told);
  }

  @Test
  void classesCodeTheLabels() throws IOException {
    TableSource source = source("x.csv", "a,b,y\n1,1,yes\n2,1,yes\n");
    Dataset data = all(PreparedRows.open(source, PLAIN, CLASSES, Optional.empty(), "")).examples();
    assertArrayEquals(new float[] {1, 1}, data.labels());
    assertEquals(CLASSES, data.classes().orElseThrow());
  }

  @Test
  void labelThatTheModelDoesNotKnowIsToldWithItsRow() throws IOException {
    String told = told("a,b,y\n1,2,yes\n2,3,maybe\n", Optional.of("y"));
    assertTrue(told.endsWith("row 2, column y: label maybe is neither no nor yes"), told);
  }

  @Test
  void missingLabelIsToldWithItsRow() throws IOException {
    String told = told("a,b,y\n1,2,yes\n2,3,\n", Optional.of("y"));
    assertTrue(told.contains("row 2, column y: missing label; fill it"), told);
  }

  @Test
  void labelThatIsAFeatureIsTold() throws IOException {
    for (String label : List.of("b", "1", "-2")) {
      String told = told("a,b,y\n1,2,yes\n2,3,no\n", Optional.of(label));
      assertTrue(told.endsWith("column b is a feature of the model, not the label"), told);
    }
  }

  @Test
  void labelAmongSeveralColumnsHasToBeNamed() throws IOException {
    String told = told("a,b,y,z\n1,2,yes,no\n", Optional.empty());
    assertTrue(told.contains("which column is the label? Its columns are: a, b, y, z"), told);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "id,a,b\nNA,1,?\n?,2,3\n,4,5\n NULL ,6,7\n\"N/A\",8,9\n\"a, \"\"b\"\"\",1,2\n007.50,3,4\n",
        "id;a;b\nNA;1;?\n?;2;3\n;4;5\n NULL ;6;7\nN/A;8;9\n\"a, \"\"b\"\"\";1;2\n007.50;3;4\n",
      })
  void keptCellsStayAsTheyAreWritten(String text) throws IOException {
    for (String more : List.of("", "x,1,2\n".repeat(5000).replace(",", text.substring(2, 3)))) {
      PreparedRows.Part part =
          all(PreparedRows.open(source("x.csv", text + more), GAPS, List.of("id", "b", "0")));
      List<String> ids = Arrays.asList("NA", "?", null, " NULL ", "N/A", "a, \"b\"", "007.50");
      for (int i = 0; i < ids.size(); i++) {
        assertEquals(ids.get(i), part.kept().get(i)[0]);
        assertEquals(ids.get(i), part.kept().get(i)[2]);
      }
      assertEquals("?", part.kept().get(0)[1]);
      float[] expected = {1, 5.5f, 2, 3, 4, 5, 6, 7, 8, 9, 1, 2, 3, 4};
      assertArrayEquals(
          expected, Arrays.copyOf(TableFixture.values(part.examples()), expected.length));
    }
  }

  @ParameterizedTest
  @CsvSource({"x.csv,','", "x.txt,'  '"})
  void rowsStayInOrderWhereGapsAreLookedForInTexts(String name, String between) throws IOException {
    int rows = 200_000;
    String filler = "x".repeat(150); // So that DuckDB reads several parts of the file at once.
    StringBuilder text = new StringBuilder(String.join(between, "id", "a", "b") + "\n");
    for (int i = 0; i < rows; i++) {
      String b = i % 100 == 3 ? "NA" : "0.5";
      text.append(String.join(between, "c" + i + filler, Integer.toString(i), b)).append('\n');
    }
    PreparedRows.Part part =
        all(PreparedRows.open(source(name, text.toString()), GAPS, List.of("id")));
    for (int i = 0; i < rows; i++) {
      assertEquals("c" + i + filler, part.kept().get(i)[0], "row " + i);
      assertEquals(i, part.examples().x(i, 0), "row " + i);
      assertEquals(i % 100 == 3 ? 5.5f : 0.5f, part.examples().x(i, 1), "row " + i);
    }
  }

  @Test
  void keptCellsOfAlignedTextStayAsTheyAreWritten() throws IOException {
    String text = "id     a   b\nNA     1   ?\n7.50   2   3\n?      NA  5\n";
    PreparedRows.Part part =
        all(PreparedRows.open(source("x.txt", text), GAPS, List.of("id", "b")));
    assertArrayEquals(new String[] {"NA", "?"}, part.kept().get(0));
    assertArrayEquals(new String[] {"7.50", "3"}, part.kept().get(1));
    assertArrayEquals(new String[] {"?", "5"}, part.kept().get(2));
    assertArrayEquals(new float[] {1, 5.5f, 2, 3, 4.5f, 5}, TableFixture.values(part.examples()));
  }

  @Test
  void gapThatTheUserNamesIsOneThoughItsColumnIsKept() throws IOException {
    Path file = Files.writeString(folder.resolve("x.csv"), "a,b\n1,-\n-,2\n");
    TableOptions options = new TableOptions(Optional.empty(), Optional.empty(), List.of("-"));
    TableSource source = TableSource.files(List.of(file.toString()), options);
    PreparedRows.Part part = all(PreparedRows.open(source, GAPS, List.of("a", "b")));
    assertArrayEquals(new String[] {"1", "-"}, part.kept().get(0));
    assertArrayEquals(new float[] {1, 5.5f, 4.5f, 2}, TableFixture.values(part.examples()));
  }

  @ParameterizedTest
  @CsvSource({
    "abc,''abc' is not a number as in training; correct it",
    "2024-01-02,''2024-01-02' is not a number as in training; correct it",
    "'',missing value; the model was trained without any: fill it",
    "NA,missing value; the model was trained without any: fill it",
    "-inf,-Infinity is not a finite float32 number",
    "1e39,1.0E39 is not a finite float32 number",
  })
  void cellThatCannotBeUsedIsToldWithItsPlace(String cell, String why) throws IOException {
    for (int before : new int[] {1, 30_000}) {
      String told = told("b,a\n" + "1,2\n".repeat(before) + cell + ",2\n");
      String place = "x.csv: row " + (before + 1) + ", column b: ";
      assertTrue(told.contains(place + why.replace("''", "'")), told);
    }
  }
}
