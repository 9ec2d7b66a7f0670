package io.downhill.data;

import io.downhill.data.cell.DecimalSign;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A table whose columns are known and whose rows can be read. Closed by who opened it. */
public interface OpenTable extends AutoCloseable {
  /** How messages name it. */
  String name();

  /** The columns, in table order. */
  List<TableColumn> columns();

  /** Whether the names come from the table; else they are column0, column1, ... */
  boolean named();

  /** Reads these cells of each row. */
  TableRows rows(List<TableRows.Cell> cells);

  /** Where a row stands, counted from 0, as a message begins. */
  String place(long row);

  /** Warnings about how the table was understood, a line each. */
  default List<String> warnings() {
    return List.of();
  }

  /** Whether rows can be read more than once. */
  boolean rereads();

  /** Whether its numbers are written as text, in some format. */
  default boolean isText() {
    return false;
  }

  /**
   * What is known of the decimal sign of its numbers before they are read.
   *
   * @param told what the user says of it
   */
  default DecimalSign decimalSign(Optional<Character> told) {
    return new DecimalSign(told, false, Map.of());
  }

  @Override
  void close();

  /** The names of the columns, in table order. */
  default List<String> names() {
    return columns().stream().map(TableColumn::name).toList();
  }

  /**
   * The place of a column.
   *
   * @param column its name, or its number from 0 (negative: from the end) if none has that name
   * @throws DataException if it is not there, with the name that comes close
   */
  default int column(String column) {
    List<String> names = names();
    int place = names.indexOf(column);
    if (place >= 0) {
      return place;
    }
    if (column.matches("-?\\d{1,9}")) {
      int number = Integer.parseInt(column);
      int counted = number < 0 ? names.size() + number : number;
      if (counted >= 0 && counted < names.size()) {
        return counted;
      }
      throw new DataException(
          name() + ": no column " + column + ": the " + names.size() + " columns count from 0");
    }
    throw new DataException(name() + ": no column named " + column + others(column));
  }

  /** What to say after the name of a column that is not there. */
  default String others(String column) {
    List<String> names = names();
    return Spelling.closest(column, names).map(c -> " (did you mean " + c + "?)").orElse("")
        + (named() ? "" : "; the file has no header line")
        + "; its columns are: "
        + Spelling.list(names)
        + (named() ? "" : "; if its first line holds names, give --header");
  }
}
