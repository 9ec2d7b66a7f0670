package io.downhill.data.duckdb;

import io.downhill.data.TableColumn;
import io.downhill.data.TableRows;
import java.math.BigInteger;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A table that brings its own names and types: Parquet or JSON files, or a query.
 *
 * @param function of DuckDB that reads the files; empty for a query
 * @param query without a function the query itself, else what the function is told besides the
 *     files
 * @param names of the columns as DuckDB has them
 * @param columns in the order of the table
 * @param mixed the columns in which some values are numbers and others texts, as JSON has them
 */
record QueryTable(
    String function,
    String query,
    List<String> names,
    List<TableColumn> columns,
    Set<Integer> mixed)
    implements SqlTable {
  private static final String PARQUET = "read_parquet";

  /** A text file in the place of a table, of a kind that DuckDB does not know by its name. */
  private static final Pattern TEXT_FILE =
      Pattern.compile("(?i)\\b(from|join)\\s+('(?:[^']|'')+\\.(?:txt|data|dat)(?:\\.gz)?')");

  /** How DuckDB calls columns of a text without a header: column00 if there are more than ten. */
  private static final Pattern NUMBERED = Pattern.compile("column(\\d+)");

  /** Looks at the footers of Parquet files. */
  static QueryTable parquet(Connection connection, List<Path> files) throws SQLException {
    return describe(connection, files, PARQUET, "");
  }

  /** Whether these are Parquet files, a column of which is quickly read. */
  boolean isParquet() {
    return function.equals(PARQUET);
  }

  /**
   * Looks at all rows of JSON files, a row a line or all in one list: by the first ones alone
   * DuckDB would take a column for whole numbers and round 1.5 further down.
   */
  static QueryTable json(Connection connection, List<Path> files) throws SQLException {
    return describe(connection, files, "read_json", ", union_by_name = true, sample_size = -1");
  }

  /** Looks at what a query gives. */
  static QueryTable sql(Connection connection, String query) throws SQLException {
    String readable = TEXT_FILE.matcher(query).replaceAll("$1 read_csv($2)");
    return describe(connection, List.of(), "", readable);
  }

  /** The names, without the zeros that a text read as a file does not have in them. */
  private static List<String> withoutZeros(List<String> names) {
    Set<Integer> lengths = new HashSet<>();
    List<String> without = new ArrayList<>();
    for (String name : names) {
      Matcher numbered = NUMBERED.matcher(name);
      if (numbered.matches()) {
        lengths.add(name.length());
        without.add("column" + new BigInteger(numbered.group(1)));
      } else {
        without.add(name);
      }
    }
    // Names of other lengths come from elsewhere, and so may two that become one.
    return lengths.size() == 1 && Set.copyOf(without).size() == names.size() ? without : names;
  }

  private static QueryTable describe(
      Connection connection, List<Path> files, String function, String query) throws SQLException {
    QueryTable unknown = new QueryTable(function, query, List.of(), List.of(), Set.of());
    List<String> names = new ArrayList<>();
    List<TableColumn.Kind> kinds = new ArrayList<>();
    Set<Integer> mixed = new HashSet<>();
    try (Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery("DESCRIBE SELECT * FROM " + unknown.source(files))) {
      while (result.next()) {
        if (result.getString(2).equals("JSON")) {
          mixed.add(names.size());
        }
        names.add(result.getString(1));
        kinds.add(SqlTable.kind(result.getString(2)));
      }
    }
    List<String> told = function.isEmpty() ? withoutZeros(names) : names;
    List<TableColumn> columns = new ArrayList<>();
    for (int j = 0; j < names.size(); j++) {
      columns.add(new TableColumn(told.get(j), kinds.get(j)));
    }
    return new QueryTable(function, query, List.copyOf(names), List.copyOf(columns), mixed);
  }

  @Override
  public boolean named() {
    return true;
  }

  @Override
  public String cells(List<Path> files, List<TableRows.Cell> cells) {
    StringJoiner list = new StringJoiner(", ", "SELECT ", " FROM ");
    for (TableRows.Cell cell : cells) {
      String name = name(cell.column());
      if (mixed.contains(cell.column())) {
        list.add("json_extract_string(" + name + ", '$')"); // Without quotes around a text.
      } else if (cell.text()) {
        list.add("CAST(" + name + " AS VARCHAR)");
      } else if (columns.get(cell.column()).kind() == TableColumn.Kind.DAY) {
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
    return "\"" + names.get(j).replace("\"", "\"\"") + "\"";
  }

  private String source(List<Path> files) {
    return function.isEmpty()
        ? "(" + query + "\n)"
        : function + "(" + SqlTable.literals(files) + query + ")";
  }
}
