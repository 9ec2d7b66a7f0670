package io.downhill.data.duckdb;

import io.downhill.data.TableRows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.duckdb.DuckDBPreparedStatement;

/** The rows of a query, one call a cell. */
final class DuckDbRows implements TableRows {
  private final DuckDbTable table;
  private final List<Cell> cells;
  private DuckDbTexts texts;
  private Statement statement;
  private ResultSet result;
  private long row;

  /**
   * Rows whose query starts with the first {@link #next}.
   *
   * @param first the row to begin with, counted from 0
   */
  DuckDbRows(DuckDbTable table, List<Cell> cells, long first) {
    this.table = table;
    this.cells = cells;
    this.row = first - 1;
  }

  @Override
  public boolean next() {
    row++;
    while (true) {
      try {
        if (result == null) {
          start();
        }
        return result.next();
      } catch (SQLException e) {
        if (!table.tellAll()) {
          throw failure(e);
        }
        close();
        result = null;
      }
    }
  }

  /** Starts the query, and passes over the rows that are done. */
  private void start() throws SQLException {
    texts = table.texts(cells);
    statement = table.connection().createStatement();
    result = statement.executeQuery(texts.query());
    for (long done = 0; done < row; done++) {
      result.next();
    }
  }

  private RuntimeException failure(SQLException e) {
    int[] numbers =
        cells.stream().filter(cell -> !cell.text()).mapToInt(Cell::column).distinct().toArray();
    try {
      int[] misfits = table.misfits(numbers);
      if (misfits.length > 0) {
        return new NotNumbers(misfits, e);
      }
      // A streamed query that fails before its first row does not tell the reason.
      table.readThrough(cells);
    } catch (SQLException reason) {
      return table.failure(reason);
    }
    return table.failure(e);
  }

  @Override
  public double number(int k) {
    try {
      double value = result.getDouble(k + 1);
      return value == 0 && result.wasNull() ? Double.NaN : value;
    } catch (SQLException e) {
      throw DuckDbMessage.exception(table.name(), e);
    }
  }

  @Override
  public String text(int k) {
    try {
      return texts.text(result, k);
    } catch (SQLException e) {
      throw DuckDbMessage.exception(table.name(), e);
    }
  }

  @Override
  public double part() {
    try {
      double percent =
          statement.unwrap(DuckDBPreparedStatement.class).getQueryProgress().getPercentage();
      return percent >= 0 ? Math.min(1, percent / 100) : Double.NaN;
    } catch (SQLException e) {
      return Double.NaN; // It is a hint, and the rows are read all the same.
    }
  }

  @Override
  public String place() {
    return table.place(row);
  }

  @Override
  public void close() {
    DuckDb.close(result);
    DuckDb.close(statement);
  }
}
