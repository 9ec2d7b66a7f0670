package io.downhill.data.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.data.LabelText;
import io.downhill.data.PreparationOptions;
import io.downhill.data.TableOptions;
import io.downhill.data.table.PreparedTable;
import io.downhill.data.table.TableFixture;
import io.downhill.data.table.TableSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Columns of numbers in every way that people write them, judged as a whole. */
class WrittenNumbersTest {
  @TempDir Path folder;

  private TableSource source(String name, String text, Optional<Character> decimal)
      throws IOException {
    Path file = Files.writeString(folder.resolve(name), text);
    return TableSource.files(List.of(file.toString()), TableOptions.DEFAULTS.decimal(decimal));
  }

  /** A table of one column x, its cells between bars, and a label; cells come again and again. */
  private String table(String cells, char delimiter) {
    StringBuilder csv = new StringBuilder("x" + delimiter + "y\n");
    String[] x = cells.split("\\|");
    for (int i = 0; i < Math.max(x.length, 24 / x.length * x.length); i++) {
      String cell = x[i % x.length];
      csv.append(cell.indexOf(delimiter) < 0 ? cell : '"' + cell + '"').append(delimiter);
      csv.append(i / 2 % 2 == 0 ? "no" : "yes").append('\n');
    }
    return csv.toString();
  }

  private PreparedTable learn(String cells, char delimiter, Optional<Character> decimal)
      throws IOException {
    TableSource source = source("x.csv", table(cells, delimiter), decimal);
    return PreparedTable.learn(source, PreparationOptions.label("y"));
  }

  private static String numbers(PreparedTable table, int count) {
    List<String> numbers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      numbers.add(LabelText.canonical(Float.toString(table.train().x(i, 0))));
    }
    return String.join("|", numbers);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "0,420|1|0,380|2~0.42|1|0.38|2",
        "14,00|18,33|12,67~14|18.33|12.67",
        "1.234,5|0,25|12~1234.5|0.25|12",
        "1,234.5|0.25|12~1234.5|0.25|12",
        "1'234.5|7|0.25~1234.5|7|0.25",
        "1\u2019234|7|25~1234|7|25",
        "1 234,5|7|25~1234.5|7|25",
        "1\u00a0234,5|7|25~1234.5|7|25",
        "1\u202f234,5|7|25~1234.5|7|25",
        "1.234.567|7|25~1234567|7|25",
        "1,234,567|7|25~1234567|7|25",
        "1234,567|7|25~1234.567|7|25",
        ",5|7|25~0.5|7|25",
        "\u22121,5|2|+3~-1.5|2|3",
        "\u2212 1,5|2|3~-1.5|2|3",
        "\u20131.5|2|3~-1.5|2|3",
        "\uff0d1.5|2|3~-1.5|2|3",
        "42.5-|2|3~-42.5|2|3",
        "1,5-|2|3~-1.5|2|3",
        "(42.5)|2|3~-42.5|2|3",
        "1.5D+03|2|3D-01~1500|2|0.3",
        "\uff11\uff12|\uff17|\uff18~12|7|8",
        "\u0661\u0662|\u0667|\u0668~12|7|8",
        "1.5E+03|2|3e-1~1500|2|0.3",
        "1,5E+03|2|3e-1~1500|2|0.3",
        "1,234e2|2|3~123.4|2|3",
        "42%|55 %|3,5%~42|55|3.5",
        "$1,234.50|-$7|$25~1234.5|-7|25",
        "$-7|+$8|$25~-7|8|25",
        "1.234,50 \u20ac|-7 \u20ac|25\u20ac~1234.5|-7|25",
        "\u20ac 7|\u20ac8,5|\u20ac9~7|8.5|9",
        "CHF 1'234.50|CHF 7|CHF 8~1234.5|7|8",
        "EUR 7|EUR 8|EUR 9,5~7|8|9.5",
        "12 km/h|7 km/h|8.5 km/h~12|7|8.5",
        "36 months|60 months|12 months~36|60|12",
        "12 \u00b0C|-7 \u00b0C|8 \u00b0C~12|-7|8",
        "007.5|1|2~7.5|1|2",
      })
  void numbersAreReadAsTheyAreMeant(String cells, String expected) throws IOException {
    int count = cells.split("\\|").length;
    for (char delimiter : new char[] {',', ';', '\t'}) {
      assertEquals(
          expected,
          numbers(learn(cells, delimiter, Optional.empty()), count),
          cells + ", delimiter " + delimiter);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "1,234|12,500|950~,~~1234|12500|950",
        "1,234|12,500|950~;~~1.234|12.5|950",
        "1,234|12,500|950~;~.~1234|12500|950",
        "1,234|12,500|950~,~,~1.234|12.5|950",
        "1.234|12.500|950~,~~1.234|12.5|950",
        "1.234|12.500|950~;~~1234|12500|950",
        "1.234|12.500|950~;~.~1.234|12.5|950",
        "1.234|12.500|950~,~,~1234|12500|950",
      })
  void whereBothReadingsArePossibleTheUserOrTheDelimiterDecides(
      String cells, char delimiter, String told, String expected) throws IOException {
    Optional<Character> decimal = told == null ? Optional.empty() : Optional.of(told.charAt(0));
    PreparedTable table = learn(cells, delimiter, decimal);
    assertEquals(expected, numbers(table, 3), cells + ", delimiter " + delimiter + told);
    boolean ordinary = decimal.isPresent() || expected.startsWith("1.234") && delimiter == ',';
    assertEquals(ordinary ? 0 : 1, table.warnings().size(), table.warnings().toString());
    assertTrue(ordinary || table.warnings().get(0).contains("with --decimal "), "the cure");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        // Other columns tell.
        "0.5~\"1,234\"~,~1234",
        "\"0,5\"~\"1,234\"~,~1.234",
        "\"0,5\"~1.234~,~1234",
        "0.5~1,234~;~1234",
        "0,5~1,234~;~1.234",
        "0,5~1.234~;~1234",
        "0.5~1.234~;~1.234",
      })
  void otherColumnsTellTheDecimalSign(String other, String cell, String delimiter, String expected)
      throws IOException {
    StringBuilder csv = new StringBuilder(String.join(delimiter, "x", "z", "y\n"));
    for (int i = 0; i < 24; i++) {
      csv.append(i % 2 == 0 ? cell : "9").append(delimiter);
      csv.append(i % 3 == 0 ? other : "7").append(delimiter).append(i / 2 % 2).append('\n');
    }
    PreparedTable table =
        PreparedTable.learn(
            source("x.csv", csv.toString(), Optional.empty()), PreparationOptions.label("y"));
    assertEquals(expected, numbers(table, 1), csv.toString());
  }

  @Test
  void commasFarDownMakeNumbersOfTheWholeColumn() throws IOException {
    StringBuilder csv = new StringBuilder("x;z;y\n");
    for (int i = 0; i < 9000; i++) {
      csv.append(i < 8000 ? i % 7 + "" : i % 7 + ",5").append(";");
      csv.append(i < 8500 ? "12" : "1.234").append(";").append(i / 2 % 2).append('\n');
    }
    PreparedTable table =
        PreparedTable.learn(
            source("x.csv", csv.toString(), Optional.empty()), PreparationOptions.label("y"));
    assertEquals(8999 % 7 + 0.5f, table.train().x(8999, 0));
    assertEquals(1234f, table.train().x(8999, 1));
  }

  @Test
  void pointsFarDownAreJudgedAsThoseInTheFirstRows() throws IOException {
    for (int first : new int[] {0, 50, 150, 20000}) {
      StringBuilder csv = new StringBuilder("x;g;y\n");
      for (int i = 0; i < first + 200; i++) {
        csv.append(i == first ? "1.500" : 100 + i % 7 * 50 + "").append(";");
        csv.append(i % 3 == 0 ? "a;" : "b;").append(i / 2 % 2).append('\n');
      }
      PreparedTable table =
          PreparedTable.learn(
              source("x.csv", csv.toString(), Optional.empty()), PreparationOptions.label("y"));
      assertEquals(1500f, table.train().x(first, 0), "row " + first);
      assertTrue(table.warnings().toString().contains("'1.500' as 1500"), "row " + first);
      PreparedTable told =
          PreparedTable.learn(
              source("x.csv", csv.toString(), Optional.of('.')), PreparationOptions.label("y"));
      assertEquals(1.5f, told.train().x(first, 0), "row " + first);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "1,5;0,5;0,25;1~;",
        "1,5%;2,5;b~;",
        "-1.234,5;0,5;a~;",
        "1,5|2|0~|",
        "1,5;a~;",
        "1,2,3;4~,",
        "a,b;c~,",
        "1,2,x~,",
        "a;b,5~,",
        "1,5;2,x~,",
        "a;b~;",
      })
  void decimalCommasInTheFirstLineAreNoDelimiters(String line, char delimiter) {
    assertEquals(delimiter, LineCells.delimiter(line), line);
  }

  @Test
  void packedTextsAreReadAsOthers() throws IOException {
    StringBuilder csv = new StringBuilder("x;zip;y\n");
    for (int i = 0; i < 4000; i++) {
      csv.append(i % 7 + ",5;").append(i == 3000 ? "01234" : i % 3 + 1 + "1234").append(";");
      csv.append(i / 2 % 2).append('\n');
    }
    Path file = folder.resolve("x.csv.gz");
    try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(csv.toString().getBytes(StandardCharsets.UTF_8));
    }
    PreparedTable packed = TableFixture.learn(file.toString(), PreparationOptions.label("y"));
    PreparedTable plain =
        PreparedTable.learn(
            source("x.csv", csv.toString(), Optional.empty()), PreparationOptions.label("y"));
    assertEquals(plain.preparation(), packed.preparation());
    assertEquals("2 against 11234", plain.preparation().encodings().get(1).description());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "60_250|7_100~would be numbers without other signs (60_250)~--category x",
        "=\"60250\"|=\"7100\"~would be numbers without other signs~--category x",
        "3:2|1:0~would be numbers without other signs (3:2)~--category x",
        "31/01/2024|02/14/2024~look like dates (31/01/2024), but not all~2024-01-31",
        "01/2024|02/2024~look like dates (01/2024), but not all~2024-01-31",
        "{'v': 3}|{'v': 4}~hold several values each ({'v': 3})~write a column for each",
        "[3, 4]|[3, 5]~hold several values each ([3, 4])~write a column for each",
      })
  void whatLooksLikeNumbersAndIsNoneIsToldWithItsCure(String cells, String told, String cure)
      throws IOException {
    PreparedTable table = learn(cells.replace("\"", "\"\""), '\t', Optional.empty());
    String warnings = table.warnings().toString();
    assertTrue(warnings.startsWith("[x: ") && warnings.contains(told), warnings);
    assertTrue(warnings.contains(cure), warnings);
  }

  @Test
  void codesWithLeadingZerosAreNoNumbers() throws IOException {
    for (String cells : List.of("01234|1234", "1234|01234")) {
      PreparedTable table = learn(cells, ',', Optional.empty());
      assertEquals(1, table.train().features(), cells);
      assertTrue(table.train().featureNames().get(0).matches("x=0?1234"), cells);
      assertTrue(table.warnings().get(0).contains("leading zeros (01234)"), cells);
    }
  }
}
