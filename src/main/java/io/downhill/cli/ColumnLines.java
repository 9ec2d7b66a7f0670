package io.downhill.cli;

import io.downhill.data.Encoding;
import io.downhill.data.Preparation;
import io.downhill.data.cell.Scale;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What became of each column, for a person and for a program. */
final class ColumnLines {
  /** Numbers that stay as they are get a line each up to so many. */
  private static final int LISTED = 20;

  private ColumnLines() {}

  /** A table of the columns; none if all are numbers that stay as they are. */
  static List<String> of(Preparation preparation) {
    long plain = preparation.encodings().stream().filter(ColumnLines::isPlain).count();
    if (plain == preparation.encodings().size()) {
      return List.of();
    }
    Table table = new Table("COLUMN", "KIND", "BECAME");
    for (Encoding encoding : preparation.encodings()) {
      if (plain <= LISTED || !isPlain(encoding)) {
        table.row(encoding.column(), kind(encoding), encoding.description());
      }
    }
    List<String> lines = new ArrayList<>(table.lines());
    if (plain > LISTED) {
      lines.add("and " + plain + " numbers, as they are");
    }
    return lines;
  }

  private static boolean isPlain(Encoding encoding) {
    return encoding instanceof Encoding.Numeric numeric
        && numeric.scale().equals(Scale.NUMBER)
        && !numeric.indicator();
  }

  private static String kind(Encoding encoding) {
    if (encoding instanceof Encoding.Numeric numeric) {
      return numeric.scale().word();
    }
    return encoding instanceof Encoding.Words
        ? "text"
        : encoding instanceof Encoding.Category ? "category" : "-";
  }

  /** The columns for JSON: name, kind, what became of it, and its features. */
  static List<Object> json(Preparation preparation) {
    List<Object> columns = new ArrayList<>();
    for (Encoding encoding : preparation.encodings()) {
      Map<String, Object> column = new LinkedHashMap<>();
      column.put("column", encoding.column());
      column.put("kind", kind(encoding));
      column.put("became", encoding.description());
      column.put("features", encoding.features());
      columns.add(column);
    }
    return columns;
  }
}
