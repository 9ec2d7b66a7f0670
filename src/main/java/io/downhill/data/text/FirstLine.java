package io.downhill.data.text;

import io.downhill.data.TableColumn;
import io.downhill.data.cell.CellText;
import io.downhill.data.cell.Gaps;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Whether the first record of a text holds the names of its columns or is a row.
 *
 * @param named whether it holds names
 * @param doubt whether it might be otherwise
 */
record FirstLine(boolean named, boolean doubt) {
  /** The fewest numbered columns 0, 1, 2, ... that are no chance in a row. */
  private static final int MANY = 3;

  /** The fewest cells below that tell what a column holds. */
  private static final int SOME = 5;

  /** How a day begins, which is no name. */
  private static final Pattern DAY = Pattern.compile("\\d{1,4}([-/.])\\d{1,2}\\1\\d{1,4}\\b");

  /** What a row would be by less than this chance is taken for no row. */
  private static final double UNLIKELY = 0.02;

  /**
   * Judges by what is known of the names, and by the records below: a name is of another kind than
   * the cells of its column, or lies beyond them; a cell of a row recurs.
   *
   * @param gaps texts that stand for a gap
   */
  static FirstLine of(CsvSample sample, List<String> gaps, ExpectedNames expected) {
    Cells cells = new Cells(sample, gaps);
    List<String> first = sample.first();
    if (expected.areNamedIn(first)) {
      return new FirstLine(true, false);
    }
    if (!expected.allIn(first)) {
      return expected.areDefaults() ? new FirstLine(cells.anyName(), false) : cells.judge();
    }
    if (!expected.areNumbers() || !expected.scoring() && expected.isBeyond(first.size())) {
      return new FirstLine(true, false);
    }
    if (expected.scoring() && (cells.isNumbered() || expected.known().containsAll(first))) {
      return new FirstLine(true, !cells.anyBeyond());
    }
    if (cells.isNumbered()) {
      boolean named = columns(first).anyMatch(cells::isFar);
      return new FirstLine(named, !named || first.size() < MANY);
    }
    return cells.judge();
  }

  private static IntStream columns(List<String> record) {
    return IntStream.range(0, record.size());
  }

  /** The cells of the first record beside those of their columns below. */
  private record Cells(CsvSample sample, List<String> gaps, List<TableColumn.Kind> kinds) {
    Cells(CsvSample sample, List<String> gaps) {
      this(sample, gaps, sample.kinds(true, gaps));
    }

    private String cell(int j) {
      return sample.first().get(j);
    }

    private boolean isGap(String cell) {
      return cell.isEmpty() || gaps.contains(cell);
    }

    private TableColumn.Kind kind(int j) {
      return isGap(cell(j)) ? TableColumn.Kind.OTHER : CsvSample.kind(cell(j));
    }

    private IntStream columns() {
      return IntStream.range(0, kinds.size());
    }

    /** The cells of a column below the first that are no gaps. */
    private List<String> below(int j) {
      return sample.records().stream()
          .skip(1)
          .filter(record -> j < record.size() && !isGap(record.get(j)))
          .map(record -> record.get(j))
          .toList();
    }

    /** Whether the cells are 0, 1, 2, ..., perhaps behind one that is no number. */
    private boolean isNumbered() {
      int first = kind(0) == TableColumn.Kind.NUMBER ? 0 : 1;
      return kinds.size() > first
          && columns().skip(first).allMatch(j -> cell(j).equals(String.valueOf(j - first)));
    }

    /** Whether a cell of the first record is beyond all those below it. */
    private boolean anyBeyond() {
      return columns().anyMatch(this::isBeyond);
    }

    private boolean isBeyond(int j) {
      return distance(j) > 0;
    }

    /**
     * Whether a cell is beyond those below by more than half of their range: hardly one of a row.
     */
    private boolean isFar(int j) {
      return distance(j) > 0.5;
    }

    /**
     * How far a cell is beyond those below it, in units of their range: 0 or less within; for texts
     * 0 or infinity.
     */
    private double distance(int j) {
      List<String> below = below(j);
      if (isGap(cell(j)) || below.isEmpty()) {
        return 0;
      }
      if (kind(j) == TableColumn.Kind.NUMBER && kinds.get(j) != TableColumn.Kind.NUMBER) {
        return isAboveTexts(j) ? Double.POSITIVE_INFINITY : 0;
      }
      if (kind(j) != TableColumn.Kind.NUMBER) {
        return below.contains(cell(j)) ? 0 : Double.POSITIVE_INFINITY;
      }
      double number = number(cell(j));
      double least = below.stream().mapToDouble(Cells::number).min().orElseThrow();
      double most = below.stream().mapToDouble(Cells::number).max().orElseThrow();
      return Math.max(least - number, number - most) / (most - least);
    }

    /** Whether a cell is a number above {@link #SOME} texts or more, none of which is one. */
    private boolean isAboveTexts(int j) {
      List<String> below = below(j);
      return kind(j) == TableColumn.Kind.NUMBER
          && below.size() >= SOME
          && below.stream().noneMatch(cell -> CsvSample.kind(cell) == TableColumn.Kind.NUMBER);
    }

    private static double number(String cell) {
      return CellText.isNumber(cell) ? Double.parseDouble(cell) : Double.NaN;
    }

    private FirstLine judge() {
      if (anyName()) {
        return new FirstLine(true, false);
      }
      if (columns().anyMatch(j -> kind(j) == TableColumn.Kind.NUMBER)) {
        boolean named = isNumbered() && kinds.size() >= MANY && columns().anyMatch(this::isFar);
        return new FirstLine(named, isNumbered() || columns().anyMatch(this::isAboveTexts));
      }
      if (columns().anyMatch(j -> DAY.matcher(cell(j)).lookingAt())) {
        return new FirstLine(false, false);
      }
      // All cells are texts. Those of a row recur below, in columns whose texts recur at all.
      boolean recurs = columns().anyMatch(j -> below(j).contains(cell(j)));
      double chance =
          columns()
              .filter(this::isBeyond)
              .mapToDouble(this::chance)
              .reduce(1, (some, one) -> some * one);
      return new FirstLine(!recurs, recurs == chance < UNLIKELY);
    }

    /**
     * The chance that the next text of a column is a new one, by Good and Turing: the part of the
     * cells whose text occurs once.
     */
    private double chance(int j) {
      List<String> below = below(j);
      long once = below.stream().filter(cell -> Collections.frequency(below, cell) == 1).count();
      return (once + 1.0) / (below.size() + 1.0);
    }

    /** Whether the first record cannot be a row. */
    private boolean anyName() {
      return columns().anyMatch(this::isName);
    }

    /** Whether a cell is a name, in a column of numbers or truth values. */
    private boolean isName(int j) {
      // A column may be called y, which is a truth value too.
      boolean name =
          kind(j) == TableColumn.Kind.OTHER
              || kind(j) == TableColumn.Kind.BOOLEAN && cell(j).length() == 1;
      boolean fits = kinds.get(j) == kind(j) || kinds.get(j) == TableColumn.Kind.OTHER;
      return name && !fits && !new Gaps(gaps).holdsAmongValues(cell(j));
    }
  }

  /** What to tell of a first line that might be otherwise, as a message ends. */
  Optional<String> warning(List<String> first) {
    String cells = CellText.shown(String.join(", ", first));
    return !doubt
        ? Optional.empty()
        : Optional.of(
            "the first line ("
                + cells
                + (named
                    ? ") is taken for the names of the columns; if it is a row, give --no-header"
                    : ") is taken for a row; if it holds the names of the columns, give --header"));
  }
}
