package io.downhill.data.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.data.Encoding;
import io.downhill.data.Missing;
import io.downhill.data.Preparation;
import io.downhill.data.PreparationOptions;
import io.downhill.data.TableOptions;
import io.downhill.data.cell.CellText;
import io.downhill.data.cell.Scale;
import io.downhill.data.table.PreparedRows;
import io.downhill.data.table.PreparedTable;
import io.downhill.data.table.TableFixture;
import io.downhill.data.table.TableSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether the first line of a text is a header or a row. */
class FirstLineTest {
  private static final String FRAME =
      "0,1\n0,42\n1,55\n0,38\n1,61\n1,47\n0,52\n0,44\n1,58\n1,50\n0,49\n1,63\n0,36\n";

  @TempDir Path folder;

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  /** What is made of the first line, as named or row, with a ? if a warning says so. */
  private String judged(String text, ExpectedNames expected) throws IOException {
    TableOptions options = TableOptions.DEFAULTS;
    FirstLine line =
        FirstLine.of(
            CsvSample.read(file("x.csv", text.replace('|', '\n')), options),
            options.allGaps(),
            expected);
    return (line.named() ? "named" : "row") + (line.doubt() ? "?" : "");
  }

  @Test
  void dataFrameWithoutNamesHasAHeaderOfNumbers() throws IOException {
    PreparedTable table =
        TableFixture.learn(file("x.csv", FRAME).toString(), PreparationOptions.label("0"));
    assertEquals(12, table.train().examples());
    assertEquals(List.of("1"), table.train().featureNames());
    assertTrue(table.warnings().get(0).endsWith("if it is a row, give --no-header"));
  }

  @Test
  void headerOfNumbersIsNoRowToScore() throws IOException {
    Preparation preparation =
        TableFixture.learn(file("x.csv", FRAME).toString(), PreparationOptions.label("0"))
            .preparation();
    assertEquals(2, rows(file("new.csv", "0,1\n0,50\n0,40\n"), preparation));
    assertEquals(2, rows(file("new.csv", "1\n50\n40\n"), preparation));
  }

  private static int rows(Path file, Preparation preparation) {
    try (PreparedRows rows =
        PreparedRows.open(TableSource.files(file.toString()), preparation, List.of())) {
      return rows.next(100).map(part -> part.examples().examples()).orElse(0);
    }
  }

  @Test
  void rowsOfTextsWithoutAHeaderAreAllRead() throws IOException {
    Random random = new Random(4);
    StringBuilder text = new StringBuilder("b,x,x,win\n");
    for (int i = 1; i < 40; i++) {
      for (int j = 0; j < 3; j++) {
        text.append("box".charAt(random.nextInt(3))).append(',');
      }
      text.append(random.nextBoolean() ? "win\n" : "loss\n");
    }
    PreparedTable table =
        TableFixture.learn(
            file("x.data", text.toString()).toString(), PreparationOptions.label("-1"));
    assertEquals(40, table.train().examples());
    assertEquals(40, rows(folder.resolve("x.data"), table.preparation()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        // The label is a name in the first line, or is not.
        "a,b|1,2|3,4;b;named",
        "name,2019,2020|x,3,4|y,5,6;2020;named",
        "0,1,2|0,42,1|1,55,0|1,47,0;0;named",
        "0,1|0,42|1,55|1,47;0;named?",
        "0,1|0,2|1,3|1,4;0;row?",
        "0,1|1,0|0,0|1,1;0;row?",
        "5,1|5,0|7,0|5,1;0;row",
        "b,x,win|x,b,loss|b,x,loss|x,x,win;column2;row",
        // A number is a place.
        "0,1,2|0,42,1|1,55,0|1,47,0;-1;named?",
        "0,1|9,42|8,55|9,47;-1;row?",
        "0,1,2|x,y,z|u,v,w|x,v,z|x,v,w|u,v,z;-1;named?",
        "2020,a|x,y|u,v|x,v|x,v|u,v;-1;row?",
        "12,a|7,y|u9,v|x3,v|x,v|u,v;-1;row",
        "0,1,2|9,42,7|8,55,6|9,47,7;-1;named?",
        ",0,1|0,42,7|1,55,6|2,47,7;-1;named?",
        "1,2,3|4,5,6|7,8,9;-1;row",
        "0,1,2|0,1,2|1,0,0|1,2,2;-1;row?",
        "a,b|1,2|3,4;-1;named",
        "y,b|y,2|n,4;-1;named",
        "y,n|y,n|n,n;-1;row",
        "x,1|y,2|z,1;-1;row",
        // A gap is no name of numbers.
        "-,5,1|3,7,0|4,5,1;-1;row",
        "n/a,5,yes|3,7,no|4,5,no;-1;row",
        "None,b|1,2|3,4;-1;named",
        "a,b|1,2|3,4;column1;named",
        // All are texts.
        "b,x,win|x,b,loss|b,x,loss|x,x,win;-1;row",
        "left,right,result|x,b,loss|b,x,loss|x,x,win|b,b,win;-1;named",
        "rare,b,win|b,b,loss|x,b,loss|b,x,win|x,x,loss|b,x,loss;-1;row",
        "name,city|ann,rome|bob,oslo;-1;named?",
        "ann,rome|bob,oslo|eve,rome;-1;row",
        "ann,2024-01-31|bob,2024-02-01|eve,2024-02-01;-1;row",
      })
  void firstLineIsJudged(String text, String label, String expected) throws IOException {
    assertEquals(expected, judged(text, NamesFixture.label(label)), text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "1,50|1,40;1;row",
        "0,1|0,50|0,40;1;named",
        "0,1,2,3|5,50,6,7|8,40,9,9;1;named",
        "b,x|x,b|b,x;column0;row",
        "b,x|x,b|b,x;b;named",
      })
  void firstLineToScoreIsJudgedByTheModel(String text, String needed, String expected)
      throws IOException {
    List<Encoding> encodings = new ArrayList<>();
    encodings.add(new Encoding.Numeric(needed, Scale.NUMBER, 0, false));
    Preparation preparation = new Preparation("0", encodings, Missing.IMPUTE, CellText.GAPS);
    assertEquals(expected, judged(text, ExpectedNames.of(preparation)), text);
  }

  private static String cell(int kind, Random random) {
    return switch (kind) {
      case 0 -> Double.toString(random.nextGaussian());
      case 1 -> Integer.toString(random.nextInt(50));
      case 2 -> List.of("red", "green", "blue", "grey").get(random.nextInt(4));
      case 3 -> "n" + Long.toHexString(random.nextLong());
      case 4 -> "2024-0" + (1 + random.nextInt(9)) + "-1" + random.nextInt(9);
      case 5 -> random.nextBoolean() ? "yes" : "no";
      case 6 -> Integer.toString(random.nextInt(2));
      default -> random.nextInt(5) == 0 ? "" : "level" + random.nextInt(8);
    };
  }

  @Test
  void firstLineThatIsMistakenIsDoubtful() throws IOException {
    for (int seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      int columns = 2 + random.nextInt(5);
      int style = random.nextInt(3);
      StringBuilder text = new StringBuilder();
      List<String> names = new ArrayList<>();
      for (int j = 0; j < columns; j++) {
        names.add(style == 0 ? Integer.toString(j) : List.of("age", "y", "x").get(j % 3) + j);
      }
      text.append(style < 2 ? String.join(",", names) + "\n" : "");
      int[] kinds = random.ints(columns, 0, 8).toArray();
      int rows = 6 + random.nextInt(60);
      for (int i = 0; i < rows * columns; i++) {
        text.append(cell(kinds[i % columns], random)).append((i + 1) % columns == 0 ? '\n' : ',');
      }
      String judged = judged(text.toString(), NamesFixture.label("-1"));
      String right = style < 2 ? "named" : "row";
      assertTrue(judged.equals(right) || judged.endsWith("?"), "seed " + seed + "\n" + text);
    }
  }

  @Test
  void columnThatIsExcludedByNameTellsAHeader() throws IOException {
    PreparationOptions options = PreparationOptions.label("-1").exclude("city");
    String text = "name,city,y|ann,rome,a|name,oslo,b|eve,rome,b|eve,oslo,y";
    assertEquals("named", judged(text, ExpectedNames.of(options)));
    assertEquals("row", judged(text, NamesFixture.label("-1")));
  }

  @Test
  void oneColumnOfDecimalCommasIsOne() throws IOException {
    CsvSample sample = CsvSample.read(file("x.csv", "dose\n1,5\n2\n"), TableOptions.DEFAULTS);
    assertEquals(List.of(List.of("dose"), List.of("1,5"), List.of("2")), sample.records());
  }

  @Test
  void optionSettlesIt() throws IOException {
    Path file = file("x.csv", FRAME);
    for (boolean header : new boolean[] {true, false}) {
      TableOptions options = new TableOptions(Optional.empty(), Optional.of(header), List.of());
      PreparedTable table =
          PreparedTable.learn(
              TableSource.files(List.of(file.toString()), options), PreparationOptions.label("0"));
      assertEquals(header ? 12 : 13, table.train().examples());
      assertEquals(List.of(), table.warnings());
    }
  }
}
