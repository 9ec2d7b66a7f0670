package io.downhill.data;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A table of maps in memory. */
final class MapTable implements OpenTable {
  private static final double MICROS_A_DAY = 86_400_000_000.0;

  private final List<? extends Map<String, ?>> rows;
  private final List<Table.Column> columns = new ArrayList<>();

  MapTable(List<? extends Map<String, ?>> rows) {
    this.rows = rows;
    Map<String, Table.Kind> kinds = new LinkedHashMap<>();
    for (Map<String, ?> row : rows) {
      row.forEach(
          (name, value) -> {
            Table.Kind kind = value == null ? null : kind(value);
            Table.Kind before = kinds.get(name);
            if (before == null) {
              kinds.put(name, kind);
            } else if (kind != null && kind != before) {
              kinds.put(name, Table.Kind.OTHER);
            }
          });
    }
    kinds.forEach(
        (name, kind) ->
            columns.add(new Table.Column(name, kind == null ? Table.Kind.OTHER : kind)));
  }

  private static Table.Kind kind(Object value) {
    if (value instanceof Number) {
      return Table.Kind.NUMBER;
    }
    if (value instanceof Boolean) {
      return Table.Kind.BOOLEAN;
    }
    return Double.isNaN(day(value)) ? Table.Kind.OTHER : Table.Kind.DAY;
  }

  @Override
  public String name() {
    return "the rows";
  }

  @Override
  public List<Table.Column> columns() {
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
  public Rows rows(List<Rows.Cell> cells) {
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

  /** A value as a number: days of a date; NaN for null and for what is neither. */
  static double number(Object value) {
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    if (value instanceof Boolean truth) {
      return truth ? 1 : 0;
    }
    return value == null ? Double.NaN : day(value);
  }

  private static double day(Object value) {
    if (value instanceof LocalDate date) {
      return date.toEpochDay();
    }
    if (value instanceof LocalDateTime time) {
      return day(time.toInstant(ZoneOffset.UTC));
    }
    if (value instanceof OffsetDateTime time) {
      return day(time.toInstant());
    }
    if (value instanceof ZonedDateTime time) {
      return day(time.toInstant());
    }
    if (value instanceof java.util.Date date) {
      // java.sql.Date and Timestamp mean what they print.
      return value instanceof java.sql.Timestamp stamp
          ? day(stamp.toLocalDateTime())
          : value instanceof java.sql.Date sql ? sql.toLocalDate().toEpochDay() : day(date);
    }
    return Double.NaN;
  }

  private static double day(java.util.Date date) {
    return day(Instant.ofEpochMilli(date.getTime()));
  }

  private static double day(Instant time) {
    return (time.getEpochSecond() * 1_000_000 + time.getNano() / 1000) / MICROS_A_DAY;
  }

  private final class MapRows implements Rows {
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
      return MapTable.number(cell(k));
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
