package io.downhill.data.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.data.DataException;
import io.downhill.data.FileOptions;
import io.downhill.data.OpenTable;
import io.downhill.data.PreparationOptions;
import io.downhill.data.TableOptions;
import io.downhill.data.TableRows;
import io.downhill.data.table.PreparedTable;
import io.downhill.data.table.TableFixture;
import io.downhill.data.table.TableSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts in any encoding, and with lines that are no rows. */
class TextFilesTest {
  private static final Charset WINDOWS = Charset.forName("windows-1252");

  @TempDir Path folder;

  private Path file(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }

  private static byte[] packed(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    }
    return packed.toByteArray();
  }

  /** All cells as they are written, a row a line. */
  private static List<String> rows(List<Path> files, FileOptions options) {
    List<String> rows = new ArrayList<>();
    List<String> names = files.stream().map(Path::toString).toList();
    TableSource source = TableSource.files(names, TableOptions.DEFAULTS.files(options));
    try (OpenTable table = TableFixture.open(source, "y")) {
      int columns = table.columns().size();
      List<TableRows.Cell> cells = new ArrayList<>();
      for (int j = 0; j < columns; j++) {
        cells.add(TableRows.Cell.verbatim(j));
      }
      rows.add(String.join("|", table.names()));
      try (TableRows cursor = table.rows(cells)) {
        while (cursor.next()) {
          List<String> row = new ArrayList<>();
          for (int j = 0; j < columns; j++) {
            row.add(cursor.text(j) == null ? "" : cursor.text(j));
          }
          rows.add(String.join("|", row));
        }
      }
    }
    return rows;
  }

  private static List<String> rows(Path file) {
    return rows(List.of(file), FileOptions.DEFAULTS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "windows-1252", "x-UTF-16LE-BOM", "UTF-16", "UTF-8 with a mark"})
  void everyEncodingGivesTheSameTextsPackedOrNotQuotedOrNot(String encoding) throws IOException {
    String mark = encoding.endsWith("mark") ? "\uFEFF" : "";
    Charset charset = Charset.forName(encoding.split(" ")[0]);
    for (String cell : List.of("5 \u20ac", "\"\u201cx\u201d, caf\u00e9\"", "\"\u00fc\n\u00df\"")) {
      String text = "na\u00efve,y\n" + (cell + ",1\n2,0\n").repeat(3);
      byte[] bytes = (mark + text).getBytes(charset);
      String bare = cell.startsWith("\"") ? cell.substring(1, cell.length() - 1) : cell;
      List<String> expected = new ArrayList<>(List.of("na\u00efve|y"));
      for (int i = 0; i < 3; i++) {
        expected.addAll(List.of(bare + "|1", "2|0"));
      }
      assertEquals(expected, rows(file("x.csv", bytes)), encoding);
      assertEquals(expected, rows(file("x.csv.gz", packed(bytes))), encoding + " packed");
    }
  }

  @Test
  void firstByteThatIsNotUtf8DecidesFarDown() throws IOException {
    String text = "a,y\n" + "1,0\n".repeat(200_000) + "caf\u00e9,1\nit\u2019s,1\n";
    for (String end : List.of("", "\"two\nlines\",1\n")) {
      byte[] bytes = (text + end).getBytes(WINDOWS);
      for (Path file : List.of(file("x.csv", bytes), file("x.csv.gz", packed(bytes)))) {
        List<String> rows = rows(file);
        assertEquals(200_003 + (end.isEmpty() ? 0 : 1), rows.size());
        assertEquals(List.of("caf\u00e9|1", "it\u2019s|1"), rows.subList(200_001, 200_003));
      }
    }
  }

  @Test
  void byteInAColumnThatIsNotReadDecidesToo() throws IOException {
    Path file =
        file(
            "x.csv", ("a,b,y\n" + "1,2,0\n2,2,1\n".repeat(150) + "1,\u00e9,1\n").getBytes(WINDOWS));
    PreparedTable table =
        TableFixture.learn(file.toString(), PreparationOptions.label("y").exclude("b"));
    assertEquals(301, table.train().examples());
  }

  @Test
  void twoEncodingsInOneFileAreTold() throws IOException {
    byte[] first = ("a,y\n" + "caf\u00e9,0\n".repeat(50_000)).getBytes(StandardCharsets.UTF_8);
    byte[] second = "caf\u00e9,1\n".getBytes(WINDOWS);
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.write(first);
    both.write(second);
    Path file = file("x.csv", both.toByteArray());
    String told = assertThrows(DataException.class, () -> rows(file)).getMessage();
    assertTrue(told.contains("in more than one encoding: 50000 characters in UTF-8, and 1"), told);
    assertTrue(told.endsWith("save it as UTF-8, or give --encoding windows-1252"), told);
    FileOptions options = FileOptions.DEFAULTS.encoding(WINDOWS);
    assertEquals("caf\u00e9|1", rows(List.of(file), options).get(50_001));
  }

  @Test
  void eachOfSeveralFilesHasAnEncodingOfItsOwn() throws IOException {
    String text = "\u00e9,y\nb\u00fc,1\n\"p\n\u00fc\",0\n";
    List<Path> files = new ArrayList<>();
    for (Charset charset : List.of(StandardCharsets.UTF_8, WINDOWS, StandardCharsets.UTF_16)) {
      files.add(file(files.size() + ".csv", text.getBytes(charset)));
    }
    List<String> each = List.of("b\u00fc|1", "p\n\u00fc|0");
    List<String> expected = new ArrayList<>(List.of("\u00e9|y"));
    files.forEach(file -> expected.addAll(each));
    assertEquals(expected, rows(files, FileOptions.DEFAULTS));
  }

  @ParameterizedTest
  @CsvSource({"UTF-16LE,UTF-16LE", "windows-1251,windows-1251", "Shift_JIS,Shift_JIS"})
  void encodingThatNothingTellsIsGiven(String written, String given) throws IOException {
    String word = given.equals("Shift_JIS") ? "\u65e5\u672c" : "\u043c\u0438\u0440";
    Path file = file("x.csv", (word + ",y\n" + word + ",1\n").getBytes(Charset.forName(written)));
    FileOptions options = FileOptions.DEFAULTS.encoding(Charset.forName(given));
    assertEquals(List.of(word + "|y", word + "|1"), rows(List.of(file), options));
  }

  @Test
  void byteThatWindowsDoesNotKnowIsTold() throws IOException {
    Path file = file("x.csv", new byte[] {'a', ',', 'y', '\n', (byte) 0x81, ',', '1', '\n'});
    String told = assertThrows(DataException.class, () -> rows(file)).getMessage();
    assertTrue(told.contains("x.csv: not windows-1252 throughout"), told);
    assertTrue(told.endsWith("or name its encoding, as in --encoding windows-1251"), told);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\r"})
  void linesThatAreNoRowsAreLeftOut(String end) throws IOException {
    String text =
        "Sales of \"May\n\n# made by hand\n a,y\n1,\"# no\n# comment\"\n\n# 7,8\n2,x\n   \n#\n";
    Path file = file("x.csv", text.replace("\n", end).getBytes(StandardCharsets.UTF_8));
    FileOptions options = FileOptions.DEFAULTS.skip(1).comment("#");
    String cell = "1|# no\n# comment".replace("\n", end);
    assertEquals(List.of("a|y", cell, "2|x"), rows(List.of(file), options));
  }

  @Test
  void severalFilesLeaveOutTheirOwnLines() throws IOException {
    List<Path> files = new ArrayList<>();
    for (String text :
        List.of("t\na;y\n#c\n1;2\n", "t\n\n#c\nsep=;\na;y\n3;4\n  \n", "t\r\na;y\r\n5;6\r\n\n")) {
      files.add(file(files.size() + ".csv", text.getBytes(StandardCharsets.UTF_8)));
    }
    FileOptions options = FileOptions.DEFAULTS.skip(1).comment("#");
    assertEquals(List.of("a|y", "1|2", "3|4", "5|6"), rows(files, options));
  }

  @Test
  void emptyLineOfOneColumnIsAGapUnlessOnlySuchFollow() throws IOException {
    Path file = file("x.csv", "y\n1\n\n3\n\n\n".getBytes(StandardCharsets.UTF_8));
    assertEquals(List.of("y", "1", "", "3"), rows(file));
    assertEquals(
        List.of("y", "1", "", "3", "1", "", "3"), rows(List.of(file, file), FileOptions.DEFAULTS));
  }

  @Test
  void raggedRowOfACopyIsToldByItsRow() throws IOException {
    String text = "title\n#\na,y\n1,2\n#\n3,4,5\n";
    Path file = file("x.csv", text.getBytes(StandardCharsets.UTF_8));
    FileOptions options = FileOptions.DEFAULTS.skip(1).comment("#");
    String told =
        assertThrows(DataException.class, () -> rows(List.of(file), options)).getMessage();
    assertTrue(told.endsWith("x.csv: row 2: 3 columns, but 2 expected"), told);
  }

  @Test
  void alignedColumnsMayHaveAllOfThis() throws IOException {
    String text = "Title\n  a      y\n# no row\n  caf\u00e9   1\r\n\n  it\u2019s   0\n   \n";
    Path file = file("x.txt", text.getBytes(WINDOWS));
    FileOptions options = FileOptions.DEFAULTS.skip(1).comment("#");
    assertEquals(List.of("a|y", "caf\u00e9|1", "it\u2019s|0"), rows(List.of(file), options));
  }

  @Test
  void copiesAreDeleted() throws IOException {
    Path file = file("x.csv", "caf\u00e9,y\n1,2\n".getBytes(WINDOWS));
    Path copy;
    DataFiles data = new DataFiles(List.of(file.toString()), FileOptions.DEFAULTS);
    TextTable text = TextTable.of(data.files(), NamesFixture.NONE, TableOptions.DEFAULTS);
    try (TextFiles files = new TextFiles(data.files(), text, TableOptions.DEFAULTS)) {
      copy = files.readable().get(0);
      assertEquals("caf\u00e9,y\n1,2\n", Files.readString(copy));
    }
    assertFalse(Files.exists(copy), copy.toString());
  }

  @Test
  void latin1IsRead() throws IOException {
    StringBuilder csv = new StringBuilder("x,y\n");
    for (int i = 0; i < 40; i++) {
      csv.append(i % 2 == 0 ? "caf\u00e9" : "th\u00e9").append(',').append(i / 3 % 2).append('\n');
    }
    Path file = folder.resolve("x.csv");
    Files.write(file, csv.toString().getBytes(StandardCharsets.ISO_8859_1));
    assertEquals(List.of("x=th\u00e9"), TableFixture.read(file, "y").featureNames());
  }
}
