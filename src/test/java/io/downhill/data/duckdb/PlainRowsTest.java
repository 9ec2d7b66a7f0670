package io.downhill.data.duckdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.data.DataException;
import io.downhill.data.FileOptions;
import io.downhill.data.TableOptions;
import io.downhill.data.TableRows;
import io.downhill.data.TableRows.Cell;
import io.downhill.data.cell.CellText;
import io.downhill.data.text.DataFiles;
import io.downhill.data.text.ExpectedNames;
import io.downhill.data.text.NamesFixture;
import io.downhill.data.text.TextTable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** DuckDB is the measure: what is parsed here must be what it says, to the bit. */
class PlainRowsTest {
  private static final int COLUMNS = 4;

  @TempDir Path folder;

  private interface Reader {
    TableRows rows(DuckDbTable table, TextTable text, List<Path> files, List<Cell> cells);
  }

  private static TableRows plain(
      DuckDbTable table, TextTable text, List<Path> files, List<Cell> cells) {
    return table.rows(cells);
  }

  private static List<Long> bits(List<Path> files, Reader reader) {
    List<Long> bits = new ArrayList<>();
    read(
        files,
        List.of(new Cell(3, false), new Cell(1, false)),
        reader,
        rows -> {
          bits.add(Double.doubleToLongBits(rows.number(0)));
          bits.add(Double.doubleToLongBits(rows.number(1)));
        });
    return bits;
  }

  /** Texts of the last two columns and a number; a gap is one however it is written. */
  private static List<String> texts(List<Path> files, Reader reader) {
    List<String> texts = new ArrayList<>();
    read(
        files,
        List.of(new Cell(3, true), new Cell(1, false), new Cell(2, true)),
        reader,
        rows -> {
          for (int k : new int[] {0, 2}) {
            String text = rows.text(k);
            boolean gap = text == null || text.isBlank() || CellText.GAPS.contains(text.strip());
            texts.add(gap ? null : text);
          }
          texts.add(Double.toString(rows.number(1)));
        });
    return texts;
  }

  private static void read(
      List<Path> files, List<Cell> cells, Reader reader, Consumer<TableRows> row) {
    ExpectedNames names = NamesFixture.label("a");
    try (DuckDbTable table = open(files, names);
        TableRows rows =
            reader.rows(table, TextTable.of(files, names, TableOptions.DEFAULTS), files, cells)) {
      while (rows.next()) {
        row.accept(rows);
      }
    }
  }

  private static DuckDbTable open(List<Path> files, ExpectedNames names) {
    List<String> data = files.stream().map(Path::toString).toList();
    DataFiles found = new DataFiles(data, FileOptions.DEFAULTS);
    return DuckDbTable.files("x", found, names, TableOptions.DEFAULTS);
  }

  /** Reads rows both ways, compares them, and returns their number. */
  private int check(List<Path> files) {
    List<Long> actual = bits(files, PlainRowsTest::plain);
    List<Long> expected = bits(files, (table, text, all, cells) -> new DuckDbRows(table, cells, 0));
    assertEquals(expected, actual);
    return actual.size() / 2;
  }

  private int checkTexts(Path file) {
    List<String> actual = texts(List.of(file), PlainRowsTest::plain);
    List<String> expected =
        texts(List.of(file), (table, text, all, cells) -> new DuckDbRows(table, cells, 0));
    assertEquals(expected, actual);
    return actual.size() / 3;
  }

  private int check(String text) throws IOException {
    return check(List.of(Files.writeString(folder.resolve("x.csv"), text)));
  }

  /** What comes of reading, a failure too. */
  private static String outcome(Supplier<List<String>> reading) {
    try {
      return reading.get().toString();
    } catch (DataException e) {
      return e.getMessage();
    }
  }

  private static String number(Random random) {
    double value = random.nextGaussian() * Math.pow(10, random.nextInt(12) - 6);
    return switch (random.nextInt(12)) {
      case 0 -> Double.toString(Double.longBitsToDouble(random.nextLong() & 0x7fdfffffffffffffL));
      case 1 -> Integer.toString(random.nextInt());
      case 2 -> Long.toString(random.nextLong());
      case 3 -> String.format(Locale.ROOT, "%.17e", value);
      case 4 -> random.nextInt(9) + ".";
      case 5 -> "-." + random.nextInt(999);
      case 6 -> "-0";
      case 7 -> "000" + random.nextInt(99) + ".500";
      case 8 -> random.nextInt(99) + "E+0" + random.nextInt(9);
      case 9 -> List.of("", "NA", "?", " NA", "nan", "NULL").get(random.nextInt(6));
      case 10 ->
          random.nextInt(99999) + "" + random.nextLong(1L << 62) + "e-" + random.nextInt(300);
      default -> Double.toString(value);
    };
  }

  private static String rows(Random random, int count, String end) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < COLUMNS; j++) {
        text.append(j > 0 ? "," : "").append(j == 0 ? "1" : number(random));
      }
      text.append(end);
    }
    return text.toString();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n"})
  void numbersHaveTheBitsThatDuckDbGivesThem(String end) throws IOException {
    String text = "a,b,c,d" + end + rows(new Random(1), 40_000, end);
    assertTrue(text.length() > 1 << 20, "several ranges");
    assertEquals(40_000, check(text));
  }

  private static String text(Random random) {
    return switch (random.nextInt(11)) {
      case 0 -> List.of("", "NA", "?", " NA", "\"\"", "\"NA\"", " ").get(random.nextInt(7));
      case 1 -> "\"Smith, " + (char) ('A' + random.nextInt(26)) + "\"";
      case 2 -> "\"known as \"\"x" + random.nextInt(9) + "\"\"\"";
      case 3 -> " blank " + random.nextInt(3) + " ";
      case 4 -> "na\u00efve \u4e2d\u6587 \ud83d\ude00 " + random.nextInt(5);
      case 5 -> Integer.toString(random.nextInt(1 << 20));
      case 6 -> "\"" + random.nextInt(100) + ".50\"";
      case 7 -> "\"with\ttab; and|others\"";
      case 8 -> "0" + random.nextInt(9) + ".0";
      default -> "level" + random.nextInt(20);
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n"})
  void textsAreTheOnesThatDuckDbReads(String end) throws IOException {
    Random random = new Random(3);
    StringBuilder lines = new StringBuilder("a,b,c,d" + end);
    for (int i = 0; i < 40_000; i++) {
      String quote = random.nextInt(4) == 0 ? "\"" : "";
      lines.append("x,").append(quote).append(random.nextInt(99)).append(".5").append(quote);
      lines.append(',').append(text(random)).append(',').append(text(random)).append(end);
    }
    Path file = Files.writeString(folder.resolve("x.csv"), lines);
    assertTrue(Files.size(file) > 1 << 20, "several ranges");
    assertEquals(40_000, checkTexts(file));
  }

  @Test
  void textsOfOtherCharsetsAreRead() throws IOException {
    Path latin = folder.resolve("latin.csv");
    Files.writeString(latin, "a,b,c,d\nx,1,caf\u00e9,\u00fc\n", StandardCharsets.ISO_8859_1);
    assertEquals(1, checkTexts(latin));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a,b,c,d\nx,1,\"two\nlines\",y\nx,2,u,v\n",
        "a,b,c,d\nx,1,\"quote \"\"in\"\"\",y\nx,2,,v\n",
        "a,b,c,d\nx, 1,\"\",\"y\"\nx,2 , u , \"v\n",
        "a,b,c,d\nx,1,in \"the\" middle,y\n",
        "a,b,c,d\nx,\" 1\",u,v\nx,\"2 \",u,v\n",
        "a,b,c,d\nx,1,u,v",
        "a,b,c,d\nx,1,\"u\",\"v\"",
        "a;b;c;d\nx;1;u,w;\"v;v\"\n",
        "a b c d\nx 1 \"u v\" w\n",
        "a\tb\tc\td\nx\t1\tu v\tw\n"
      })
  void unusualTextsAreReadAsDuckDbReadsThem(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("x.csv"), text);
    String expected =
        outcome(
            () ->
                texts(
                    List.of(file), (table, lines, all, cells) -> new DuckDbRows(table, cells, 0)));
    assertEquals(expected, outcome(() -> texts(List.of(file), PlainRowsTest::plain)));
  }

  @Test
  void fileThatIsReplacedIsReadToItsEnd() throws IOException {
    int count = 200_000;
    Path file = Files.writeString(folder.resolve("x.csv"), "a,b\n" + "1,old\n".repeat(count));
    List<Cell> cells = List.of(new Cell(1, true), new Cell(0, false));
    int rows = 0;
    try (DuckDbTable table = open(List.of(file), NamesFixture.NONE);
        TableRows lines = table.rows(cells)) {
      assertTrue(lines.next());
      Path other = Files.writeString(folder.resolve("y.csv"), "a,b\n" + "2,new\n".repeat(count));
      Files.move(other, file, StandardCopyOption.ATOMIC_MOVE);
      do {
        assertEquals("old", lines.text(0));
        assertEquals(1, lines.number(1));
        rows++;
      } while (lines.next());
    }
    assertEquals(count, rows);
  }

  @Test
  void textOfWindowsIsReadAsSuch() throws IOException {
    Path file = folder.resolve("windows.csv");
    Files.write(file, "a,b\n1,it\u0092s\n2,x\n".getBytes(StandardCharsets.ISO_8859_1));
    try (DuckDbTable table = open(List.of(file), NamesFixture.NONE);
        TableRows lines = table.rows(List.of(new Cell(1, true)))) {
      assertTrue(lines.next());
      assertEquals("it\u2019s", lines.text(0));
    }
  }

  @Test
  void severalFilesAreOneTable() throws IOException {
    Path first = Files.writeString(folder.resolve("1.csv"), "a,b,c,d\n1,2,3,4\n5,6,7,8");
    Path empty = Files.writeString(folder.resolve("2.csv"), "a,b,c,d\n");
    Path last = Files.writeString(folder.resolve("3.csv"), "a,b,c,d\n9,10,11,12\n");
    assertEquals(3, check(List.of(first, empty, last)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\uFEFFa,b,c,d\n1,2,3,4\n",
        "1,2,3,4\n5,6,7,8\n",
        "\n\na,b,c,d\n1,2,3,4\n",
        "\"a\",\"b,x\",c,d\n1,2,3,4\n",
        "\"a\",\"b\nx\",c,d\n1,2,3,4\n",
        "a,b,c,d\n1,\"2\",3,4\n5,6,7,8\n",
        "a,b,c,d\n1,2,3,4\n\n5,6,7,8\n\n",
        "a,b,c,d\r\n1,2,3,4\r\n\r\n5,6,7,8\r\n\r\n",
        "a,b,c,d\n1,2,3,4\n5,6,7,8\n\n\n",
        "a,b,c,d\n1, 2 ,3,4\n5,6,7,8\n",
        "a,b,c,d\n1,2,3,4\n5,1e30,7,-1e-999\n",
        "a,b,c,d\nx,2,some text,4\ny,6,\"a quoted\n one\",8\n",
        "a,b,c,d\n1,2,3,4\n5,+6,7,8\n"
      })
  void whateverIsUnusualIsReadAsDuckDbReadsIt(String text) throws IOException {
    assertTrue(check(text) > 0, text);
  }

  @Test
  void duckDbTakesOverFarDown() throws IOException {
    String plain = rows(new Random(2), 30_000, "\n");
    String text = "a,b,c,d\n" + plain + "1,\"2\",3,4\n" + plain;
    assertEquals(60_001, check(text));
  }

  @Test
  void lineLongerThanARangeIsRead() throws IOException {
    String wide = "7".repeat(600_000);
    assertEquals(3, check("a,b,c,d\n1,2,3,4\n" + wide + ",6,7,8\n9,10,11,12\n"));
  }
}
