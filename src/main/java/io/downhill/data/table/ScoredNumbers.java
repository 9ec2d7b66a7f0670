package io.downhill.data.table;

import io.downhill.data.DataException;
import io.downhill.data.OpenTable;
import io.downhill.data.cell.CellText;
import io.downhill.data.cell.DecimalSign;
import io.downhill.data.cell.Gaps;
import io.downhill.data.cell.NumberFormat;
import io.downhill.data.cell.NumberSearch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * How the numbers in the columns of a table to score are written: as their own cells show, else as
 * the user or other columns say, else as in training. What stays open is refused, since a wrong
 * guess would give wrong probabilities silently.
 */
final class ScoredNumbers {
  private final OpenTable table;
  private final Gaps gaps;
  private final DecimalSign sign;
  private final Map<Integer, NumberFormat> trained;
  private final Map<Integer, NumberFormat> formats = new HashMap<>();
  private final List<String> warnings = new ArrayList<>();

  /**
   * Formats of no column yet.
   *
   * @param told the decimal sign, if the user says it
   * @param trained the formats in training, by the places of the columns
   */
  ScoredNumbers(
      OpenTable table, Gaps gaps, Optional<Character> told, Map<Integer, NumberFormat> trained) {
    this.table = table;
    this.gaps = gaps;
    this.sign = table.decimalSign(told);
    this.trained = trained;
  }

  /** The format of a column of texts, empty if it has none. */
  Optional<NumberFormat> format(int column) {
    return Optional.ofNullable(formats.get(column));
  }

  /**
   * The format of a column of texts that is no feature.
   *
   * @throws DataException if it can be read in two ways
   */
  NumberFormat untrained(int column) {
    return NumberPass.of(table, column, gaps, sign);
  }

  /** What to tell of the formats, a line each. */
  List<String> warnings() {
    return warnings;
  }

  /**
   * Looks through the table for how numbers are written.
   *
   * @param texts the columns that are read as texts
   * @return those that are to be read as texts besides, since their numbers may not be plain ones
   * @throws DataException if a column can be read in two ways, or has another unit
   */
  Set<Integer> look(Set<Integer> texts) {
    Set<Integer> others = new TreeSet<>(trained.keySet());
    others.removeAll(texts);
    Set<Integer> more = new TreeSet<>(others);
    more.removeIf(column -> !table.isText() || trained.get(column).hasPlainDigits());
    Set<Integer> all = new TreeSet<>(texts);
    all.addAll(more);
    Map<Integer, NumberSearch> searches = searches(all);
    if (table.isText() && sign.shown().equals(Optional.of(','))) {
      others.removeAll(more);
      searches.putAll(searches(others));
      more.addAll(others);
    }
    decide(searches);
    for (int column : trained.keySet()) {
      if (!formats.containsKey(column)) {
        checkUnit(table.names().get(column), "", trained.get(column).unit());
      }
    }
    return more;
  }

  /**
   * Looks at columns that are texts from some row on.
   *
   * @param texts the others that are read as texts
   * @param done the rows that were used before
   * @return those that are to be read as texts besides
   * @throws DataException if rows may have been read wrongly
   */
  Set<Integer> look(Set<Integer> columns, Set<Integer> texts, long done) {
    Map<Integer, NumberSearch> searches = searches(columns);
    Set<Integer> more = new TreeSet<>();
    if (table.isText() && sign.shown().equals(Optional.of(','))) {
      more.addAll(trained.keySet());
      more.removeAll(texts);
      searches.putAll(searches(more));
    }
    decide(searches);
    for (int column : columns) {
      if (done > 0 && format(column).filter(format -> format.decimal() == ',').isPresent()) {
        throw new DataException(
            table.name()
                + ": column "
                + table.names().get(column)
                + " has decimal commas, but none in its first "
                + done
                + " rows; give --decimal ,");
      }
    }
    return more;
  }

  private Map<Integer, NumberSearch> searches(Set<Integer> columns) {
    Set<Integer> numbers = new TreeSet<>(columns);
    numbers.retainAll(trained.keySet());
    Map<Integer, NumberSearch> searches = NumberPass.of(table, numbers, gaps);
    searches.forEach((column, search) -> sign.add(table.names().get(column), search));
    return searches;
  }

  private void decide(Map<Integer, NumberSearch> searches) {
    searches.forEach(
        (column, search) -> formats.put(column, format(column, search, trained.get(column))));
  }

  private NumberFormat format(int column, NumberSearch search, NumberFormat trained) {
    if (search.isEmpty()) {
      return trained;
    }
    String name = table.names().get(column);
    checkUnit(name, search.unit(), trained.unit());
    char decimal = decimal(name, search, trained);
    if (decimal != trained.decimal() && search.pointed() != null) {
      warnings.add(
          name
              + ": read with decimal "
              + signs(decimal)
              + ", as in "
              + CellText.shown(search.pointed())
              + ", unlike in training");
    }
    return search.format(decimal);
  }

  private char decimal(String name, NumberSearch search, NumberFormat trained) {
    if (search.pointed() == null) {
      return '.';
    }
    Optional<Character> shown = search.shown();
    if (shown.isPresent() && !shown.equals(sign.told().or(() -> shown))) {
      throw refused(name, search, "has decimal " + signs(shown.get()) + ": leave out --decimal");
    }
    if (shown.isPresent()) {
      return shown.get();
    }
    Optional<Character> others = sign.told().or(sign::shown);
    // In a file with semicolons 60.250 may be 60250, and a model of plain numbers takes either.
    boolean doubtful = trained.hasPlainDigits() && sign.of(search) == ',';
    if (others.isEmpty() && (doubtful || !search.allows(trained))) {
      throw refused(
          name,
          search,
          "may have a decimal comma or point, and the model was trained on a "
              + trained.named()
              + ": give --decimal , or --decimal .");
    }
    return others.orElse(trained.decimal());
  }

  private DataException refused(String name, NumberSearch search, String why) {
    return new DataException(
        table.name() + ": column " + name + ": '" + CellText.shown(search.pointed()) + "' " + why);
  }

  private static String signs(char decimal) {
    return decimal == '.' ? "points" : "commas";
  }

  /**
   * Compares the unit of a column with that in training. Where only one of them is written, they
   * are taken for the same; but not percent and per mille, since shares are often written as parts
   * of 1.
   *
   * @param unit empty for none
   * @throws DataException if they are not the same
   */
  void checkUnit(String name, String unit, String trained) {
    if (unit.equals(trained)) {
      return;
    }
    boolean parts = Set.of("%", "\u2030").contains(unit + trained);
    if (parts || !unit.isEmpty() && !trained.isEmpty()) {
      throw new DataException(
          table.name()
              + ": column "
              + name
              + ": its numbers have "
              + (unit.isEmpty() ? "no unit" : "the unit " + unit)
              + ", and those in training had "
              + (trained.isEmpty() ? "none" : trained)
              + ": write them alike");
    }
    warnings.add(
        name
            + ": its numbers have "
            + (unit.isEmpty() ? "no unit" : "the unit " + unit)
            + ", and those in training had "
            + (trained.isEmpty() ? "none" : trained)
            + "; they are taken for the same");
  }
}
