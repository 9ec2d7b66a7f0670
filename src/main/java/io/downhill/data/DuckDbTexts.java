package io.downhill.data;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/**
 * How the texts of a query come to Java. To make a Java text of a cell takes DuckDB half a
 * microsecond, twenty times what a number takes; so where a column has few different ones, they are
 * asked for first, and the cells then come as hashes.
 */
final class DuckDbTexts {
  private static final int FEW = 1 << 16;
  private static final Map<Long, String> NONE = Map.of();

  private final String query;
  private final List<Map<Long, String>> texts;

  private DuckDbTexts(String query, List<Map<Long, String>> texts) {
    this.query = query;
    this.texts = texts;
  }

  /** Every text as it is. */
  static DuckDbTexts plain(String query, List<Rows.Cell> cells) {
    return new DuckDbTexts(query, new ArrayList<>(cells.stream().map(c -> NONE).toList()));
  }

  /**
   * Few texts by their hashes. It is for sources that are quickly read more than once.
   *
   * @param query for the cells
   */
  static DuckDbTexts hashed(Connection connection, String query, List<Rows.Cell> cells)
      throws SQLException {
    String source = " FROM (" + query + ") AS t(" + names(cells) + ")";
    List<Map<Long, String>> texts = plain(query, cells).texts;
    StringJoiner list = new StringJoiner(", ", "SELECT ", source);
    try (Statement statement = connection.createStatement()) {
      for (int k = 0; k < cells.size(); k++) {
        if (cells.get(k).text()) {
          texts.set(k, few(statement, "c" + k, source));
        }
        boolean hashed = texts.get(k) != NONE;
        list.add(hashed ? "if(c" + k + " IS NULL, NULL, " + hash("c" + k) + ")" : "c" + k);
      }
    }
    return new DuckDbTexts(list.toString(), texts);
  }

  private static String names(List<Rows.Cell> cells) {
    StringJoiner names = new StringJoiner(", ");
    for (int k = 0; k < cells.size(); k++) {
      names.add("c" + k);
    }
    return names.toString();
  }

  private static String hash(String name) {
    return "CAST(hash(" + name + ") >> 1 AS BIGINT)";
  }

  /**
   * The different texts of a column by their hashes; none if there are many, or two with one hash.
   */
  private static Map<Long, String> few(Statement statement, String name, String source)
      throws SQLException {
    try (ResultSet count =
        statement.executeQuery("SELECT approx_count_distinct(" + name + ")" + source)) {
      if (!count.next() || count.getLong(1) > FEW) {
        return NONE;
      }
    }
    Map<Long, String> few = new HashMap<>();
    try (ResultSet distinct =
        statement.executeQuery(
            "SELECT DISTINCT "
                + hash(name)
                + ", "
                + name
                + source
                + " WHERE "
                + name
                + " NOTNULL")) {
      while (distinct.next()) {
        if (few.put(distinct.getLong(1), distinct.getString(2)) != null) {
          return NONE;
        }
      }
    }
    return few;
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
