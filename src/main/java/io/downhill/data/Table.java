package io.downhill.data;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A table in one or more files, as DuckDB is to read it. Columns are known by their place. */
sealed interface Table permits CsvTable, QueryTable {
  /** What a column holds, as far as features and labels care. */
  enum Kind {
    /** Numbers of any width. */
    NUMBER,
    /** True and false. */
    BOOLEAN,
    /** Dates and times of day of a date. */
    DAY,
    /** Texts and all else. */
    OTHER
  }

  /**
   * A column.
   *
   * @param name unique in the table
   * @param kind what it holds
   */
  record Column(String name, Kind kind) {}

  /** The columns, in file order. */
  List<Column> columns();

  /** Whether the names come from the file; else they are column0, column1, ... */
  boolean named();

  /**
   * The query that reads cells, each as DOUBLE (dates as days from 1970-01-01) or as VARCHAR. It
   * fails at a cell that does not convert.
   *
   * @param cells in the order of the result
   */
  String cells(List<Path> files, List<Rows.Cell> cells);

  /**
   * A query that tells, in one row, for each column whether it holds a cell that is no number;
   * empty if the columns have types.
   */
  Optional<String> misfits(List<Path> files, int[] columns);

  /** A query that gives the number of rows in a file. */
  String count(Path file);

  /** The kind of a DuckDB type. */
  static Kind kind(String type) {
    if (type.equals("BOOLEAN")) {
      return Kind.BOOLEAN;
    }
    if (type.startsWith("DATE") || type.startsWith("TIMESTAMP")) {
      return Kind.DAY;
    }
    boolean number =
        type.matches("U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|FLOAT|DOUBLE|DECIMAL\\(.*\\)");
    return number ? Kind.NUMBER : Kind.OTHER;
  }

  /** Makes names unique: the second a is a_1; a column without a name is columnJ. */
  static List<String> unique(List<String> names) {
    Set<String> taken = new HashSet<>(names);
    Set<String> used = new HashSet<>();
    String[] unique = new String[names.size()];
    for (int j = 0; j < unique.length; j++) {
      String name = names.get(j).isEmpty() ? "column" + j : names.get(j);
      String candidate = name;
      for (int k = 1; !used.add(candidate); k++) {
        candidate = name + "_" + k;
        while (taken.contains(candidate)) {
          candidate = name + "_" + ++k;
        }
      }
      unique[j] = candidate;
    }
    return List.of(unique);
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
    return "[" + String.join(", ", files.stream().map(Table::literal).toList()) + "]";
  }
}
