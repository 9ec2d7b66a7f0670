package io.downhill.data.text;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The cells of one line of text. */
final class LineCells {
  private static final String DELIMITERS = ",;\t|";

  /** A number with a decimal comma, perhaps with a sign before it and a unit behind it. */
  private static final Pattern DECIMAL = Pattern.compile("[-+\u2212]?[\\d.]*\\d,\\d+ ?[%\\p{Sc}]?");

  private LineCells() {}

  /** The cells between runs of blanks. */
  static List<String> aligned(String line) {
    return List.of(line.strip().split("[ \\t]+"));
  }

  /**
   * The delimiter that occurs most outside of quotes; but where another one cuts the record into
   * cells whose commas are all decimal ones, that one and not the comma.
   */
  static char delimiter(String record) {
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
    for (int k = 1; k < counts.length && best == 0; k++) {
      char other = DELIMITERS.charAt(k);
      if (counts[k] > 0
          && split(record, other).stream()
              .allMatch(cell -> cell.indexOf(',') < 0 || DECIMAL.matcher(cell).matches())) {
        return other;
      }
    }
    return DELIMITERS.charAt(best);
  }

  /** The cells, without the quotes and the blanks around them. */
  static List<String> split(String record, char delimiter) {
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
