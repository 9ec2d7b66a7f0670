package io.downhill.data;

import java.util.ArrayList;
import java.util.List;

/** The cells of one line of text. */
final class LineCells {
  private static final String DELIMITERS = ",;\t|";

  private LineCells() {}

  /** The cells between runs of blanks. */
  static List<String> aligned(String line) {
    return List.of(line.strip().split("[ \\t]+"));
  }

  /** Whichever delimiter occurs most outside of quotes. */
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
