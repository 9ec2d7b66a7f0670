package io.downhill.data.column;

import java.time.DateTimeException;
import java.time.LocalDate;

/** Dates that are written as whole numbers, 20240131 for January 31st, 2024. */
final class CompactDates {
  /** The rows that are looked at. A column of other numbers soon has one that is no date. */
  private static final int LOOK = 1000;

  private CompactDates() {}

  /** Whether the numbers in these rows are such dates of the years 1900 to 2099. */
  static boolean are(RawExamples raw, int j, int[] rows) {
    int dates = 0;
    for (int k = 0; k < Math.min(rows.length, LOOK); k++) {
      double value = raw.value(rows[k], j);
      if (!Double.isNaN(value) && !isDate(value)) {
        return false;
      }
      dates += Double.isNaN(value) ? 0 : 1;
    }
    return dates > 0;
  }

  private static boolean isDate(double value) {
    if (value < 19_000_101 || value > 20_991_231 || value != Math.rint(value)) {
      return false;
    }
    int digits = (int) value;
    try {
      LocalDate.of(digits / 10_000, digits / 100 % 100, digits % 100);
      return true;
    } catch (DateTimeException e) {
      return false;
    }
  }
}
