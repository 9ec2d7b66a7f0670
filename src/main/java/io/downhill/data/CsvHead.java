package io.downhill.data;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/**
 * The first record of a delimited text file. It settles the delimiter before DuckDB looks for the
 * types: its own search would rather skip rows or change the delimiter than report a ragged file.
 *
 * @param delimiter tab in a .tsv, else whichever of , ; tab | occurs most in the record
 * @param blankLines how many lines without text come before it
 * @param cells of the record, without the quotes and the blanks around them
 */
record CsvHead(char delimiter, int blankLines, List<String> cells) {
  private static final String DELIMITERS = ",;\t|";
  private static final int LONGEST = 1 << 26;

  /**
   * Reads the first record.
   *
   * @throws DataException if the file holds none, or is no text
   */
  static CsvHead read(Path file) {
    try (BufferedReader in = open(file)) {
      int blankLines = 0;
      String record = record(in, file);
      while (record != null && record.isBlank()) {
        blankLines++;
        record = record(in, file);
      }
      if (record == null) {
        throw new DataException(file + ": no examples: the file holds only blank lines");
      }
      String name = file.toString().toLowerCase(Locale.ROOT);
      boolean tabs = name.endsWith(".tsv") || name.endsWith(".tsv.gz");
      char delimiter = tabs ? '\t' : delimiter(record);
      return new CsvHead(delimiter, blankLines, split(record, delimiter));
    } catch (IOException e) {
      throw new DataException(file + ": cannot be read: " + e.getMessage(), e);
    }
  }

  private static BufferedReader open(Path file) throws IOException {
    InputStream in = Files.newInputStream(file);
    try {
      if (file.toString().toLowerCase(Locale.ROOT).endsWith(".gz")) {
        in = new GZIPInputStream(in);
      }
      BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
      reader.mark(1);
      if (reader.read() != '\uFEFF') {
        reader.reset();
      }
      return reader;
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  /** The text up to an end of line that is not in quotes; null at the end of the file. */
  private static String record(BufferedReader in, Path file) throws IOException {
    StringBuilder record = new StringBuilder();
    boolean quoted = false;
    int c = in.read();
    if (c < 0) {
      return null;
    }
    for (; c >= 0 && (quoted || c != '\n' && c != '\r'); c = in.read()) {
      if (c == 0 || record.length() == LONGEST) {
        throw new DataException(file + ": not a text file");
      }
      quoted ^= c == '"';
      record.append((char) c);
    }
    if (c == '\r') {
      in.mark(1);
      if (in.read() != '\n') {
        in.reset();
      }
    }
    return record.toString();
  }

  private static char delimiter(String record) {
    int[] counts = new int[DELIMITERS.length()];
    boolean quoted = false;
    for (int i = 0; i < record.length(); i++) {
      quoted ^= record.charAt(i) == '"';
      int candidate = DELIMITERS.indexOf(record.charAt(i));
      if (!quoted && candidate >= 0) {
        counts[candidate]++;
      }
    }
    int best = 0;
    for (int k = 1; k < counts.length; k++) {
      best = counts[k] > counts[best] ? k : best;
    }
    return DELIMITERS.charAt(best);
  }

  private static List<String> split(String record, char delimiter) {
    List<String> cells = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < record.length(); i++) {
      char c = record.charAt(i);
      if (c == '"' && quoted && i + 1 < record.length() && record.charAt(i + 1) == '"') {
        cell.append(c);
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == delimiter && !quoted) {
        cells.add(cell.toString().strip());
        cell.setLength(0);
      } else {
        cell.append(c);
      }
    }
    cells.add(cell.toString().strip());
    return List.copyOf(cells);
  }
}
