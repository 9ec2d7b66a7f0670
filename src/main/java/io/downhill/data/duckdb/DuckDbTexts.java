package io.downhill.data.duckdb;

import io.downhill.data.TableRows;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How Java gets the texts of a query. A Java text of a cell takes DuckDB half a microsecond, twenty
 * times a number; so where a column has few different texts, these are read first, and its cells as
 * hashes of them.
 */
final class DuckDbTexts {
  private static final int FEW = 1 << 16;

  /** Columns that are looked at together: a thousand lists in one query crash DuckDB. */
  private static final int TOGETHER = 32;

  private static final Map<Long, String> NONE = Map.of();

  private final String query;
  private final List<Map<Long, String>> texts;

  private DuckDbTexts(String query, List<Map<Long, String>> texts) {
    this.query = query;
    this.texts = texts;
  }

  /** Every text as it is. */
  static DuckDbTexts plain(String query, List<TableRows.Cell> cells) {
    return new DuckDbTexts(query, new ArrayList<>(cells.stream().map(c -> NONE).toList()));
  }

  /**
   * Columns of few texts as hashes, for sources that are quickly read more than once.
   *
   * @param query reads cells
   */
  static DuckDbTexts hashed(
      Connection connection,
      Function<List<TableRows.Cell>, String> query,
      List<TableRows.Cell> cells)
      throws SQLException {
    return hashed(connection, query, cells, FEW, TOGETHER);
  }

  /**
   * The same, where at most {@code few} texts are few, and {@code together} columns are looked at
   * in one query.
   */
  static DuckDbTexts hashed(
      Connection connection,
      Function<List<TableRows.Cell>, String> query,
      List<TableRows.Cell> cells,
      int few,
      int together)
      throws SQLException {
    List<Map<Long, String>> texts = plain(query.apply(cells), cells).texts;
    try (Statement statement = connection.createStatement()) {
      int[] places = all(cells).filter(k -> cells.get(k).text()).toArray();
      for (int first = 0; first < places.length; first += together) {
        int[] some = Arrays.copyOfRange(places, first, Math.min(places.length, first + together));
        List<TableRows.Cell> part = IntStream.of(some).mapToObj(cells::get).toList();
        String source = source(query.apply(part), part);
        for (Map.Entry<Integer, Map<Long, String>> found :
            look(statement, source, few(statement, source, part, few)).entrySet()) {
          texts.set(some[found.getKey()], found.getValue());
        }
      }
    }
    String columns = list(all(cells), k -> texts.get(k) == NONE ? "c" + k : orNull(k));
    return new DuckDbTexts(
        "SELECT " + columns + " FROM " + source(query.apply(cells), cells), texts);
  }

  private static String source(String query, List<TableRows.Cell> cells) {
    return "(" + query + ") AS t(" + list(all(cells), k -> "c" + k) + ")";
  }

  private static IntStream all(List<TableRows.Cell> cells) {
    return IntStream.range(0, cells.size());
  }

  private static String list(IntStream cells, IntFunction<String> sql) {
    return cells.mapToObj(sql).collect(Collectors.joining(", "));
  }

  private static String hash(String name) {
    return "CAST(hash(" + name + ") >> 1 AS BIGINT)";
  }

  private static String orNull(int k) {
    return "if(c" + k + " IS NULL, NULL, " + hash("c" + k) + ")";
  }

  /**
   * The cells of few different texts, by their places among {@code cells}; one pass over the rows.
   */
  private static int[] few(Statement statement, String source, List<TableRows.Cell> cells, int most)
      throws SQLException {
    String counts = list(all(cells), k -> "approx_count_distinct(c" + k + ")");
    try (ResultSet row = statement.executeQuery("SELECT " + counts + " FROM " + source)) {
      row.next();
      IntStream.Builder few = IntStream.builder();
      for (int k = 0; k < cells.size(); k++) {
        if (row.getLong(k + 1) <= most) {
          few.add(k);
        }
      }
      return few.build().toArray();
    }
  }

  /**
   * The different texts of cells by their hashes; none for a cell two texts of which share a hash.
   */
  private static Map<Integer, Map<Long, String>> look(
      Statement statement, String source, int[] cells) throws SQLException {
    Map<Integer, Map<Long, String>> texts = new HashMap<>();
    if (cells.length == 0) {
      return texts;
    }
    String lists =
        list(
            IntStream.of(cells),
            k -> "list(DISTINCT c" + k + ") FILTER (c" + k + " NOTNULL) AS c" + k);
    String both =
        list(
            IntStream.of(cells),
            k -> "c" + k + ", list_transform(c" + k + ", lambda x: " + hash("x") + ")");
    try (ResultSet row =
        statement.executeQuery(
            "SELECT " + both + " FROM (SELECT " + lists + " FROM " + source + ")")) {
      row.next();
      for (int i = 0; i < cells.length; i++) {
        Array different = row.getArray(2 * i + 1);
        if (!row.wasNull()) {
          Object[] hashes = (Object[]) row.getArray(2 * i + 2).getArray();
          texts.put(cells[i], byHash(hashes, (Object[]) different.getArray()));
        }
      }
    }
    return texts;
  }

  private static Map<Long, String> byHash(Object[] hashes, Object[] texts) {
    Map<Long, String> byHash = new HashMap<>();
    for (int i = 0; i < texts.length; i++) {
      byHash.put((Long) hashes[i], (String) texts[i]);
    }
    return byHash.size() == texts.length ? byHash : NONE;
  }

  /** The query to read rows with. */
  String query() {
    return query;
  }

  /** The text of a cell in the row in hand, null if it is NULL. */
  String text(ResultSet row, int k) throws SQLException {
    if (texts.get(k) == NONE) {
      return row.getString(k + 1);
    }
    long hash = row.getLong(k + 1);
    return row.wasNull() ? null : texts.get(k).get(hash);
  }
}
