package io.downhill.data.cell;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The decimal sign of columns that allow both, since all their cells are like 1,234: the one that
 * the user names, else the one that other columns show, else a comma in files with semicolons
 * between the cells, as programs write both in the same countries. The order of day and month in
 * dates likewise: the one that other columns show, else the day first.
 */
public final class DecimalSign {
  private final Optional<Character> told;
  private final boolean semicolons;
  private final Map<Character, String> shown;
  private boolean dayFirst;
  private boolean monthFirst;

  /**
   * What is known before the columns are read.
   *
   * @param told by the user
   * @param semicolons whether cells stand between semicolons
   * @param shown for each sign a column that shows it
   */
  public DecimalSign(Optional<Character> told, boolean semicolons, Map<Character, String> shown) {
    this.told = told;
    this.semicolons = semicolons;
    this.shown = new HashMap<>(shown);
  }

  /** What the user says. */
  public Optional<Character> told() {
    return told;
  }

  /** What the columns show, if all that show one show the same. */
  public Optional<Character> shown() {
    return shown.size() == 1 ? Optional.of(shown.keySet().iterator().next()) : Optional.empty();
  }

  /** Whether some column shows this sign. */
  public boolean shows(char decimal) {
    return shown.containsKey(decimal);
  }

  /** Adds the sign that a column shows. */
  public void add(String column, NumberSearch numbers) {
    numbers.shown().ifPresent(sign -> shown.putIfAbsent(sign, column));
  }

  /** Adds how the dates of a column are written. */
  public void add(DateStyle style) {
    dayFirst |= style == DateStyle.DAY_FIRST;
    monthFirst |= style == DateStyle.MONTH_FIRST;
  }

  /** The order of day and month that is taken for dates that allow both. */
  DateStyle order() {
    return monthFirst && !dayFirst ? DateStyle.MONTH_FIRST : DateStyle.DAY_FIRST;
  }

  /** The sign that is taken for numbers that allow both. */
  public char of(NumberSearch open) {
    if (told.isPresent()) {
      return told.get();
    }
    if (shown().isPresent()) {
      return shown().get();
    }
    // Columns that contradict each other tell nothing; then the plain format is the likelier one.
    return open.allowsPlain() && !shown.isEmpty() || !semicolons ? '.' : ',';
  }

  /** Why that sign is taken, as "since x has decimal points". */
  public String reason() {
    if (shown.size() == 1) {
      Map.Entry<Character, String> one = shown.entrySet().iterator().next();
      return "since "
          + one.getValue()
          + " has decimal "
          + (one.getKey() == '.' ? "points" : "commas");
    }
    return semicolons ? "since semicolons stand between the cells" : "as no other column tells";
  }
}
