package io.downhill.data;

import java.util.List;

/** A table whose columns are known and whose rows can be read. Closed by who opened it. */
interface OpenTable extends AutoCloseable {
  /** How messages name it. */
  String name();

  /** The columns, in table order. */
  List<Table.Column> columns();

  /** Whether the names come from the table; else they are column0, column1, ... */
  boolean named();

  /** Reads these cells of each row. */
  Rows rows(List<Rows.Cell> cells);

  /** Where a row stands, counted from 0, as a message begins. */
  String place(long row);

  /** Whether rows can be read more than once. */
  boolean rereads();

  @Override
  void close();

  /** The names of the columns, in table order. */
  default List<String> names() {
    return columns().stream().map(Table.Column::name).toList();
  }
}
