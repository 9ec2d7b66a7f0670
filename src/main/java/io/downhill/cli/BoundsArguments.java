package io.downhill.cli;

import io.downhill.Bounds;
import io.downhill.data.DataException;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Option;

/** The options that bound weights. */
final class BoundsArguments {
  private static final String HEADER_LINE = "feature,low,high";
  private static final List<String> HEADER = List.of(HEADER_LINE.split(","));

  @Option(
      names = "--nonnegative",
      paramLabel = "COLUMN[,COLUMN...]",
      description =
          "Columns, or features such as rank=2, whose weights may not be below 0, with commas"
              + " between. Not with --solver gd, nor with newton beyond 1000 features.")
  private List<String> nonnegative = new ArrayList<>();

  @Option(
      names = "--bounds",
      paramLabel = "FILE",
      description =
          "A CSV file of bounds for the weights of raw features: a first line "
              + HEADER_LINE
              + ", then a"
              + " column or feature in each, with a gap where there is no bound.")
  private Path file;

  /** The file; null for none. */
  Path file() {
    return file;
  }

  /**
   * All bounds.
   *
   * @throws DataException if the file cannot be used
   * @throws IllegalArgumentException if a name is bounded twice
   */
  Bounds bounds() {
    Map<String, Bounds.Interval> all = new LinkedHashMap<>();
    for (String name : ColumnNames.of(nonnegative)) {
      all.put(name, Bounds.Interval.NONNEGATIVE);
    }
    return new Bounds(all).and(file == null ? Bounds.NONE : read());
  }

  private Bounds read() {
    List<String> lines;
    try {
      lines = Files.readAllLines(file);
    } catch (MalformedInputException e) {
      throw new DataException(file + ": bounds must be text in UTF-8", e);
    } catch (IOException e) {
      throw new DataException("cannot read the bounds " + file + ": " + e.getMessage(), e);
    }
    if (lines.isEmpty() || !cells(lines.get(0).replaceFirst("^\uFEFF", "")).equals(HEADER)) {
      throw new DataException(file + ": the first line of bounds must be " + HEADER_LINE);
    }
    Map<String, Bounds.Interval> all = new LinkedHashMap<>();
    for (int i = 1; i < lines.size(); i++) {
      if (!lines.get(i).isBlank()) {
        add(file + ": line " + (i + 1) + ": ", lines.get(i), all);
      }
    }
    if (all.isEmpty()) {
      throw new DataException(file + ": no bounds: nothing follows the first line");
    }
    return new Bounds(all);
  }

  private static List<String> cells(String line) {
    return ColumnNames.of(List.of(line)).stream().map(String::strip).toList();
  }

  private static void add(String place, String line, Map<String, Bounds.Interval> all) {
    List<String> cells = cells(line);
    if (cells.size() != HEADER.size()) {
      throw new DataException(
          place
              + cells.size()
              + (cells.size() == 1 ? " cell" : " cells")
              + ", must be three: "
              + HEADER_LINE);
    }
    String name = cells.get(0);
    if (name.isEmpty()) {
      throw new DataException(place + "no name of a column or feature");
    }
    double low = number(place, cells.get(1), Double.NEGATIVE_INFINITY);
    double high = number(place, cells.get(2), Double.POSITIVE_INFINITY);
    if (low > high) {
      throw new DataException(place + "low " + cells.get(1) + " is above high " + cells.get(2));
    }
    if (all.put(name, new Bounds.Interval(low, high)) != null) {
      throw new DataException(place + name + " is bounded twice");
    }
  }

  private static double number(String place, String cell, double none) {
    String infinity = none < 0 ? "-inf(inity)?" : "\\+?inf(inity)?";
    if (cell.isEmpty() || cell.toLowerCase(Locale.ROOT).matches(infinity)) {
      return none;
    }
    try {
      double number = Double.parseDouble(cell);
      if (Double.isFinite(number)) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw new DataException(place + "'" + cell + "' is not a number", e);
    }
    throw new DataException(place + cell + " is not a finite number; leave it empty for no bound");
  }
}
