package io.downhill.data;

import static io.downhill.data.TableFixture.told;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a table cannot be used for is told with its place. */
class TableReaderTroubleTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "abc,''abc' is not a number; remove the column",
    "2024-01-02,''2024-01-02' is not a number; remove the column",
    "'',missing value; fill it",
    "?,''?' is a missing value; fill it",
    "NA,''NA' is a missing value; fill it",
    "NaN,''NaN' is a missing value; fill it",
    "inf,''inf' is not a finite",
    "1e39,''1e39' is not a finite",
  })
  void cellThatIsNoNumberIsToldWithItsPlace(String cell, String why) throws IOException {
    String reason = why.replace("''", "'");
    for (int rows : new int[] {1, 30_000}) {
      String text = "a,b,y\n" + "1,2,0\n".repeat(rows) + "3," + cell + ",1\n";
      String told = told(file("x.csv", text).toString(), "y");
      String place = "x.csv: row " + (rows + 1) + ", column b: ";
      assertTrue(told.contains(place + reason), told);
    }
  }

  @Test
  void firstBadCellIsTold() throws IOException {
    String text = "a,b,y\n1,2,0\n1,,1\nabc,2,1\n";
    String told = told(file("x.csv", text).toString(), "y");
    assertTrue(told.contains("row 2, column b: missing value"), told);
  }

  @ParameterizedTest
  @CsvSource({
    "'a,b,y\n1,2,0\n3,4\n5,6,1\n',line 3: 2 columns",
    "'a,b,y\n1,2,0\n3,4,5,6\n5,6,1\n',line 3: 4 columns",
    "'y,2\n1,2,3\n4,5,6\n',line 2: 3 columns",
    "'a,y\r\n1,0\n2,1\r\n',line ends are mixed",
    "'a,y\n1,\"0\n2,1\n',line 2: Value with unterminated quote",
    "'a,y\n',no examples",
    "'\n\n',no examples",
    "'a,y\n1,0\n2,0\n',column y: every label is 0",
    "'a,y\n1,0\n2,1\n3,2\n',column y: labels have 3 different values",
    "'a,y\n1,0\n2,\n3,1\n','row 2, column y: missing label'",
    "'a,y\n1,no\n2,\n3,yes\n','row 2, column y: missing label'",
    "'a,b\n1,0\n2,1\n','no column named y; its columns are: a, b'",
    "'y\n0\n1\n',no features",
  })
  void uselessTablesAreTold(String text, String why) throws IOException {
    String told = told(file("x.csv", text).toString(), "y");
    assertTrue(told.contains("x.csv: ") && told.contains(why) && !told.contains("\n"), told);
  }

  @Test
  void misspeltLabelSuggestsTheColumn() throws IOException {
    String told = told(file("x.csv", "exam1,admitted\n1,0\n2,1\n").toString(), "admited");
    assertTrue(told.contains("did you mean admitted?"), told);
  }

  @Test
  void columnNumberOutOfRangeIsTold() throws IOException {
    String told = told(file("x.csv", "1,0\n2,1\n").toString(), "2");
    assertTrue(told.contains("no column 2: the 2 columns count from 0"), told);
  }

  @Test
  void binaryRubbishIsTold() throws IOException {
    Path file = Files.write(folder.resolve("x.csv"), new byte[] {1, 2, 0, 3, 10, 4, 5});
    assertTrue(told(file.toString(), "y").endsWith("x.csv: not a text file"));
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }
}
