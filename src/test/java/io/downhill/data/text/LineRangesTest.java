package io.downhill.data.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.data.FileOptions;
import io.downhill.data.TableOptions;
import io.downhill.data.TableRows;
import io.downhill.data.duckdb.DuckDbTable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Text is read alike wherever it is cut into ranges: every place of these texts is one. */
class LineRangesTest {
  private static final LineRanges.Sizes USUAL = LineRanges.Sizes.USUAL;

  /** TableRows with gaps, characters of two to four bytes, quotes, and an empty line. */
  private static final String ROWS =
      "a,b,c\n1,caf\u00e9,-2.5\n,\"x, \"\"y\"\"\",NA\n\n3e2,\u4e2d\u6587,\n0.1,\ud83d\ude00,7\n";

  @TempDir Path folder;

  private Path file(String name, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (name.endsWith(".gz")) {
      ByteArrayOutputStream packed = new ByteArrayOutputStream();
      try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
        out.write(bytes);
      }
      bytes = packed.toByteArray();
    }
    return Files.write(folder.resolve(name), bytes);
  }

  /** The cells of all rows from this one on. */
  private static List<String> read(List<Path> files, LineRanges.Sizes sizes, long first) {
    ExpectedNames names = NamesFixture.label("a");
    List<TableRows.Cell> cells =
        List.of(
            new TableRows.Cell(2, false),
            new TableRows.Cell(1, true),
            new TableRows.Cell(0, false));
    TextTable text = TextTable.of(files, names, TableOptions.DEFAULTS);
    assertTrue(PlainRows.fit(text, files, cells), "lines");
    List<String> found = new ArrayList<>();
    DataFiles data =
        new DataFiles(files.stream().map(Path::toString).toList(), FileOptions.DEFAULTS);
    try (DuckDbTable table = DuckDbTable.files("x", data, names, TableOptions.DEFAULTS);
        TableRows rows = new PlainRows(table, text, files, cells, first, sizes)) {
      while (rows.next()) {
        found.add(rows.number(2) + "|" + rows.text(1) + "|" + rows.number(0));
      }
    }
    return found;
  }

  /** The lines of all ranges, one behind the other, with a line feed behind the last one. */
  private static String lines(List<Path> files, int header, LineRanges.Sizes sizes)
      throws IOException {
    StringBuilder lines = new StringBuilder();
    try (LineRanges ranges = new LineRanges(files, header, sizes)) {
      for (LineRanges.Range range = ranges.next(); range != null; range = ranges.next()) {
        LineRanges.Lines part = range.read().orElseThrow();
        for (int at = part.first(); at < part.limit(); ) {
          int end = at;
          while (part.bytes()[end] != '\n') {
            end++;
          }
          assertTrue(end <= part.end(), "a line goes on behind the last one's end");
          lines.append(new String(part.bytes(), at, end + 1 - at, StandardCharsets.UTF_8));
          at = end + 1;
        }
        if (range.last()) {
          range.file().close();
        }
      }
    }
    return lines.toString();
  }

  /** Cuts files at every place, at first with too little behind a range. */
  private static void check(String expected, int header, Path... files) throws IOException {
    for (int range = 1; range <= expected.length() + 12; range++) {
      for (int tail : new int[] {1, 2, 9, 100}) {
        LineRanges.Sizes sizes = new LineRanges.Sizes(range, tail, 2000);
        String where = "ranges of " + range + " and " + tail;
        assertEquals(expected, lines(List.of(files), header, sizes), where);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"x.csv", "x.csv.gz"})
  void everyPlaceMayBeACut(String name) throws IOException {
    String rows = ROWS.substring(ROWS.indexOf('\n') + 1);
    check(rows, 1, file(name, ROWS));
    check(rows, 1, file(name, ROWS.stripTrailing()));
    check(rows, 1, file(name, "\uFEFF" + ROWS));
    check(ROWS, 0, file(name, ROWS));
    check(rows.replace("\n", "\r\n"), 1, file(name, ROWS.replace("\n", "\r\n")));
    check(rows, 1, file(name, ROWS), file("empty" + name, "a,b,c\n"));
    check(rows + "\n" + rows, 1, file(name, ROWS + "\n"), file("2" + name, ROWS));
    check("\n", 0, file(name, "\n"));
    check("1\n", 0, file(name, "1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"x.csv", "x.csv.gz"})
  void endsOfLinesAreTakenFromTheFirst(String name) throws IOException {
    for (String text : List.of("a\n1\r\n", "\n1\r\n", "a\r\n1\n", "\r\n1", "\uFEFF\n1\r\n")) {
      boolean crlf = text.indexOf("\r\n") < text.indexOf('\n');
      for (int range = 1; range < 9; range++) {
        LineRanges.Sizes sizes = new LineRanges.Sizes(range, 1, 99);
        try (LineRanges ranges = new LineRanges(List.of(file(name, text)), 0, sizes)) {
          assertEquals(crlf, ranges.next().file().crlf(), text + " in ranges of " + range);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a,\"b\nc\"\n1,2\n", "a,b\rc,d\n1,2\n", "a,b"})
  void headerWithoutAClearEndIsNotRead(String text) throws IOException {
    Path file = file("x.csv", text);
    assertThrows(IOException.class, () -> lines(List.of(file), 1, USUAL));
  }

  private static List<String> same(List<String> expected, Path... files) {
    for (int range : new int[] {1, 2, 7, 20, 64}) {
      LineRanges.Sizes sizes = new LineRanges.Sizes(range, 3, USUAL.longest());
      assertEquals(expected, read(List.of(files), sizes, 0), "ranges of " + range);
    }
    return expected;
  }

  @ParameterizedTest
  @ValueSource(strings = {"x.csv", "x.csv.gz"})
  void cellsAreTheSameWhereverTheirTextIsCut(String name) throws IOException {
    List<String> rows =
        List.of(
            "1.0|caf\u00e9|-2.5",
            "NaN|x, \"y\"|NaN",
            "300.0|\u4e2d\u6587|NaN",
            "0.1|\ud83d\ude00|7.0");
    same(rows, file(name, ROWS));
    same(rows, file(name, "\uFEFF" + ROWS.replace("\n", "\r\n").stripTrailing()));
  }

  @Test
  void filesAreCutEachForItself() throws IOException {
    Path first = file("1.csv", ROWS);
    Path empty = file("2.csv", "a,b,c\n");
    Path packed = file("3.csv.gz", ROWS.replace("caf", "tea").stripTrailing());
    Path last = file("4.csv", ROWS.replace("\n", "\r\n"));
    List<Path> files = List.of(first, empty, packed, last);
    List<String> rows = read(files, USUAL, 0);
    assertEquals(12, rows.size());
    same(rows, first, empty, packed, last);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x.csv", "x.csv.gz"})
  void rowsMayBeginAnywhere(String name) throws IOException {
    Path file = file(name, ROWS);
    List<String> all = read(List.of(file), USUAL, 0);
    for (int first = 0; first <= all.size(); first++) {
      List<String> rest = all.subList(first, all.size());
      assertEquals(rest, read(List.of(file), new LineRanges.Sizes(9, 3, 2000), first));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"x.csv", "x.csv.gz"})
  void duckDbTakesOverWhereverLinesStandInQuotes(String name) throws IOException {
    String text = "a,b,c\n1,\u00fc,2\n3,\"two\nlines,\n1,2,3\n\",4\n5,\"x\r\n\",6\n7,\"\",8\n";
    Path file = file(name, text);
    List<String> expected = read(List.of(file), USUAL, 0);
    assertEquals("3.0|two\nlines,\n1,2,3\n|4.0", expected.get(1));
    assertEquals(4, expected.size());
    same(expected, file);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x.csv", "x.csv.gz"})
  void linesUpToTheLongestAreReadHereAndOthersByDuckDb(String name) throws IOException {
    // The line has 28 bytes and its end.
    for (int longest : new int[] {10, 27, 28, 29, 30, 40}) {
      Path file = file(name, "a,b,c\n1,x,2\n3," + "long".repeat(6) + ",4\n5,y,6\n");
      for (int range : new int[] {1, 20}) {
        assertEquals(
            List.of("1.0|x|2.0", "3.0|" + "long".repeat(6) + "|4.0", "5.0|y|6.0"),
            read(List.of(file), new LineRanges.Sizes(range, 4, longest), 0),
            "lines up to " + longest + " in ranges of " + range);
      }
    }
  }

  @Test
  void lineThatBeginsInARangeIsReadUpToTheLongest() throws IOException {
    String line = "1,x,2\n";
    Path file = file("x.csv", line.repeat(4));
    for (int longest = 2; longest <= 12; longest++) {
      LineRanges.Sizes sizes = new LineRanges.Sizes(3, 1, longest);
      try (LineRanges ranges = new LineRanges(List.of(file), 0, sizes)) {
        // The range holds the first 3 bytes of the line; 3 more end it.
        assertEquals(longest >= 3, ranges.next().read().isPresent(), "lines up to " + longest);
      }
    }
  }

  @Test
  void rangesAreOfTheLengthThatIsAsked() throws IOException {
    Path file = file("x.csv", "1,2\n".repeat(5));
    List<Long> ends = new ArrayList<>();
    try (LineRanges ranges = new LineRanges(List.of(file), 0, new LineRanges.Sizes(8, 1, 99))) {
      for (LineRanges.Range range = ranges.next(); range != null; range = ranges.next()) {
        ends.add(range.end());
        assertEquals(range.end(), ranges.position());
        assertEquals(range.end() == 20, range.last());
      }
    }
    assertEquals(List.of(8L, 16L, 20L), ends);
  }

  @Test
  void gapThatLooksLikeANumberIsForDuckDb() throws IOException {
    Path file = Files.writeString(folder.resolve("x.csv"), "a,b\n1,2\n");
    TextTable usual = TextTable.of(List.of(file), NamesFixture.NONE, TableOptions.DEFAULTS);
    TextTable told =
        TextTable.of(
            List.of(file), NamesFixture.NONE, TableOptions.DEFAULTS.withGaps(List.of("-999")));
    List<TableRows.Cell> cells = List.of(new TableRows.Cell(0, false));
    assertTrue(PlainRows.fit(usual, List.of(file), cells));
    assertFalse(PlainRows.fit(told, List.of(file), cells));
  }
}
