package io.downhill.cli;

/** Cells of CSV files, quoted where RFC 4180 asks for it. */
final class Csv {
  private Csv() {}

  /** The text as one cell. */
  static String cell(String text) {
    boolean plain =
        text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')
            && text.equals(text.strip());
    return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
  }
}
