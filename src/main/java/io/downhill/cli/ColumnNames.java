package io.downhill.cli;

import java.util.ArrayList;
import java.util.List;

/** Names of columns with commas between; one that holds a comma itself stands in double quotes. */
final class ColumnNames {
  private ColumnNames() {}

  /** The names in all of these texts; two quotes within quotes stand for one. */
  static List<String> of(List<String> texts) {
    List<String> names = new ArrayList<>();
    texts.forEach(text -> split(text, names));
    return names;
  }

  private static void split(String text, List<String> names) {
    StringBuilder name = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean opens = !quoted && c == '"' && name.isEmpty() && text.indexOf('"', i + 1) > 0;
      if (quoted && text.startsWith("\"\"", i)) {
        name.append(c);
        i++;
      } else if (opens || quoted && c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        names.add(name.toString());
        name.setLength(0);
      } else {
        name.append(c);
      }
    }
    names.add(name.toString());
  }
}
