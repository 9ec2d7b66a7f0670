package io.downhill.data;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.duckdb.DuckDBConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads tables with DuckDB, in file order, as FLOAT.
 *
 * <p>DuckDB parses on all cores where the whole result is held, but on one where an ordered result
 * is streamed; only large tables are streamed, to save their second copy. Its interface by chunks
 * would spare a call for each value, yet ends quietly, rows missing, where a cell fails to convert.
 */
final class TableReader {
  private static final Logger LOG = LoggerFactory.getLogger(TableReader.class);

  private final String data;
  private final List<Path> files;
  private final DuckDBConnection connection;
  private final Table table;
  private final Selection selection;
  private final LabelCoder coder;

  private TableReader(
      String data, List<Path> files, DuckDBConnection connection, Table table, Wanted wanted) {
    this.data = data;
    this.files = files;
    this.connection = connection;
    this.table = table;
    this.selection = Selection.of(table, wanted, data);
    this.coder = new LabelCoder(wanted.classes());
  }

  /**
   * Reads a table.
   *
   * @param data how messages name it
   * @param files it is made of
   * @param text whether they are delimited text, else Parquet
   */
  static Dataset read(String data, List<Path> files, boolean text, Wanted wanted) {
    return read(data, files, text, wanted, DuckDb.isLarge(data, files));
  }

  /** Reads a table, streamed or in one go. */
  static Dataset read(
      String data, List<Path> files, boolean text, Wanted wanted, boolean streamed) {
    try (DuckDBConnection connection = DuckDb.connect(streamed)) {
      Table table = text ? CsvTable.of(files, wanted) : QueryTable.parquet(connection, files);
      return new TableReader(data, files, connection, table, wanted).read();
    } catch (SQLException e) {
      throw DuckDbMessage.exception(data, e);
    }
  }

  private Dataset read() throws SQLException {
    Dataset.Builder builder = new Dataset.Builder(selection.names());
    String query = table.typed(files, selection.features(), selection.label());
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      while (!coder.hopeless() && rows.next()) {
        builder.grow(1);
        int i = builder.examples() - 1;
        features(rows, builder.block(i), builder.offset(i));
        if (selection.label() >= 0) {
          label(rows, i);
        }
      }
    } catch (SQLException e) {
      LOG.debug("{}: looking for what stopped the reading: {}", data, e.getMessage());
      reportBadCell();
      throw e;
    }
    if (builder.examples() == 0) {
      throw new DataException(data + ": no examples: the table has no rows");
    }
    if (selection.label() >= 0) {
      coder.finish(builder, data + ": column " + name(selection.label()));
    }
    return builder.build();
  }

  private void features(ResultSet row, float[] x, int offset) throws SQLException {
    int n = selection.features().length;
    boolean good = true;
    for (int k = 0; k < n; k++) {
      float value = row.getFloat(k + 1);
      x[offset + k] = value;
      good &= Float.isFinite(value) && (value != 0 || !row.wasNull());
    }
    if (!good) {
      reportBadCell();
      throw new DataException(data + ": a value is missing or not a finite float32 number");
    }
  }

  private void label(ResultSet row, int i) throws SQLException {
    int at = selection.features().length + 1;
    boolean known;
    String text;
    if (table.columns().get(selection.label()).kind() == Table.Kind.NUMBER) {
      double label = row.getDouble(at);
      text = row.wasNull() || !Double.isFinite(label) ? "" : Double.toString(label);
      known = text.isEmpty() || coder.add(label);
    } else {
      text = row.getString(at);
      known = text == null || text.isBlank() || coder.add(text);
    }
    if (text == null || text.isBlank()) {
      throw new DataException(labelPlace(i) + "missing label; fill it or leave the row out");
    }
    if (!known) {
      throw new DataException(
          labelPlace(i) + "label " + LabelCoder.canonical(text) + " is neither " + coder.names());
    }
  }

  /** Tells the first cell of the table that is no number, as it is written in the file. */
  private void reportBadCell() throws SQLException {
    // This connection may be busy with the rows.
    try (Connection free = connection.duplicate()) {
      new CellSearch(free, table, selection, files).report();
    }
  }

  private String labelPlace(int row) throws SQLException {
    try (Connection free = connection.duplicate()) {
      String place = CellSearch.place(free, table, files, row);
      return place + ", column " + name(selection.label()) + ": ";
    }
  }

  private String name(int column) {
    return table.columns().get(column).name();
  }
}
