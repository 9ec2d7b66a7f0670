package io.downhill.data.duckdb;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.downhill.data.TableRows;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Texts are the same whether they come as hashes, and however many columns are looked at. */
class HashedTextsTest {
  private static final List<TableRows.Cell> CELLS =
      List.of(
          new TableRows.Cell(0, true),
          new TableRows.Cell(1, false),
          new TableRows.Cell(2, true),
          new TableRows.Cell(3, true),
          new TableRows.Cell(4, true));

  private static List<String> read(Connection connection, DuckDbTexts texts) throws SQLException {
    List<String> found = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(texts.query())) {
      while (rows.next()) {
        found.add(
            texts.text(rows, 0)
                + rows.getInt(2)
                + texts.text(rows, 2)
                + texts.text(rows, 3)
                + texts.text(rows, 4));
      }
    }
    return found;
  }

  private static String query(List<TableRows.Cell> cells) {
    return cells.stream()
        .map(cell -> "x" + cell.column())
        .collect(Collectors.joining(", ", "SELECT ", " FROM t"));
  }

  @Test
  void fewAndManyTextsAreTheSameInGroupsOfAnySize() throws SQLException {
    try (Connection connection = DuckDb.connect(false);
        Statement statement = connection.createStatement()) {
      // Of 1, 2, 3 and no different texts, with gaps.
      statement.execute(
          "CREATE TABLE t AS SELECT 'one' AS x0, CAST(i AS INTEGER) AS x1,"
              + " if(i % 4 = 1, NULL, 't' || i % 2) AS x2, 'u' || i % 3 AS x3,"
              + " CAST(NULL AS VARCHAR) AS x4 FROM range(12) AS r(i)");
      List<String> expected = read(connection, DuckDbTexts.plain(query(CELLS), CELLS));
      assertEquals("one1nullu1null", expected.get(1));
      for (int few = 0; few <= 4; few++) {
        for (int together = 1; together <= 5; together++) {
          DuckDbTexts texts =
              DuckDbTexts.hashed(connection, HashedTextsTest::query, CELLS, few, together);
          String where = few + " texts are few, " + together + " columns together";
          assertEquals(expected, read(connection, texts), where);
        }
      }
    }
  }
}
