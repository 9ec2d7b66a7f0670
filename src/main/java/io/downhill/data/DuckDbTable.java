package io.downhill.data;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.duckdb.DuckDBConnection;

/** Files, or a query over files, as DuckDB reads them. */
final class DuckDbTable implements OpenTable {
  private final String name;
  private final List<Path> files;
  private final DuckDBConnection connection;
  private Table table;

  private DuckDbTable(String name, List<Path> files, DuckDBConnection connection, Table table) {
    this.name = name;
    this.files = files;
    this.connection = connection;
    this.table = table;
  }

  /**
   * Looks at files of one kind.
   *
   * @param expected names that the table may have, which tells a header
   */
  static DuckDbTable files(
      String name, List<Path> files, List<String> expected, TableOptions options) {
    return open(
        name,
        files,
        connection ->
            switch (kind(files.get(0))) {
              case PARQUET -> QueryTable.parquet(connection, files);
              case JSON -> QueryTable.json(connection, files);
              case TEXT -> CsvTable.of(files, expected, options);
            });
  }

  /** Looks at what a query gives. */
  static DuckDbTable sql(String query) {
    return open("--sql", List.of(), connection -> QueryTable.sql(connection, query));
  }

  private interface Look {
    Table at(Connection connection) throws SQLException;
  }

  private static DuckDbTable open(String name, List<Path> files, Look look) {
    DuckDBConnection connection = null;
    try {
      connection = DuckDb.connect(true);
      try (Statement statement = connection.createStatement()) {
        statement.execute("SET TimeZone = 'UTC'");
      }
      return new DuckDbTable(name, files, connection, look.at(connection));
    } catch (SQLException e) {
      close(connection);
      throw DuckDbMessage.exception(name, e);
    } catch (DataException e) {
      close(connection);
      throw e;
    }
  }

  /** Kinds of files, told by the end of their names. */
  private enum Kind {
    PARQUET,
    JSON,
    TEXT
  }

  private static Kind kind(Path file) {
    String lower = file.toString().toLowerCase(Locale.ROOT);
    if (lower.endsWith(".parquet")) {
      return Kind.PARQUET;
    }
    return lower.matches(".*\\.(json|jsonl|ndjson)(\\.gz)?") ? Kind.JSON : Kind.TEXT;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<Table.Column> columns() {
    return table.columns();
  }

  @Override
  public boolean named() {
    return table.named();
  }

  @Override
  public Rows rows(List<Rows.Cell> cells) {
    return new DuckDbRows(this, cells);
  }

  @Override
  public boolean rereads() {
    return true;
  }

  /** The query for cells. */
  String query(List<Rows.Cell> cells) {
    return table.cells(files, cells);
  }

  /**
   * Looks for every text that stands for a gap from now on, if so far it was only for those seen in
   * the first rows.
   *
   * @return whether that is a change
   */
  boolean lookForAllGaps() {
    if (table instanceof CsvTable text && !text.looksForAllGaps()) {
      table = text.lookingForAllGaps();
      return true;
    }
    return false;
  }

  DuckDBConnection connection() {
    return connection;
  }

  /** Which of these columns hold a cell that is no number; none if the table has types. */
  int[] misfits(int[] columns) throws SQLException {
    Optional<String> query = table.misfits(files, columns);
    if (query.isEmpty() || columns.length == 0) {
      return new int[0];
    }
    // The connection may be busy with the rows.
    try (Connection free = connection.duplicate();
        Statement statement = free.createStatement();
        ResultSet row = statement.executeQuery(query.get())) {
      row.next();
      IntStream.Builder misfits = IntStream.builder();
      for (int k = 0; k < columns.length; k++) {
        if (row.getBoolean(k + 1)) {
          misfits.add(columns[k]);
        }
      }
      return misfits.build().toArray();
    }
  }

  @Override
  public String place(long row) {
    if (files.isEmpty()) {
      return name + ": row " + (row + 1);
    }
    try (Connection free = connection.duplicate()) {
      return CellSearch.place(free, table, files, row);
    } catch (SQLException e) {
      throw DuckDbMessage.exception(name, e);
    }
  }

  @Override
  public void close() {
    close(connection);
  }

  private static void close(Connection connection) {
    if (connection != null) {
      DuckDb.close(connection);
    }
  }
}
