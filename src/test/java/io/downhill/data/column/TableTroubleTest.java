package io.downhill.data.column;

import static io.downhill.data.table.TableFixture.told;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.data.Missing;
import io.downhill.data.PreparationOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a table cannot be used for is told with its place. */
class TableTroubleTest {
  @TempDir Path folder;

  /** A table whose column b holds numbers, and one cell that is to be told. */
  private String toldOfCell(String cell, int before, PreparationOptions options)
      throws IOException {
    String good = "1,2,0\n2,3,1\n".repeat(before / 2);
    return told(file("x.csv", "a,b,y\n" + good + "3," + cell + ",1\n"), options);
  }

  @ParameterizedTest
  @CsvSource({
    "abc,''abc' is not a number as other cells are; correct it",
    "2024-01-02,''2024-01-02' is not a number as other cells are; correct it",
    "inf,Infinity is not a finite float32 number",
    "-1e39,-1.0E39 is not a finite float32 number",
    "-1e999,-Infinity is not a finite float32 number",
  })
  void cellThatIsNoNumberIsToldWithItsPlace(String cell, String why) throws IOException {
    for (int before : new int[] {30, 30_000, 300_000}) {
      String told = toldOfCell(cell, before, PreparationOptions.label("y"));
      String place = "x.csv: row " + (before + 1) + ", column b: ";
      assertTrue(told.contains(place + why.replace("''", "'")), told);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "?", "NA", "NaN", "\"\"", "null", "#N/A"})
  void gapThatIsRefusedIsToldWithItsPlace(String cell) throws IOException {
    for (int before : new int[] {30, 30_000}) {
      PreparationOptions options = PreparationOptions.label("y").missing(Missing.ERROR);
      String told = toldOfCell(cell, before, options);
      String place = "x.csv: row " + (before + 1) + ", column b: ";
      assertTrue(told.contains(place + "missing value; fill it"), told);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 3000})
  void lineThatIsNoJsonIsTold(int line) throws IOException {
    StringBuilder rows = new StringBuilder();
    for (int i = 1; i <= 3000; i++) {
      rows.append(i == line ? "{\"a\":3 4}\n" : "{\"a\":" + i + ",\"y\":" + i % 2 + "}\n");
    }
    String told = told(file("x.jsonl", rows.toString()), PreparationOptions.label("y"));
    assertTrue(told.contains("x.jsonl: line " + line + ": not JSON: unexpected character;"), told);
  }

  @Test
  void missingTruthValueThatIsRefusedIsTold() throws IOException {
    String text = file("x.csv", "a,y\ntrue,0\n,1\n");
    String told = told(text, PreparationOptions.label("y").missing(Missing.ERROR));
    assertTrue(told.contains("row 2, column a: missing value"), told);
  }

  @Test
  void firstBadCellIsTold() throws IOException {
    String text = "a,b,y\n1,2,0\n1,,1\n,2,1\n";
    String told = told(file("x.csv", text), PreparationOptions.label("y").missing(Missing.ERROR));
    assertTrue(told.contains("row 2, column b: missing value"), told);
  }

  @Test
  @Tag("slow")
  void textAmongMoreNumbersThanAreToldApartIsTold() throws IOException {
    int rows = LevelIndex.MOST + 10;
    StringBuilder text = new StringBuilder("a,y\n");
    for (int i = 0; i < rows; i++) {
      text.append(i).append(i % 2 == 0 ? ".5,0\n" : ".5,1\n");
    }
    String told = told(file("x.csv", text.append("abc,1\n").toString()), "y");
    assertTrue(told.contains("row " + (rows + 1) + ", column a: 'abc' is not a number"), told);
  }

  @Test
  void badCellUnderAGlobNamesItsOwnFileAndRow() throws IOException {
    file("part-1.csv", "a,y\n" + "1,0\n2,1\n".repeat(10));
    file("part-2.csv", "a,y\n3,0\nabc,1\n");
    file("part-3.csv", "a,y\n3,0\n,1\n");
    String told = told(folder + "/part-[12].csv", "y");
    assertTrue(told.contains("part-2.csv: row 2, column a: 'abc' is not a number"), told);
    PreparationOptions options = PreparationOptions.label("y").missing(Missing.ERROR);
    told = told(folder + "/part-[13].csv", options);
    assertTrue(told.contains("part-3.csv: row 2, column a: missing value"), told);
  }

  @ParameterizedTest
  @CsvSource({
    "'a,b,y\n1,2,0\n3,4\n5,6,1\n',line 3: 2 columns",
    "'a,b,y\n1,2,0\n3,4,5,6\n5,6,1\n',line 3: 4 columns",
    "'y,2\n1,2,3\n4,5,6\n',line 2: 3 columns",
    "'a,y\n1,\"0\n2,1\n',line 2: Value with unterminated quote",
    "'a,y\n',no examples",
    "'\n\n',no examples",
    "'a,y\n1,0\n2,0\n',column y: every label is 0",
    "'a,y\n1,0.5\n1,1\n1,2\n1,3\n1,4\n1,5\n1,6\n1,7\n1,8\n1,9\n1,10\n',column y: labels have 11",
    "'a,y\n1,0\n2,\n3,1\n','row 2, column y: missing label'",
    "'a,y\n1,no\n2,\n3,yes\n','row 2, column y: missing label'",
    "'a,b\n1,0\n2,1\n','no column named y; its columns are: a, b'",
    "'y\n0\n1\n',no features",
    "'Sales of May\n\nin pounds\na;y\n1;0\n','(Sales of May) is one cell, line 4 has more; if it is a title, give --skip 3'",
  })
  void uselessTablesAreTold(String text, String why) throws IOException {
    String told = told(file("x.csv", text), "y");
    assertTrue(told.contains("x.csv: ") && told.contains(why) && !told.contains("\n"), told);
  }

  @ParameterizedTest
  @CsvSource({"1 2,2", "1  2  3  0,4", "1,1"})
  void alignedRowOfAnotherLengthIsToldWithItsLine(String row, int cells) throws IOException {
    for (String text : List.of("", "red")) {
      String good = ("%s1   2.5   0\n 2   NA    1\n").formatted(text);
      file("part-1.txt", "a    b   y\n" + good.repeat(20));
      file("part-2.txt", "a    b   y\n\n" + good.repeat(2000) + row + "\n" + good + "7\n");
      String told = told(folder + "/part-*.txt", "y");
      String why = "part-2.txt: line 4003: " + cells + " columns, but 3 expected: " + row;
      assertTrue(told.endsWith(why.replaceAll(" +", " ")), told);
    }
  }

  @Test
  void misspeltLabelSuggestsTheColumn() throws IOException {
    String told = told(file("x.csv", "exam1,admitted\n1,0\n2,1\n"), "admited");
    assertTrue(told.contains("did you mean admitted?"), told);
  }

  @Test
  void columnNumberOutOfRangeIsTold() throws IOException {
    String told = told(file("x.csv", "1,0\n2,1\n"), "2");
    assertTrue(told.contains("no column 2: the 2 columns count from 0"), told);
  }

  @Test
  void binaryRubbishIsTold() throws IOException {
    Path file = Files.write(folder.resolve("x.csv"), new byte[] {1, 2, 0, 3, 10, 4, 5});
    assertTrue(
        told(file.toString(), "y").contains("x.csv: not a text file: a byte of 0 in line 1"));
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }
}
