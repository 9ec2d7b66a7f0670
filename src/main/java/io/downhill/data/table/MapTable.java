package io.downhill.data.table;

import io.downhill.data.OpenTable;
import io.downhill.data.TableColumn;
import io.downhill.data.TableRows;
import io.downhill.data.duckdb.JdbcValues;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A table of maps in memory. */
final class MapTable implements OpenTable {
  private final List<? extends Map<String, ?>> rows;
  private final List<TableColumn> columns = new ArrayList<>();

  MapTable(List<? extends Map<String, ?>> rows) {
    this.rows = rows;
    Map<String, TableColumn.Kind> kinds = new LinkedHashMap<>();
    for (Map<String, ?> row : rows) {
      row.forEach(
          (name, value) -> {
            TableColumn.Kind kind = value == null ? null : kind(value);
            TableColumn.Kind before = kinds.get(name);
            if (before == null) {
              kinds.put(name, kind);
            } else if (kind != null && kind != before) {
              kinds.put(name, TableColumn.Kind.OTHER);
            }
          });
    }
    kinds.forEach(
        (name, kind) ->
            columns.add(new TableColumn(name, kind == null ? TableColumn.Kind.OTHER : kind)));
  }

  private static TableColumn.Kind kind(Object value) {
    if (value instanceof Number) {
      return TableColumn.Kind.NUMBER;
    }
    if (value instanceof Boolean) {
      return TableColumn.Kind.BOOLEAN;
    }
    return Double.isNaN(JdbcValues.day(value)) ? TableColumn.Kind.OTHER : TableColumn.Kind.DAY;
  }

  @Override
  public String name() {
    return "the rows";
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
    return true;
  }

  @Override
  public TableRows rows(List<TableRows.Cell> cells) {
    return new MapRows(cells);
  }

  @Override
  public String place(long row) {
    return name() + ": row " + (row + 1);
  }

  @Override
  public void close() {
    // Nothing is open.
  }

  private final class MapRows implements TableRows {
    private final List<Cell> cells;
    private int row = -1;

    MapRows(List<Cell> cells) {
      this.cells = cells;
    }

    @Override
    public boolean next() {
      return ++row < rows.size();
    }

    private Object cell(int k) {
      return rows.get(row).get(columns.get(cells.get(k).column()).name());
    }

    @Override
    public double number(int k) {
      return JdbcValues.number(cell(k));
    }

    @Override
    public String text(int k) {
      Object value = cell(k);
      return value == null ? null : value.toString();
    }

    @Override
    public String place() {
      return MapTable.this.place(row);
    }

    @Override
    public void close() {
      // Nothing is open.
    }
  }
}
