package io.downhill.data;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;

/**
 * A table that brings its own names and types: Parquet or JSON files, or a query.
 *
 * @param function of DuckDB that reads the files; empty for a query
 * @param query without a function the query itself, else what the function is told besides the
 *     files
 * @param columns in the order of the table
 */
record QueryTable(String function, String query, List<Column> columns) implements Table {
  private static final String PARQUET = "read_parquet";

  /** Looks at the footers of Parquet files. */
  static QueryTable parquet(Connection connection, List<Path> files) throws SQLException {
    return describe(connection, files, PARQUET, "");
  }

  /** Whether these are Parquet files, a column of which is quickly read. */
  boolean isParquet() {
    return function.equals(PARQUET);
  }

  /** Looks at the first rows of JSON files, a row a line or all in one list. */
  static QueryTable json(Connection connection, List<Path> files) throws SQLException {
    return describe(connection, files, "read_json", ", union_by_name = true");
  }

  /** Looks at what a query gives. */
  static QueryTable sql(Connection connection, String query) throws SQLException {
    return describe(connection, List.of(), "", query);
  }

  private static QueryTable describe(
      Connection connection, List<Path> files, String function, String query) throws SQLException {
    QueryTable unknown = new QueryTable(function, query, List.of());
    List<Column> columns = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery("DESCRIBE SELECT * FROM " + unknown.source(files))) {
      while (result.next()) {
        columns.add(new Column(result.getString(1), Table.kind(result.getString(2))));
      }
    }
    return new QueryTable(function, query, List.copyOf(columns));
  }

  @Override
  public boolean named() {
    return true;
  }

  @Override
  public String cells(List<Path> files, List<Rows.Cell> cells) {
    StringJoiner list = new StringJoiner(", ", "SELECT ", " FROM ");
    for (Rows.Cell cell : cells) {
      String name = name(cell.column());
      if (cell.text()) {
        list.add("CAST(" + name + " AS VARCHAR)");
      } else if (columns.get(cell.column()).kind() == Kind.DAY) {
        list.add("epoch_us(CAST(" + name + " AS TIMESTAMP)) / 86400000000.0");
      } else {
        list.add("CAST(" + name + " AS DOUBLE)");
      }
    }
    return list + source(files);
  }

  @Override
  public Optional<String> misfits(List<Path> files, int[] chosen) {
    return Optional.empty();
  }

  @Override
  public String count(Path file) {
    return "SELECT count(*) FROM " + source(List.of(file));
  }

  private String name(int j) {
    return "\"" + columns.get(j).name().replace("\"", "\"\"") + "\"";
  }

  private String source(List<Path> files) {
    return function.isEmpty()
        ? "(" + query + "\n)"
        : function + "(" + Table.literals(files) + query + ")";
  }
}
