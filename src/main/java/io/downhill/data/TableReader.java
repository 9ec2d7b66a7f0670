package io.downhill.data;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import org.duckdb.DuckDBChunkedResult;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDataChunkReader;
import org.duckdb.DuckDBDriver;
import org.duckdb.DuckDBPreparedStatement;
import org.duckdb.DuckDBReadableVector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads tables with DuckDB: first into a table of its own, as FLOAT and in file order, then chunk
 * by chunk into the row blocks.
 *
 * <p>The detour has two reasons. DuckDB parses files on all cores into a table, but on one into an
 * ordered stream; and its chunk interface ends a stream quietly where a cell fails to convert,
 * while CREATE TABLE reports it and returns the number of rows to expect. Tables beyond a quarter
 * of the machine's memory spill to the temporary folder.
 */
final class TableReader {
  private static final Logger LOG = LoggerFactory.getLogger(TableReader.class);

  /** Rows whose cells are moved together, so that the rows written to stay in the cache. */
  private static final int TILE_ROWS = 64;

  private final String data;
  private final List<Path> files;
  private final DuckDBConnection connection;
  private final Table table;
  private final Selection selection;

  private TableReader(
      String data, List<Path> files, DuckDBConnection connection, Table table, Wanted wanted) {
    this.data = data;
    this.files = files;
    this.connection = connection;
    this.table = table;
    this.selection = Selection.of(table, wanted, data);
  }

  /**
   * Reads a table.
   *
   * @param data how messages name it
   * @param files it is made of
   * @param text whether they are delimited text, else Parquet
   */
  static Dataset read(String data, List<Path> files, boolean text, Wanted wanted) {
    try (DuckDBConnection connection = connect()) {
      Table table =
          text ? CsvTable.of(connection, files, wanted) : ParquetTable.of(connection, files);
      return new TableReader(data, files, connection, table, wanted).read(wanted);
    } catch (SQLException e) {
      throw DuckDbMessage.exception(data, e);
    }
  }

  private static DuckDBConnection connect() throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("autoinstall_known_extensions", "false");
    properties.setProperty("autoload_known_extensions", "false");
    properties.setProperty("preserve_insertion_order", "true");
    properties.setProperty("memory_limit", "25%");
    properties.setProperty(
        "temp_directory",
        Path.of(System.getProperty("java.io.tmpdir"), "downhill-" + ProcessHandle.current().pid())
            .toString());
    Connection connection = new DuckDBDriver().connect("jdbc:duckdb:", properties);
    return connection.unwrap(DuckDBConnection.class);
  }

  private Dataset read(Wanted wanted) throws SQLException {
    long rows;
    try (Statement statement = connection.createStatement()) {
      String typed = table.typed(files, selection.features(), selection.label());
      rows =
          statement.executeLargeUpdate(
              "CREATE TEMP TABLE examples (" + columns() + ") AS " + typed);
    } catch (SQLException e) {
      LOG.debug("{}: looking for what stopped the reading: {}", data, e.getMessage());
      new CellSearch(connection, table, selection, files).report();
      throw e;
    }
    if (rows == 0) {
      throw new DataException(data + ": no examples: the table has no rows");
    }
    Dataset.Builder builder = new Dataset.Builder(selection.names());
    LabelCoder coder = new LabelCoder(wanted.classes());
    int read = 0;
    try (DuckDBPreparedStatement query = connection.prepare("FROM examples");
        DuckDBChunkedResult result = query.query()) {
      while (result.nextChunk() && !coder.hopeless()) {
        DuckDBDataChunkReader chunk = result.chunk();
        builder.grow((int) chunk.rowCount());
        features(chunk, builder, read);
        if (selection.label() >= 0) {
          labels(chunk.vector(selection.features().length), coder, read);
        }
        read += (int) chunk.rowCount();
      }
    }
    if (selection.label() >= 0) {
      coder.finish(builder, data + ": column " + name(selection.label()));
    }
    if (read != rows) {
      throw new DataException(data + ": DuckDB gave " + read + " of " + rows + " rows");
    }
    return builder.build();
  }

  private String columns() {
    StringBuilder names = new StringBuilder();
    for (int k = 0; k < selection.features().length; k++) {
      names.append(k == 0 ? "x" : ", x").append(k);
    }
    return selection.label() < 0 ? names.toString() : names.append(", y").toString();
  }

  private void features(DuckDBDataChunkReader chunk, Dataset.Builder builder, int row)
      throws SQLException {
    int n = selection.features().length;
    int rows = (int) chunk.rowCount();
    DuckDBReadableVector[] columns = new DuckDBReadableVector[n];
    for (int k = 0; k < n; k++) {
      columns[k] = chunk.vector(k);
    }
    int last = builder.rowsPerBlock();
    for (int from = 0; from < rows; ) {
      int i = row + from;
      int to = Math.min(Math.min(rows, from + TILE_ROWS), from + last - i % last);
      for (int k = 0; k < n; k++) {
        if (!copy(columns[k], from, to, builder.block(i), builder.offset(i) + k, n)) {
          throw badCell();
        }
      }
      from = to;
    }
  }

  /** Copies part of a column into every n-th element; returns whether all are finite numbers. */
  private static boolean copy(
      DuckDBReadableVector column, int from, int to, float[] x, int offset, int n) {
    boolean finite = true;
    for (int i = from, at = offset; i < to; i++, at += n) {
      float value = column.getFloat(i, Float.NaN);
      x[at] = value;
      finite &= Float.isFinite(value);
    }
    return finite;
  }

  /** Tells the first cell of the table that is no number, as it is written in the file. */
  private DataException badCell() throws SQLException {
    // The connection is busy with the rows.
    try (Connection free = connection.duplicate()) {
      new CellSearch(free, table, selection, files).report();
    }
    return new DataException(data + ": a value is not a finite float32 number");
  }

  private void labels(DuckDBReadableVector column, LabelCoder coder, int row) throws SQLException {
    boolean number = table.columns().get(selection.label()).kind() == Table.Kind.NUMBER;
    int rows = (int) column.rowCount();
    for (int i = 0; i < rows; i++) {
      boolean known;
      String text = null;
      if (number) {
        double label = column.getDouble(i, Double.NaN);
        if (!Double.isFinite(label)) {
          throw missingLabel(row + i);
        }
        known = coder.add(label);
      } else {
        text = column.getString(i);
        if (text == null || text.isBlank()) {
          throw missingLabel(row + i);
        }
        known = coder.add(text);
      }
      if (!known) {
        String label = LabelCoder.canonical(number ? "" + column.getDouble(i) : text);
        throw new DataException(
            place(row + i, selection.label()) + "label " + label + " is neither " + coder.names());
      }
    }
  }

  private DataException missingLabel(long row) throws SQLException {
    return new DataException(
        place(row, selection.label()) + "missing label; fill it or leave the row out");
  }

  private String name(int column) {
    return table.columns().get(column).name();
  }

  /** How a message about a cell begins: the very file, the row in it from 1, the column. */
  private String place(long row, int column) throws SQLException {
    try (Connection free = connection.duplicate()) {
      return CellSearch.place(free, table, files, row) + ", column " + name(column) + ": ";
    }
  }
}
