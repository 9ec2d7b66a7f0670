package io.downhill.data;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/** A table in Parquet files, which bring their own names and types. */
record ParquetTable(List<Column> columns) implements Table {
  /** Looks at the footers of the files. */
  static ParquetTable of(Connection connection, List<Path> files) throws SQLException {
    List<Column> columns = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery("DESCRIBE SELECT * FROM " + source(Table.literals(files)))) {
      while (result.next()) {
        columns.add(new Column(result.getString(1), Table.kind(result.getString(2))));
      }
    }
    return new ParquetTable(List.copyOf(columns));
  }

  @Override
  public boolean named() {
    return true;
  }

  @Override
  public String typed(List<Path> files, int[] features, int label) {
    StringJoiner list = new StringJoiner(", ", "SELECT ", " FROM ");
    for (int j : features) {
      list.add("CAST(CAST(" + number(j) + " AS DOUBLE) AS FLOAT)");
    }
    if (label >= 0) {
      boolean number = columns.get(label).kind() == Kind.NUMBER;
      list.add("CAST(" + name(label) + " AS " + (number ? "DOUBLE" : "VARCHAR") + ")");
    }
    return list + source(Table.literals(files));
  }

  @Override
  public String checked(Path file, int[] chosen) {
    StringJoiner list = new StringJoiner(", ", "SELECT ", " FROM ");
    for (int j : chosen) {
      list.add("CAST(" + name(j) + " AS VARCHAR)");
      list.add("TRY_CAST(TRY_CAST(" + number(j) + " AS DOUBLE) AS FLOAT)");
    }
    return list + source(Table.literal(file));
  }

  @Override
  public String count(Path file) {
    return "SELECT count(*) FROM " + source(Table.literal(file));
  }

  // A date does not cast to a number at all, its text fails to: so it is told like any other text.
  private String number(int j) {
    return columns.get(j).kind() == Kind.OTHER ? "CAST(" + name(j) + " AS VARCHAR)" : name(j);
  }

  private String name(int j) {
    return "\"" + columns.get(j).name().replace("\"", "\"\"") + "\"";
  }

  private static String source(String files) {
    return "read_parquet(" + files + ")";
  }
}
