package io.downhill.data;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;

/**
 * A table in delimited text files. Delimiter and quotes are fixed beforehand; DuckDB is asked only
 * whether there is a header, and which columns are of numbers, of truth values or of something
 * else. Whatever is not of truth values is then read as a number, so a cell far down that is none
 * is an error that can be told, not a column that silently became a text.
 */
record CsvTable(CsvHead head, boolean named, List<Column> columns) implements Table {
  /** Looks at the first file; further ones must have the same columns. */
  static CsvTable of(Connection connection, List<Path> files, Wanted wanted) throws SQLException {
    Path first = files.get(0);
    CsvHead head = CsvHead.read(first);
    Optional<Boolean> header = header(head, wanted);
    List<Kind> kinds = new ArrayList<>();
    boolean named = header.orElse(false);
    String sniff =
        "SELECT HasHeader, unnest(Columns).type FROM sniff_csv("
            + Table.literal(first)
            + dialect(head)
            + header.map(is -> ", header = " + is).orElse("")
            + ")";
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sniff)) {
      while (result.next()) {
        named = result.getBoolean(1);
        kinds.add(Table.kind(result.getString(2)));
      }
    } catch (SQLException e) {
      checkShape(connection, first, head);
      throw e;
    }
    if (kinds.size() != head.cells().size()) {
      checkShape(connection, first, head);
      throw new DataException(
          first
              + ": line "
              + (head.blankLines() + 1)
              + " has "
              + head.cells().size()
              + " columns, others have "
              + kinds.size());
    }
    for (Path file : files.subList(1, files.size())) {
      checkSame(head, named, first, file);
    }
    List<String> names =
        named ? Table.unique(head.cells()) : Dataset.defaultNames(head.cells().size());
    List<Column> columns = new ArrayList<>();
    for (int j = 0; j < kinds.size(); j++) {
      columns.add(new Column(names.get(j), kinds.get(j)));
    }
    return new CsvTable(head, named, columns);
  }

  @Override
  public String typed(List<Path> files, int[] features, int label) {
    String[] types = texts();
    for (int j : features) {
      types[j] = columns.get(j).kind() == Kind.BOOLEAN ? "BOOLEAN" : "DOUBLE";
    }
    StringJoiner list = new StringJoiner(", ", "SELECT ", " FROM ");
    for (int j : features) {
      list.add("CAST(CAST(c" + j + " AS DOUBLE) AS FLOAT)");
    }
    if (label >= 0) {
      types[label] = columns.get(label).kind() == Kind.NUMBER ? "DOUBLE" : "VARCHAR";
      list.add("c" + label);
    }
    return list + source(Table.literals(files), types);
  }

  @Override
  public String checked(Path file, int[] chosen) {
    StringJoiner list = new StringJoiner(", ", "SELECT ", " FROM ");
    for (int j : chosen) {
      String cell =
          columns.get(j).kind() == Kind.BOOLEAN ? "TRY_CAST(c" + j + " AS BOOLEAN)" : "c" + j;
      list.add("c" + j).add("TRY_CAST(TRY_CAST(" + cell + " AS DOUBLE) AS FLOAT)");
    }
    return list + source(Table.literal(file), texts());
  }

  @Override
  public String count(Path file) {
    return "SELECT count(*) FROM " + source(Table.literal(file), texts());
  }

  private String source(String files, String[] types) {
    return source(files, head, named, types);
  }

  private static String source(String files, CsvHead head, boolean named, String[] types) {
    StringJoiner columns = new StringJoiner(", ", "{", "}");
    for (int j = 0; j < types.length; j++) {
      columns.add("'c" + j + "': '" + types[j] + "'");
    }
    return "read_csv("
        + files
        + dialect(head)
        + ", auto_detect = false, header = "
        + named
        + ", columns = "
        + columns
        + ")";
  }

  private static String dialect(CsvHead head) {
    return ", delim = '"
        + head.delimiter()
        + "', quote = '\"', escape = '\"', comment = '', skip = "
        + head.blankLines();
  }

  private String[] texts() {
    return texts(columns.size());
  }

  private static String[] texts(int columns) {
    String[] types = new String[columns];
    Arrays.fill(types, "VARCHAR");
    return types;
  }

  /** Whether there is a header, where that is known from what the caller expects to find in it. */
  private static Optional<Boolean> header(CsvHead head, Wanted wanted) {
    boolean label =
        wanted.label().filter(l -> !l.matches("-?\\d+") && head.cells().contains(l)).isPresent();
    boolean features = wanted.features().filter(head.cells()::containsAll).isPresent();
    return label || features ? Optional.of(true) : Optional.empty();
  }

  // The sniffer's own message says only that it failed; a plain read says at which line.
  private static void checkShape(Connection connection, Path file, CsvHead head)
      throws SQLException {
    String rows = source(Table.literal(file), head, false, texts(head.cells().size()));
    try (Statement statement = connection.createStatement()) {
      statement.executeQuery("SELECT count(*) FROM " + rows).close();
    }
  }

  private static void checkSame(CsvHead head, boolean named, Path first, Path file) {
    CsvHead other = CsvHead.read(file);
    int expected = head.cells().size();
    int actual = other.cells().size();
    if (actual != expected || other.delimiter() != head.delimiter() && expected > 1) {
      throw new DataException(file + ": " + actual + " columns, but " + first + " has " + expected);
    }
    if (other.blankLines() != head.blankLines() || named && !other.cells().equals(head.cells())) {
      throw new DataException(file + ": its header differs from that of " + first);
    }
  }
}
