package io.downhill.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Rows of text in aligned columns, the first row being the header. */
final class Table {
  private static final String GAP = "  ";

  private final List<String[]> rows = new ArrayList<>();

  /** A table with this header. */
  Table(String... header) {
    rows.add(escaped(header));
  }

  /** Adds a row, with as many cells as the header. */
  Table row(String... cells) {
    if (cells.length != rows.get(0).length) {
      throw new IllegalArgumentException(
          "cells: " + cells.length + ", columns: " + rows.get(0).length);
    }
    rows.add(escaped(cells));
    return this;
  }

  /** Escaped here, for a cell must be as wide as it is shown. */
  private static String[] escaped(String... cells) {
    return Stream.of(cells).map(Printable::line).toArray(String[]::new);
  }

  /** How wide the longest line is. */
  int width() {
    return lines().stream().mapToInt(String::length).max().orElse(0);
  }

  /** The table as lines, the last column not padded. */
  List<String> lines() {
    int columns = rows.get(0).length;
    int[] widths = new int[columns];
    for (String[] row : rows) {
      for (int k = 0; k < columns; k++) {
        widths[k] = Math.max(widths[k], row[k].length());
      }
    }
    List<String> lines = new ArrayList<>();
    for (String[] row : rows) {
      StringBuilder line = new StringBuilder();
      for (int k = 0; k < columns; k++) {
        line.append(row[k]).append(" ".repeat(widths[k] - row[k].length())).append(GAP);
      }
      lines.add(line.toString().stripTrailing());
    }
    return lines;
  }
}
