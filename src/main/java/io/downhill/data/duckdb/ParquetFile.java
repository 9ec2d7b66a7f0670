package io.downhill.data.duckdb;

import io.downhill.data.DataException;
import io.downhill.data.TableColumn;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/** Writes Parquet. */
public final class ParquetFile {
  private ParquetFile() {}

  /**
   * Copies a CSV file with a header and quotes as RFC 4180 asks, in bounded memory.
   *
   * @param names of its columns, in order
   * @param number the place of the first column of doubles
   * @param numbers how many there are, one after the other; all others are texts
   * @throws DataException if the file cannot be written
   */
  public static void copy(Path csv, List<String> names, int number, int numbers, Path parquet) {
    List<String> unique = new ArrayList<>(TableColumn.unique(names));
    StringJoiner columns = new StringJoiner(", ", "{", "}");
    for (int j = 0; j < unique.size(); j++) {
      columns.add(
          SqlTable.literal(unique.get(j))
              + ": '"
              + (j >= number && j < number + numbers ? "DOUBLE" : "VARCHAR")
              + "'");
    }
    try (Connection connection = DuckDb.connect(false);
        Statement statement = connection.createStatement()) {
      statement.execute(
          "COPY (SELECT * FROM read_csv("
              + SqlTable.literal(csv)
              + ", auto_detect = false, header = true, delim = ',', quote = '\"', escape = '\"',"
              + " new_line = '\\n', columns = "
              + columns
              + ")) TO "
              + SqlTable.literal(parquet.toString())
              + " (FORMAT parquet)");
    } catch (SQLException e) {
      throw DuckDbMessage.exception(parquet.toString(), e);
    }
  }
}
