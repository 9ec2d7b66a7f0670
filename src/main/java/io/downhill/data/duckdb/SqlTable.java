package io.downhill.data.duckdb;

import io.downhill.data.TableColumn;
import io.downhill.data.TableRows;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A table in one or more files, as DuckDB is to read it. Columns are known by their place. */
sealed interface SqlTable permits CsvTable, QueryTable {
  /** The columns, in file order. */
  List<TableColumn> columns();

  /** Whether the names come from the file; else they are column0, column1, ... */
  boolean named();

  /**
   * The query that reads cells, each as DOUBLE (dates as days from 1970-01-01) or as VARCHAR. It
   * fails at a cell that does not convert.
   *
   * @param cells in the order of the result
   */
  String cells(List<Path> files, List<TableRows.Cell> cells);

  /**
   * A query that tells, in one row, for each column whether it holds a cell that is no number;
   * empty if the columns have types.
   */
  Optional<String> misfits(List<Path> files, int[] columns);

  /** A query that gives the number of rows in a file. */
  String count(Path file);

  /** The kind of a DuckDB type. */
  static TableColumn.Kind kind(String type) {
    if (type.equals("BOOLEAN")) {
      return TableColumn.Kind.BOOLEAN;
    }
    if (type.startsWith("DATE") || type.startsWith("TIMESTAMP")) {
      return TableColumn.Kind.DAY;
    }
    boolean number =
        type.matches("U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|FLOAT|DOUBLE|DECIMAL\\(.*\\)");
    return number ? TableColumn.Kind.NUMBER : TableColumn.Kind.OTHER;
  }

  /** A text in SQL. */
  static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  /** A file's name in SQL, with what DuckDB would take for wildcards in brackets. */
  static String literal(Path file) {
    return literal(file.toString().replaceAll("[\\[*?]", "[$0]"));
  }

  /** File names as a list in SQL. */
  static String literals(List<Path> files) {
    return "[" + String.join(", ", files.stream().map(SqlTable::literal).toList()) + "]";
  }
}
