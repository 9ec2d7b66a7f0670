package io.downhill.data.duckdb;

import io.downhill.data.DataException;
import io.downhill.data.OpenTable;
import io.downhill.data.TableColumn;
import io.downhill.data.TableRows;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;

/** The rows of a JDBC result that are left. They are read once; its owner closes the result. */
public final class JdbcTable implements OpenTable, TableRows {
  private final ResultSet result;
  private final List<TableColumn> columns = new ArrayList<>();
  private List<Cell> cells = List.of();
  private long row;

  public JdbcTable(ResultSet result) {
    this.result = result;
    try {
      ResultSetMetaData about = result.getMetaData();
      for (int j = 1; j <= about.getColumnCount(); j++) {
        columns.add(new TableColumn(about.getColumnLabel(j), kind(about.getColumnType(j))));
      }
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  private static TableColumn.Kind kind(int type) {
    return switch (type) {
      case Types.TINYINT,
          Types.SMALLINT,
          Types.INTEGER,
          Types.BIGINT,
          Types.REAL,
          Types.FLOAT,
          Types.DOUBLE,
          Types.NUMERIC,
          Types.DECIMAL ->
          TableColumn.Kind.NUMBER;
      case Types.BOOLEAN, Types.BIT -> TableColumn.Kind.BOOLEAN;
      case Types.DATE, Types.TIMESTAMP, Types.TIMESTAMP_WITH_TIMEZONE -> TableColumn.Kind.DAY;
      default -> TableColumn.Kind.OTHER;
    };
  }

  @Override
  public String name() {
    return "the result";
  }

  @Override
  public List<TableColumn> columns() {
    return columns;
  }

  @Override
  public boolean named() {
    return true;
  }

  @Override
  public boolean rereads() {
    return false;
  }

  @Override
  public TableRows rows(List<Cell> wanted) {
    cells = wanted;
    return this;
  }

  @Override
  public boolean next() {
    row++;
    try {
      return result.next();
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  @Override
  public double number(int k) {
    int j = cells.get(k).column();
    try {
      return switch (columns.get(j).kind()) {
        case DAY -> JdbcValues.number(result.getObject(j + 1));
        case BOOLEAN -> {
          boolean truth = result.getBoolean(j + 1);
          yield result.wasNull() ? Double.NaN : truth ? 1 : 0;
        }
        default -> {
          double value = result.getDouble(j + 1);
          yield result.wasNull() ? Double.NaN : value;
        }
      };
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  @Override
  public String text(int k) {
    try {
      return result.getString(cells.get(k).column() + 1);
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  @Override
  public String place() {
    return place(row - 1);
  }

  @Override
  public String place(long index) {
    return name() + ": row " + (index + 1);
  }

  @Override
  public void close() {
    // Its owner closes it.
  }

  private static DataException failure(SQLException e) {
    return new DataException("the result cannot be read: " + e.getMessage(), e);
  }
}
