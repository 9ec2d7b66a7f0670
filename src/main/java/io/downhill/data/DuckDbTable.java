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
  private Table table;
  private DuckDBConnection connection;

  private DuckDbTable(String name, List<Path> files) {
    this.name = name;
    this.files = files;
  }

  /**
   * Looks at files of one kind. DuckDB, which takes a third of a second to load, is not asked about
   * text.
   *
   * @param expected names that the table may have, which tells a header
   */
  static DuckDbTable files(
      String name, List<Path> files, List<String> expected, TableOptions options) {
    DuckDbTable opened = new DuckDbTable(name, files);
    switch (kind(files.get(0))) {
      case PARQUET -> opened.look(connection -> QueryTable.parquet(connection, files));
      case JSON -> opened.look(connection -> QueryTable.json(connection, files));
      case TEXT -> opened.table = CsvTable.of(files, expected, options);
    }
    return opened;
  }

  /** Looks at what a query gives. */
  static DuckDbTable sql(String query) {
    DuckDbTable opened = new DuckDbTable("--sql", List.of());
    opened.look(connection -> QueryTable.sql(connection, query));
    return opened;
  }

  private interface Look {
    Table at(Connection connection) throws SQLException;
  }

  private void look(Look look) {
    try {
      table = look.at(connection());
    } catch (SQLException e) {
      close();
      throw DuckDbMessage.exception(name, e);
    } catch (DataException e) {
      close();
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
    return table instanceof CsvTable text && PlainRows.fit(text, files, cells)
        ? new PlainRows(this, text, files, cells)
        : new DuckDbRows(this, cells, 0);
  }

  @Override
  public boolean rereads() {
    return true;
  }

  /** How cells are read. */
  DuckDbTexts texts(List<Rows.Cell> cells) throws SQLException {
    if (!(table instanceof QueryTable columnar && columnar.isParquet())) {
      return DuckDbTexts.plain(table.cells(files, cells), cells);
    }
    try (Connection free = connect(false)) {
      return DuckDbTexts.hashed(free, some -> table.cells(files, some), cells);
    }
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

  /** The connection that rows are streamed through, opened when it is first asked for. */
  DuckDBConnection connection() throws SQLException {
    if (connection == null) {
      connection = connect(true);
    }
    return connection;
  }

  private static DuckDBConnection connect(boolean streamed) throws SQLException {
    DuckDBConnection connected = DuckDb.connect(streamed);
    try (Statement statement = connected.createStatement()) {
      statement.execute("SET TimeZone = 'UTC'");
    }
    return connected;
  }

  /** Which of these columns hold a cell that is no number; none if the table has types. */
  int[] misfits(int[] columns) throws SQLException {
    Optional<String> query = table.misfits(files, columns);
    if (query.isEmpty() || columns.length == 0) {
      return new int[0];
    }
    try (Connection free = connect(false);
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

  /** What stopped the reading, with its place. */
  DataException failure(SQLException e) {
    Optional<String> ragged =
        table instanceof CsvTable text && text.sample().runs()
            ? text.sample().ragged(files)
            : Optional.empty();
    return ragged
        .map(told -> new DataException(told, e))
        .orElseGet(() -> DuckDbMessage.exception(name, e));
  }

  /**
   * Reads all cells and forgets them.
   *
   * @throws SQLException if one cannot be read
   */
  void readThrough(List<Rows.Cell> cells) throws SQLException {
    try (Connection free = connect(false);
        Statement statement = free.createStatement()) {
      statement.execute("SELECT count(COLUMNS(*)) FROM (" + table.cells(files, cells) + ")");
    }
  }

  @Override
  public String place(long row) {
    if (files.isEmpty()) {
      return name + ": row " + (row + 1);
    }
    try (Connection free = connect(false)) {
      return place(free, row);
    } catch (SQLException e) {
      throw DuckDbMessage.exception(name, e);
    }
  }

  /** The file and the row in it, from 1. */
  private String place(Connection free, long row) throws SQLException {
    long left = row;
    for (Path file : files.subList(0, files.size() - 1)) {
      try (Statement statement = free.createStatement();
          ResultSet count = statement.executeQuery(table.count(file))) {
        count.next();
        if (left < count.getLong(1)) {
          return file + ": row " + (left + 1);
        }
        left -= count.getLong(1);
      }
    }
    return files.get(files.size() - 1) + ": row " + (left + 1);
  }

  @Override
  public void close() {
    if (connection != null) {
      DuckDb.close(connection);
    }
  }
}
