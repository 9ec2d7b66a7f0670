package io.downhill.data.duckdb;

import static io.downhill.data.table.TableFixture.read;
import static io.downhill.data.table.TableFixture.told;
import static io.downhill.data.table.TableFixture.values;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.data.Classes;
import io.downhill.data.DataException;
import io.downhill.data.Dataset;
import io.downhill.data.FileOptions;
import io.downhill.data.Missing;
import io.downhill.data.PreparationOptions;
import io.downhill.data.TableOptions;
import io.downhill.data.TableRows;
import io.downhill.data.table.PreparedTable;
import io.downhill.data.table.TableSource;
import io.downhill.data.text.DataFiles;
import io.downhill.data.text.NamesFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tables in Parquet. */
class ParquetTableTest {
  @TempDir Path folder;

  @Test
  void parquetNumbersOfEveryTypeAreRead() throws IOException, SQLException {
    Path file =
        parquet(
            "SELECT 1::TINYINT a, 2::SMALLINT b, 3::INTEGER c, 4::BIGINT d, 5::UTINYINT e,"
                + " 6::USMALLINT f, 7::UINTEGER g, 8::UBIGINT h, 9::HUGEINT i, 1.5::FLOAT j,"
                + " 2.5::DOUBLE k, 3.25::DECIMAL(9,2) l, true m, 0 AS \"y \"\"z\"\"\""
                + " UNION ALL SELECT -1,-2,-3,-4,255,60,70,80,-9,-1.5,-2.5,-3.25,false,1");
    Dataset data = read(file, "y \"z\"");
    assertArrayEquals(
        new float[] {
          1, 2, 3, 4, 5, 6, 7, 8, 9, 1.5f, 2.5f, 3.25f, 1, -1, -2, -3, -4, 255, 60, 70, 80, -9,
          -1.5f, -2.5f, -3.25f, 0
        },
        values(data));
  }

  @ParameterizedTest
  @CsvSource({
    "NULL::DOUBLE,missing value",
    "'NaN'::DOUBLE,missing value",
    "'-Infinity'::DOUBLE,-Infinity is not a finite float32 number",
    "1e39::DOUBLE,1.0E39 is not a finite float32 number",
    "NULL,missing value",
  })
  void parquetCellThatIsNoNumberIsToldWithItsPlace(String value, String why)
      throws IOException, SQLException {
    Path file = parquet("SELECT * FROM (VALUES (" + value + ", 0), (2, 1), (3, 0)) t(b, y)");
    PreparationOptions options = PreparationOptions.label("y").missing(Missing.ERROR);
    String told = told(file.toString(), options);
    assertTrue(told.contains("x.parquet: row 1, column b: " + why), told);
  }

  @Test
  void textAmongNumbersOfParquetIsToldWithItsPlace() throws SQLException {
    Path file =
        parquet("SELECT if(i = 70, 'abc', (i % 9)::VARCHAR) AS b, i % 2 AS y FROM range(99) t(i)");
    String told = told(file.toString(), "y");
    assertTrue(told.contains("x.parquet: row 71, column b: 'abc' is not a number"), told);
  }

  @Test
  void parquetRowsStayInOrderOverItsRowGroups() throws IOException, SQLException {
    Path file = parquet("SELECT i + 0.5 AS a, i % 2 = 1 AS y FROM range(300000) t(i)");
    Dataset data = read(file, "y");
    for (int i = 0; i < 300_000; i++) {
      assertEquals(i + 0.5f, data.x(i, 0), "row " + i);
    }
    assertEquals(new Classes("false", "true"), data.classes().orElseThrow());
  }

  /** Few different texts come as hashes, many as they are. */
  @Test
  void parquetTextsAreReadInTheirOrder() throws SQLException {
    Path file =
        parquet(
            "SELECT 'a ' || i AS many,"
                + " CASE i % 5 WHEN 0 THEN NULL WHEN 1 THEN '' WHEN 2 THEN 'na\u00efve \ud83d\ude00'"
                + " WHEN 3 THEN ' b \"c\" ' ELSE 'x' || i % 7 END AS few,"
                + " i % 2 = 1 AS truth, NULL::VARCHAR AS nothing FROM range(200000) t(i)");
    List<TableRows.Cell> cells =
        List.of(
            new TableRows.Cell(1, true),
            new TableRows.Cell(0, true),
            new TableRows.Cell(2, true),
            new TableRows.Cell(3, true),
            new TableRows.Cell(2, false));
    try (DuckDbTable table =
            DuckDbTable.files(
                "x",
                new DataFiles(List.of(file.toString()), FileOptions.DEFAULTS),
                NamesFixture.NONE,
                TableOptions.DEFAULTS);
        TableRows rows = table.rows(cells)) {
      String[] few = {null, "", "na\u00efve \ud83d\ude00", " b \"c\" ", null};
      for (int i = 0; i < 200_000; i++) {
        assertTrue(rows.next());
        assertEquals(i % 5 == 4 ? "x" + i % 7 : few[i % 5], rows.text(0), "row " + i);
        assertEquals("a " + i, rows.text(1));
        assertEquals(i % 2 == 1 ? "true" : "false", rows.text(2));
        assertNull(rows.text(3));
        assertEquals(i % 2, rows.number(4));
      }
      assertFalse(rows.next());
    }
  }

  /** More text columns than are looked at together. */
  @Test
  void parquetTextsOfManyColumnsStayApart() throws SQLException {
    int columns = 100;
    StringBuilder select = new StringBuilder("SELECT 0 AS number");
    List<TableRows.Cell> cells = new ArrayList<>(List.of(new TableRows.Cell(0, false)));
    for (int j = 1; j <= columns; j++) {
      select.append(", ").append(j == 50 ? "NULL::VARCHAR" : "'t" + j + "-' || (i % " + j + ")");
      select.append(" AS t").append(j);
      cells.add(new TableRows.Cell(j, true));
    }
    Path file = parquet(select + " FROM range(300) t(i)");
    try (DuckDbTable table =
            DuckDbTable.files(
                "x",
                new DataFiles(List.of(file.toString()), FileOptions.DEFAULTS),
                NamesFixture.NONE,
                TableOptions.DEFAULTS);
        TableRows rows = table.rows(cells)) {
      for (int i = 0; i < 300; i++) {
        assertTrue(rows.next());
        for (int j = 1; j <= columns; j++) {
          assertEquals(j == 50 ? null : "t" + j + "-" + i % j, rows.text(j));
        }
      }
    }
  }

  @Test
  void parquetCutShortIsTold() throws IOException, SQLException {
    Path file = parquet("SELECT i AS a, i % 2 AS y FROM range(1000) t(i)");
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
    String told = told(file.toString(), "y");
    assertTrue(told.contains("not a Parquet file, or cut short") && !told.contains("\n"), told);
  }

  @Test
  @Tag("slow")
  void bytesThatAreDamagedAreToldWithTheCure() throws IOException, SQLException {
    byte[] clean =
        Files.readAllBytes(
            parquet("SELECT i / 7 AS a, 't' || i % 9 AS t, i % 2 AS y FROM range(1000) t(i)"));
    Random random = new Random(4);
    int refused = 0;
    for (int k = 0; k < 60; k++) {
      byte[] bytes = clean.clone();
      // Behind the pages stands what says where they are and how they are packed.
      int end = bytes.length - 8;
      int at = k % 2 == 0 ? 4 + random.nextInt(60) : end - 1 - random.nextInt(400);
      bytes[at] ^= (byte) (1 + random.nextInt(255));
      Path file = folder.resolve("damaged.parquet");
      Files.write(file, bytes);
      try {
        PreparedTable.learn(TableSource.files(file.toString()), PreparationOptions.label("y"));
      } catch (DataException e) {
        String told = e.getMessage();
        String place = "byte " + at + ": " + told;
        assertTrue(told.startsWith(file.toString()), place);
        boolean raw = told.matches(".*(TProtocol|decompression|Thrift|buffer|TType).*");
        assertTrue(!raw || told.endsWith("; fetch it again, or write it anew"), place);
        refused++;
      }
    }
    assertTrue(refused > 10, "refused " + refused);
  }

  @Test
  void textNamedParquetIsTold() throws IOException {
    String told = told(file("x.parquet", "a,y\n1,0\n2,1\n").toString(), "y");
    assertTrue(told.contains("not a Parquet file"), told);
  }

  private Path parquet(String query) throws SQLException {
    Path file = folder.resolve("x.parquet");
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute("COPY (" + query + ") TO '" + file + "' (ROW_GROUP_SIZE 50000)");
    }
    return file;
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }
}
