package io.downhill.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** DuckDB is the measure: what is parsed here must be what it says, to the bit. */
class NumberRowsTest {
  private static final int COLUMNS = 4;

  @TempDir Path folder;

  private interface Reader {
    Rows rows(DuckDbTable table, CsvTable text, List<Path> files, List<Rows.Cell> cells);
  }

  private static List<Long> bits(List<Path> files, Reader reader) {
    List<Rows.Cell> cells = List.of(new Rows.Cell(3, false), new Rows.Cell(1, false));
    List<Long> bits = new ArrayList<>();
    try (DuckDbTable table = DuckDbTable.files("x", files, List.of("a"), TableOptions.DEFAULTS);
        Rows rows =
            reader.rows(
                table, CsvTable.of(files, List.of("a"), TableOptions.DEFAULTS), files, cells)) {
      while (rows.next()) {
        bits.add(Double.doubleToLongBits(rows.number(0)));
        bits.add(Double.doubleToLongBits(rows.number(1)));
      }
    }
    return bits;
  }

  /** Reads rows both ways, compares them, and returns their number. */
  private int check(List<Path> files) {
    List<Long> actual = bits(files, NumberRows::new);
    List<Long> expected = bits(files, (table, text, all, cells) -> new DuckDbRows(table, cells, 0));
    assertEquals(expected, actual);
    return actual.size() / 2;
  }

  private int check(String text) throws IOException {
    return check(List.of(Files.writeString(folder.resolve("x.csv"), text)));
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

  @Test
  void gapThatLooksLikeANumberIsForDuckDb() throws IOException {
    Path file = Files.writeString(folder.resolve("x.csv"), "a,b\n1,2\n");
    CsvTable usual = CsvTable.of(List.of(file), List.of(), TableOptions.DEFAULTS);
    CsvTable told =
        CsvTable.of(List.of(file), List.of(), TableOptions.DEFAULTS.withGaps(List.of("-999")));
    List<Rows.Cell> cells = List.of(new Rows.Cell(0, false));
    assertTrue(NumberRows.fit(usual, List.of(file), cells));
    assertFalse(NumberRows.fit(told, List.of(file), cells));
    assertFalse(NumberRows.fit(usual, List.of(file), List.of(new Rows.Cell(0, true))));
  }
}
