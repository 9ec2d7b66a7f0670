package io.downhill.data;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.StringJoiner;

/** Finds the first cell that is not what its column needs, once a read has failed. */
final class CellSearch {
  /** How people write that a value is missing. */
  private static final Set<String> MISSING =
      Set.of("?", "na", "n/a", "nan", "null", "none", "-", ".", "nil", "#n/a", "missing");

  private static final int LONGEST = 40;

  private final Connection connection;
  private final Table table;
  private final List<Path> files;
  private final int[] columns;

  CellSearch(Connection connection, Table table, Selection selection, List<Path> files) {
    this.connection = connection;
    this.table = table;
    this.files = files;
    int n = selection.features().length;
    int label = selection.label();
    boolean number = label >= 0 && table.columns().get(label).kind() == Table.Kind.NUMBER;
    columns = Arrays.copyOf(selection.features(), number ? n + 1 : n);
    if (number) {
      columns[n] = label;
    }
  }

  /**
   * Reports the first cell that is no finite number; returns if there is none.
   *
   * @throws DataException with the place of the cell
   * @throws SQLException if the file cannot even be cut into cells
   */
  void report() throws SQLException {
    for (Path file : files) {
      report(file);
    }
  }

  private void report(Path file) throws SQLException {
    StringJoiner names = new StringJoiner(", ");
    StringJoiner good = new StringJoiner(", ", "[", "]");
    for (int k = 0; k < columns.length; k++) {
      names.add("t" + k).add("v" + k);
      good.add("coalesce(isfinite(v" + k + "), false)");
    }
    String search =
        "SELECT * FROM (SELECT row_number() OVER () AS r, * FROM ("
            + table.checked(file, columns)
            + ") AS cells("
            + names
            + ")) WHERE NOT list_bool_and("
            + good
            + ") ORDER BY r LIMIT 1";
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(search)) {
      if (!row.next()) {
        return;
      }
      for (int k = 0; k < columns.length; k++) {
        float value = row.getFloat(2 * k + 3);
        if (row.wasNull() || !Float.isFinite(value)) {
          throw new DataException(
              file
                  + ": row "
                  + row.getLong(1)
                  + ", column "
                  + table.columns().get(columns[k]).name()
                  + ": "
                  + complaint(row.getString(2 * k + 2)));
        }
      }
    }
  }

  /** What is wrong with a cell, and what to do. */
  static String complaint(String cell) {
    if (cell == null || cell.isBlank()) {
      return "missing value; fill it or leave the row out";
    }
    String text = cell.strip();
    String lower = text.toLowerCase(Locale.ROOT);
    if (MISSING.contains(lower)) {
      return "'" + text + "' is a missing value; fill it or leave the row out";
    }
    String shown = text.length() > LONGEST ? text.substring(0, LONGEST) + "..." : text;
    return "'"
        + shown.replaceAll("\\s+", " ")
        + "' is not a "
        + (LabelCoder.isNumber(text) || lower.matches("[+-]?inf(inity)?")
            ? "finite float32 number"
            : "number; remove the column or encode it as numbers");
  }

  /** The file and the row in it, from 1, of a row counted from 0 through all files. */
  static String place(Connection connection, Table table, List<Path> files, long row)
      throws SQLException {
    long left = row;
    for (Path file : files.subList(0, files.size() - 1)) {
      try (Statement statement = connection.createStatement();
          ResultSet count = statement.executeQuery(table.count(file))) {
        count.next();
        if (left < count.getLong(1)) {
          return file + ": row " + (left + 1);
        }
        left -= count.getLong(1);
      }
    }
    return files.get(files.size() - 1) + ": row " + (left + 1);
  }
}
