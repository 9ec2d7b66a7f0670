package io.downhill.data.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.data.Dataset;
import io.downhill.data.Encoding;
import io.downhill.data.PreparationOptions;
import io.downhill.data.table.PreparedTable;
import io.downhill.data.table.TableSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The features of a table beside what DuckDB's own SQL reads of the same file, every cell as a text
 * and numbers by its cast: bits of numbers, texts of levels and places of gaps.
 */
@Tag("slow")
class ReaderAgainstDuckDbTest {
  private static final int TABLES = 100;
  private static final String[] TEXTS = {
    "red",
    "großer",
    "a b",
    "x,y",
    "say \"so\"",
    "'",
    "0x1F",
    "1-2",
    "héllo",
    "日本",
    "two\nlines",
    "#1"
  };

  @TempDir Path folder;
  private int cells;

  /** A number in one of the ways that both take. */
  private static String number(Random random) {
    double value = random.nextGaussian() * Math.pow(10, random.nextInt(13) - 6);
    return switch (random.nextInt(9)) {
      case 0 -> Integer.toString(random.nextInt(2000) - 1000);
      case 1 -> Double.toString(value);
      case 2 -> String.format(Locale.ROOT, "%.3f", value);
      case 3 -> String.format(Locale.ROOT, "%.12e", value);
      case 4 -> "+" + Math.abs(random.nextInt(100)) + ".";
      case 5 -> "-." + (1 + random.nextInt(999));
      case 6 -> random.nextInt(1000) + "e-" + random.nextInt(9);
      case 7 -> String.format(Locale.ROOT, "%.25f", value);
      default -> "00" + random.nextInt(9) + "." + random.nextInt(100) + "0";
    };
  }

  private static String cell(boolean text, int gap, Random random) {
    if (random.nextInt(gap) == 0) {
      return "";
    }
    return text ? TEXTS[random.nextInt(TEXTS.length)] : number(random);
  }

  private static String quoted(String cell, Random random) {
    boolean needed = cell.matches("(?s).*[,\"\n].*");
    return needed || random.nextInt(9) == 0 && !cell.isEmpty()
        ? '"' + cell.replace("\"", "\"\"") + '"'
        : cell;
  }

  private Path write(Random random, boolean[] texts) throws IOException {
    int rows = 30 + random.nextInt(200);
    String end = random.nextBoolean() ? "\n" : "\r\n";
    StringBuilder csv = new StringBuilder();
    for (int j = 0; j < texts.length; j++) {
      csv.append("c").append(j).append(',');
    }
    csv.append("y").append(end);
    int gap = 3 + random.nextInt(50);
    for (int i = 0; i < rows; i++) {
      for (boolean text : texts) {
        csv.append(quoted(cell(text, gap, random), random)).append(',');
      }
      csv.append(random.nextInt(2)).append(i == rows - 1 && random.nextBoolean() ? "" : end);
    }
    String name = "t" + random.nextInt(1000) + ".csv";
    return Files.writeString(folder.resolve(name), csv.toString());
  }

  @Test
  void everyCellIsWhatDuckDbReads() throws IOException, SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      for (int seed = 0; seed < TABLES; seed++) {
        Random random = new Random(seed);
        boolean[] texts = new boolean[1 + random.nextInt(6)];
        for (int j = 1; j < texts.length; j++) {
          texts[j] = random.nextBoolean();
        }
        check("seed " + seed, write(random, texts), statement);
      }
    }
    assertTrue(cells > 10_000, "cells: " + cells);
  }

  private void check(String where, Path file, Statement statement) throws SQLException {
    PreparationOptions options = PreparationOptions.label("y").rare(1);
    PreparedTable table = PreparedTable.learn(TableSource.files(file.toString()), options);
    List<List<String>> rows = new ArrayList<>();
    List<double[]> numbers = new ArrayList<>();
    List<String> names = table.preparation().encodings().stream().map(Encoding::column).toList();
    String sql =
        "SELECT *, TRY_CAST(COLUMNS(*) AS DOUBLE) FROM read_csv('"
            + file
            + "', all_varchar = true, header = true, delim = ',', quote = '\"', escape = '\"')";
    try (ResultSet result = statement.executeQuery(sql)) {
      while (result.next()) {
        List<String> texts = new ArrayList<>();
        double[] values = new double[names.size()];
        for (int j = 0; j < names.size(); j++) {
          texts.add(result.getString(j + 1));
          values[j] = result.getDouble(names.size() + 2 + j);
          values[j] = result.wasNull() ? Double.NaN : values[j];
        }
        rows.add(texts);
        numbers.add(values);
      }
    }
    assertEquals(rows.size(), table.train().examples(), where + ", rows");
    int feature = 0;
    for (int j = 0; j < names.size(); j++) {
      Encoding encoding = table.preparation().encodings().get(j);
      for (int i = 0; i < rows.size(); i++) {
        String place = where + ", row " + (i + 1) + ", " + encoding + ", " + rows.get(i).get(j);
        check(place, encoding, rows.get(i).get(j), numbers.get(i)[j], table.train(), i, feature);
      }
      feature += encoding.features().size();
    }
    assertEquals(feature, table.train().features(), where + ", features");
  }

  /** One cell, whose features begin at one place. */
  private void check(
      String place, Encoding encoding, String text, double number, Dataset data, int i, int at) {
    if (encoding instanceof Encoding.Numeric numeric) {
      boolean gap = text == null;
      assertEquals(numeric.stored(gap ? numeric.mean() : number), data.x(i, at), place);
      if (numeric.indicator()) {
        assertEquals(gap ? 1 : 0, data.x(i, at + 1), place);
      }
      cells++;
    } else if (encoding instanceof Encoding.Category category) {
      String level = text == null ? "(missing)" : text;
      for (int k = 0; k < category.features().size(); k++) {
        String name = category.features().get(k);
        boolean is =
            name.equals("c" + encoding.column().substring(1) + "=" + level)
                || text == null && name.endsWith(" (missing)");
        assertEquals(is ? 1 : 0, data.x(i, at + k), place + ", " + name);
      }
      cells++;
    }
  }
}
