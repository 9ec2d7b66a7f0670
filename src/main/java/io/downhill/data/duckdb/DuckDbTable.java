package io.downhill.data.duckdb;

import io.downhill.data.DataException;
import io.downhill.data.OpenTable;
import io.downhill.data.TableColumn;
import io.downhill.data.TableOptions;
import io.downhill.data.TableRows;
import io.downhill.data.cell.DecimalSign;
import io.downhill.data.text.DataFiles;
import io.downhill.data.text.ExpectedNames;
import io.downhill.data.text.PlainRows;
import io.downhill.data.text.TextFiles;
import io.downhill.data.text.TextTable;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.duckdb.DuckDBConnection;

/** Files, or a query over files, as DuckDB reads them. */
public final class DuckDbTable implements OpenTable, PlainRows.Source {
  private final String name;
  private final DataFiles data;
  private final List<Path> files;
  private SqlTable table;
  private TextFiles texts;
  private DuckDBConnection connection;

  private DuckDbTable(String name, DataFiles data) {
    this.name = name;
    this.data = data;
    this.files = data.files();
  }

  private DuckDbTable(String name) {
    this.name = name;
    this.data = null;
    this.files = List.of();
  }

  /**
   * Looks at files. For text DuckDB is not asked, since it takes a third of a second to load.
   *
   * @param data closed with the table
   * @param expected what is known of the names, which tells a header
   */
  public static DuckDbTable files(
      String name, DataFiles data, ExpectedNames expected, TableOptions options) {
    DuckDbTable opened = new DuckDbTable(name, data);
    List<Path> files = data.files();
    if (!data.format().isDelimited() && options.files().isAboutText()) {
      data.close();
      throw new DataException(name + ": --encoding, --skip and --comment are for delimited text");
    }
    switch (data.format()) {
      case PARQUET -> opened.look(() -> QueryTable.parquet(opened.connection(), files));
      case JSON -> opened.look(() -> QueryTable.json(opened.connection(), files));
      case CSV, TSV -> opened.look(() -> opened.text(expected, options));
    }
    return opened;
  }

  private SqlTable text(ExpectedNames expected, TableOptions options) {
    TextTable text = TextTable.of(files, expected, options);
    texts = new TextFiles(files, text, options);
    return CsvTable.of(text.copied());
  }

  /** Looks at what a query gives. */
  public static DuckDbTable sql(String query) {
    DuckDbTable opened = new DuckDbTable("--sql");
    opened.look(() -> QueryTable.sql(opened.connection(), query));
    return opened;
  }

  private interface Look {
    SqlTable find() throws SQLException;
  }

  private void look(Look look) {
    try {
      table = look.find();
    } catch (SQLException e) {
      close();
      throw DuckDbMessage.exception(name, e);
    } catch (DataException e) {
      close();
      throw told(e);
    }
  }

  private DataException told(DataException e) {
    String message = data == null ? e.getMessage() : data.told(e.getMessage());
    return message.equals(e.getMessage()) ? e : new DataException(message, e);
  }

  /** The files to read, which may be copies. */
  private List<Path> readable() {
    return texts == null ? files : texts.readable();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<TableColumn> columns() {
    return table.columns();
  }

  @Override
  public boolean named() {
    return table.named();
  }

  @Override
  public boolean isText() {
    return table instanceof CsvTable;
  }

  @Override
  public DecimalSign decimalSign(Optional<Character> told) {
    return table instanceof CsvTable csv
        ? csv.text().decimalSign(told)
        : OpenTable.super.decimalSign(told);
  }

  @Override
  public TableRows rows(List<TableRows.Cell> cells) {
    return table instanceof CsvTable csv && PlainRows.fit(csv.text(), readable(), cells)
        ? new PlainRows(this, csv.text(), readable(), cells, 0)
        : new DuckDbRows(this, cells, 0);
  }

  /**
   * Reads on where the Java parser stopped: with the parser again if the files had to be copied, as
   * what stopped it may not be in the copies; else with DuckDB.
   *
   * @param row the one to begin with, counted from 0
   * @param accented whether cells beyond ASCII were taken from its file as UTF-8
   */
  @Override
  public TableRows continued(List<TableRows.Cell> cells, long row, boolean accented) {
    return settle(accented) && table instanceof CsvTable csv
        ? new PlainRows(this, csv.text(), readable(), cells, row)
        : new DuckDbRows(this, cells, row);
  }

  @Override
  public List<String> warnings() {
    return table instanceof CsvTable csv
        ? csv.text().doubt().map(data::told).stream().toList()
        : List.of();
  }

  @Override
  public boolean rereads() {
    return true;
  }

  /** How cells are read. */
  DuckDbTexts texts(List<TableRows.Cell> cells) throws SQLException {
    settle(false);
    if (!(table instanceof QueryTable columnar && columnar.isParquet())) {
      return DuckDbTexts.plain(table.cells(readable(), cells), cells);
    }
    try (Connection free = DuckDb.reader(false)) {
      return DuckDbTexts.hashed(free, some -> table.cells(readable(), some), cells);
    }
  }

  /**
   * From now on DuckDB is told of every text that stands for a gap, and that lines may be long, if
   * so far it was only of those gaps that the first rows have.
   *
   * @return whether that is a change
   */
  boolean tellAll() {
    if (table instanceof CsvTable csv && !csv.all()) {
      table = csv.toldOfAll();
      return true;
    }
    return false;
  }

  /** The connection that rows are streamed through, opened when it is first asked for. */
  DuckDBConnection connection() throws SQLException {
    if (connection == null) {
      connection = DuckDb.reader(true);
    }
    return connection;
  }

  /** Which of these columns hold a cell that is no number; none if the table has types. */
  int[] misfits(int[] columns) throws SQLException {
    Optional<String> query = table.misfits(readable(), columns);
    if (query.isEmpty() || columns.length == 0) {
      return new int[0];
    }
    try (Connection free = DuckDb.reader(false);
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

  /** The failure that stopped the reading, with its place. */
  DataException failure(SQLException e) {
    Optional<String> ragged =
        table instanceof CsvTable csv && csv.text().sample().runs()
            ? csv.text().sample().ragged(readable())
            : Optional.empty();
    DataException failure =
        ragged
            .map(told -> new DataException(told, e))
            .orElseGet(() -> DuckDbMessage.exception(name, e));
    return told(texts == null ? failure : texts.original(failure));
  }

  /**
   * Makes sure that DuckDB reads the right rows of a text.
   *
   * @return whether a file had to be copied for that
   */
  private boolean settle(boolean accented) {
    boolean copied = texts != null && texts.settle(accented);
    if (table instanceof CsvTable csv) {
      table = csv.ending(texts.crlf());
    }
    return copied;
  }

  /**
   * Reads all cells and forgets them.
   *
   * @throws SQLException if one cannot be read
   */
  void readThrough(List<TableRows.Cell> cells) throws SQLException {
    try (Connection free = DuckDb.reader(false);
        Statement statement = free.createStatement()) {
      statement.execute("SELECT count(COLUMNS(*)) FROM (" + table.cells(readable(), cells) + ")");
    }
  }

  @Override
  public String place(long row) {
    if (files.isEmpty()) {
      return name + ": row " + (row + 1);
    }
    settle(false);
    try (Connection free = DuckDb.reader(false)) {
      return data.told(place(free, row));
    } catch (SQLException e) {
      throw DuckDbMessage.exception(name, e);
    }
  }

  /** The file and the row in it, from 1. */
  private String place(Connection free, long row) throws SQLException {
    long left = row;
    for (int k = 0; k < files.size() - 1; k++) {
      try (Statement statement = free.createStatement();
          ResultSet count = statement.executeQuery(table.count(readable().get(k)))) {
        count.next();
        if (left < count.getLong(1)) {
          return files.get(k) + ": row " + (left + 1);
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
    if (texts != null) {
      texts.close();
    }
    if (data != null) {
      data.close();
    }
  }
}
