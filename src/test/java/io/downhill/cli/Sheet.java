package io.downhill.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * A table of texts, which the tests change column by column and write in many ways.
 *
 * @param names of the columns
 * @param rows each a cell a column; an empty cell is a gap
 */
record Sheet(List<String> names, List<List<String>> rows) {
  /** Which cells stand in quotes. */
  enum Quotes {
    NONE,
    NEEDED,
    TEXTS,
    ALL
  }

  /** Copies the lists. */
  Sheet {
    names = List.copyOf(names);
    rows = rows.stream().map(List::copyOf).toList();
    for (List<String> row : rows) {
      if (row.size() != names.size()) {
        throw new IllegalArgumentException("columns: " + names + ", row: " + row);
      }
    }
  }

  int count() {
    return rows.size();
  }

  /** The same with every cell of a column written in another way; gaps stay gaps. */
  Sheet spelled(String column, UnaryOperator<String> spelling) {
    return filled(column, cell -> cell.isEmpty() ? cell : spelling.apply(cell));
  }

  /** The same with every cell of a column changed, gaps too. */
  Sheet filled(String column, UnaryOperator<String> change) {
    int j = place(column);
    return new Sheet(
        names,
        rows.stream()
            .map(
                row -> {
                  List<String> cells = new ArrayList<>(row);
                  cells.set(j, change.apply(cells.get(j)));
                  return cells;
                })
            .toList());
  }

  /** The same with another column in front. */
  Sheet led(String name, IntFunction<String> cell) {
    List<String> all = new ArrayList<>(names);
    all.add(0, name);
    return new Sheet(
        all,
        IntStream.range(0, count())
            .mapToObj(
                i -> {
                  List<String> cells = new ArrayList<>(rows.get(i));
                  cells.add(0, cell.apply(i));
                  return cells;
                })
            .toList());
  }

  /** The same with other names, as many. */
  Sheet named(List<String> others) {
    return new Sheet(others, rows);
  }

  /** These columns, in this order. */
  Sheet columns(List<String> chosen) {
    int[] places = chosen.stream().mapToInt(this::place).toArray();
    return new Sheet(
        chosen,
        rows.stream().map(row -> IntStream.of(places).mapToObj(row::get).toList()).toList());
  }

  /** All columns but one. */
  Sheet without(String column) {
    return columns(names.stream().filter(name -> !name.equals(column)).toList());
  }

  /** These rows, in this order. */
  Sheet rows(int... chosen) {
    return new Sheet(names, Arrays.stream(chosen).mapToObj(rows::get).toList());
  }

  /** The rows from one on and before another. */
  Sheet part(int from, int to) {
    return new Sheet(names, rows.subList(from, to));
  }

  List<String> column(String name) {
    int j = place(name);
    return rows.stream().map(row -> row.get(j)).toList();
  }

  private int place(String column) {
    int j = names.indexOf(column);
    if (j < 0) {
      throw new IllegalArgumentException("no column " + column + " in " + names);
    }
    return j;
  }

  /** Commas, ends of line as Unix has them, quotes where a cell needs them. */
  String csv() {
    return text(",", Quotes.NEEDED);
  }

  /** The header and the rows as lines. */
  String text(String delimiter, Quotes quotes) {
    return line(names, delimiter, quotes) + body(delimiter, quotes);
  }

  /** The rows as lines, without the header. */
  String body(String delimiter, Quotes quotes) {
    StringBuilder text = new StringBuilder();
    rows.forEach(row -> text.append(line(row, delimiter, quotes)));
    return text.toString();
  }

  private static String line(List<String> cells, String delimiter, Quotes quotes) {
    return String.join(
            delimiter, cells.stream().map(cell -> quoted(cell, delimiter, quotes)).toList())
        + "\n";
  }

  private static String quoted(String cell, String delimiter, Quotes quotes) {
    boolean needed =
        cell.contains(delimiter)
            || cell.contains("\"")
            || cell.contains("\n")
            || !cell.equals(cell.strip());
    boolean number = cell.matches("[-+]?[0-9.]*");
    boolean quote =
        switch (quotes) {
          case NONE -> false;
          case NEEDED -> needed;
          case TEXTS -> needed || !number;
          case ALL -> true;
        };
    return quote ? '"' + cell.replace("\"", "\"\"") + '"' : cell;
  }

  /** Columns of one width with blanks between, numbers at the right; gaps are NA. */
  String aligned() {
    StringBuilder text = new StringBuilder();
    List<List<String>> all = new ArrayList<>(List.of(names));
    all.addAll(rows);
    for (List<String> row : all) {
      row.forEach(cell -> text.append(String.format("%12s", cell.isEmpty() ? "NA" : cell)));
      text.append('\n');
    }
    return text.toString();
  }
}
