package io.downhill.data;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How the cells of a column become numbers. */
public enum Scale {
  /** Numbers as they are written, thousands separated by commas or not. */
  NUMBER("number", ""),
  /** 1 for true, yes, t, y and 1; 0 for false, no, f, n and 0. */
  TRUTH("truth value", ""),
  /** Days from 1970-01-01 of dates and times as 2024-01-31 or 2024-01-31 12:30:00. */
  DAY("date", "(?<y>\\d{4})[-/](?<m>\\d{1,2})[-/](?<d>\\d{1,2})"),
  /** Days from 1970-01-01 of dates and times as 31.01.2024 or 31/01/2024. */
  DAY_FIRST("date", "(?<d>\\d{1,2})[./-](?<m>\\d{1,2})[./-](?<y>\\d{4})"),
  /** Days from 1970-01-01 of dates and times as 01/31/2024. */
  MONTH_FIRST("date", "(?<m>\\d{1,2})/(?<d>\\d{1,2})/(?<y>\\d{4})");

  private static final String TIME =
      "(?:[T ](?<h>\\d{1,2}):(?<min>\\d{2})(?::(?<s>\\d{2}(?:\\.\\d{1,9})?))?(?:Z|\\+00(?::?00)?)?)?";

  private final String word;
  private final Pattern date;

  Scale(String word, String date) {
    this.word = word;
    this.date = date.isEmpty() ? null : Pattern.compile(date + timePattern());
  }

  // A constant of an enum is made before its static fields.
  private static String timePattern() {
    return TIME;
  }

  /** What a cell is called in messages. */
  public String word() {
    return word;
  }

  /** Whether it counts days. */
  public boolean isDay() {
    return date != null;
  }

  /** The value of a cell that is no gap; NaN if it is no such value. */
  double value(String text) {
    return switch (this) {
      case NUMBER -> CellText.number(text);
      case TRUTH -> truth(text);
      default -> day(text.strip());
    };
  }

  private static double truth(String text) {
    double truth = CellText.truth(text);
    if (!Double.isNaN(truth)) {
      return truth;
    }
    double number = CellText.number(text);
    return number == 0 || number == 1 ? number : Double.NaN;
  }

  private double day(String text) {
    Matcher found = date.matcher(text);
    if (!found.matches()) {
      return Double.NaN;
    }
    try {
      LocalDate day =
          LocalDate.of(
              Integer.parseInt(found.group("y")),
              Integer.parseInt(found.group("m")),
              Integer.parseInt(found.group("d")));
      // Whole microseconds, so that a typed timestamp gives the same bits.
      return (day.toEpochDay() * 86_400_000_000L + micros(found)) / 86_400_000_000.0;
    } catch (DateTimeException e) {
      return Double.NaN;
    }
  }

  private static long micros(Matcher found) {
    if (found.group("h") == null) {
      return 0;
    }
    String second = found.group("s");
    long micros = 0;
    if (second != null) {
      String fraction = second.length() > 3 ? second.substring(3) : "";
      micros =
          Integer.parseInt(second.substring(0, 2)) * 1_000_000L
              + Long.parseLong((fraction + "000000").substring(0, 6));
    }
    return (Integer.parseInt(found.group("h")) * 60L + Integer.parseInt(found.group("min")))
            * 60_000_000L
        + micros;
  }
}
