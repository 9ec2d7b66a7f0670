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
  /** Looks at the footers of Parquet files. */
  static QueryTable parquet(Connection connection, List<Path> files) throws SQLException {
    return describe(connection, files, "read_parquet", "");
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
  public String typed(List<Path> files, int[] features, int label) {
    StringJoiner list = new StringJoiner(", ", "SELECT ", " FROM ");
    for (int j : features) {
      list.add("CAST(CAST(" + number(j) + " AS DOUBLE) AS FLOAT)");
    }
    if (label >= 0) {
      boolean number = columns.get(label).kind() == Kind.NUMBER;
      list.add("CAST(" + name(label) + " AS " + (number ? "DOUBLE" : "VARCHAR") + ")");
    }
    return list + source(files);
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
  public String checked(Path file, int[] chosen) {
    StringJoiner list = new StringJoiner(", ", "SELECT ", " FROM ");
    for (int j : chosen) {
      list.add("CAST(" + name(j) + " AS VARCHAR)");
      list.add("TRY_CAST(TRY_CAST(" + number(j) + " AS DOUBLE) AS FLOAT)");
    }
    return list + source(List.of(file));
  }

  @Override
  public String count(Path file) {
    return "SELECT count(*) FROM " + source(List.of(file));
  }

  // A date does not cast to a number at all, its text fails to: so it is told like any other text.
  private String number(int j) {
    Kind kind = columns.get(j).kind();
    boolean castable = kind == Kind.NUMBER || kind == Kind.BOOLEAN;
    return castable ? name(j) : "CAST(" + name(j) + " AS VARCHAR)";
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
