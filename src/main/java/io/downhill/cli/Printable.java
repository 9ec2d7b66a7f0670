package io.downhill.cli;

/**
 * Texts from files and drivers as a terminal may show them. A character that would move its cursor,
 * change its colours or turn the order of letters is shown as JSON escapes it, {@code \u001b},
 * which therefore also leaves JSON as it is.
 */
final class Printable {
  private static final int DELETE = 0x7f;
  private static final int LAST_CONTROL = 0x9f;

  private Printable() {}

  /** The text in one line: line ends are escaped too. */
  static String line(String text) {
    return escaped(text).replace("\n", "\\n");
  }

  /** The text with the line ends it has. */
  static String escaped(String text) {
    if (text.chars().allMatch(Printable::isPlain)) {
      return text;
    }
    StringBuilder shown = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isPlain(c)) {
        shown.append(c);
      } else if (c == '\r') {
        shown.append("\\r");
      } else {
        shown.append(String.format("\\u%04x", (int) c));
      }
    }
    return shown.toString();
  }

  private static boolean isPlain(int c) {
    if (c == '\n' || c == '\t') {
      return true;
    }
    boolean control = c < ' ' || c >= DELETE && c <= LAST_CONTROL;
    boolean lineEnd = c == 0x2028 || c == 0x2029;
    boolean direction =
        c == 0x061c
            || c == 0x200e
            || c == 0x200f
            || c >= 0x202a && c <= 0x202e
            || c >= 0x2066 && c <= 0x2069;
    return !control && !lineEnd && !direction;
  }
}
