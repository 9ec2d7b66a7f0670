package io.downhill.data.cell;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.Month;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How dates and times are written. Dates, with a time of day or not, are days from 1970-01-01 in
 * UTC: an offset as +02:00 is taken off, and without one the time is taken as it is. Of years with
 * two digits 69 to 99 are 1969 to 1999, and 00 to 68 are 2000 to 2068, as POSIX has it.
 */
public enum DateStyle implements Scale {
  /** 2024-01-31, 2024/1/31, 2024年1月31日; 2024-01 is the first of that month. */
  DAY(
      "(?<y>\\d{4})(?<sep>[-/.])(?<m>\\d{1,2})\\k<sep>(?<d>\\d{1,2})",
      "(?<y>\\d{4})\u5e74 ?(?<m>\\d{1,2})\u6708 ?(?<d>\\d{1,2})\u65e5",
      "(?<y>\\d{4})-(?<m>\\d{2})(?<d>)"),
  /** 31.01.2024, 31/1/24. */
  DAY_FIRST("(?<d>\\d{1,2})(?<sep>[-/.])(?<m>\\d{1,2})\\k<sep>(?<y>\\d{4}|\\d{2})"),
  /** 01/31/2024, 1-31-24. */
  MONTH_FIRST("(?<m>\\d{1,2})(?<sep>[-/])(?<d>\\d{1,2})\\k<sep>(?<y>\\d{4}|\\d{2})"),
  /** 31-Jan-2024, 31 January 24, Jan 31, 2024, 2024-Jan-31. */
  MONTH_NAMED(
      "(?<d>\\d{1,2})(?:st|nd|rd|th)?[-/. ]{0,2}(?<m>[a-z]{3,9})[-/., ]{0,2}(?<y>\\d{4}|\\d{2})",
      "(?<m>[a-z]{3,9})[-/. ]{0,2}(?<d>\\d{1,2})(?:st|nd|rd|th)?(?:, ?|[-/. ])(?<y>\\d{4}|\\d{2})",
      "(?<y>\\d{4})[-/. ]?(?<m>[a-z]{3,9})[-/. ]?(?<d>\\d{1,2})"),
  /** 14:30, 2:30:15 PM: seconds of the day. */
  TIME();

  private static final double MICROS_A_DAY = 86_400_000_000.0;
  private static final int PIVOT = 69;
  private static final List<String> MONTHS =
      List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");

  private final List<Pattern> patterns;

  DateStyle(String... dates) {
    String time =
        "(?<h>\\d{1,2})(?::(?<min>\\d{2})(?::(?<s>\\d{2})(?:[.,](?<f>\\d{1,9}))?)?)?"
            + "(?: ?(?<half>[ap])\\.?m\\.?)?";
    String zone = "(?: ?(?<zone>Z|UTC|GMT|[+-]\\d{2}(?::?\\d{2})?))?(?:\\[[\\w/+-]+\\])?";
    String weekday = "(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*[.,]? )?";
    patterns =
        dates.length == 0
            ? List.of(Pattern.compile(time, Pattern.CASE_INSENSITIVE))
            : Stream.of(dates)
                .map(date -> weekday + date + "(?:(?:T|, | +|:)" + time + zone + ")?")
                .map(date -> Pattern.compile(date, Pattern.CASE_INSENSITIVE))
                .toList();
  }

  @Override
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  @Override
  public String word() {
    return this == TIME ? "time of day" : "date";
  }

  @Override
  public String description() {
    return this == TIME ? "seconds of the day" : "days from 1970-01-01";
  }

  @Override
  public double value(String text) {
    Matcher found = match(text);
    if (found == null) {
      return Double.NaN;
    }
    try {
      // Whole microseconds, so that a typed timestamp gives the same bits.
      return this == TIME
          ? micros(found) / 1e6
          : (day(found) * (long) MICROS_A_DAY + micros(found) - offset(found)) / MICROS_A_DAY;
    } catch (DateTimeException e) {
      return Double.NaN; // Such as February 30th.
    }
  }

  /** Whether a text, which is a value, has a year of two digits. */
  public boolean hasShortYear(String text) {
    Matcher found = this == TIME ? null : match(text);
    return found != null && found.group("y").length() == 2;
  }

  private Matcher match(String text) {
    String stripped = text.strip();
    for (Pattern pattern : patterns) {
      Matcher matcher = pattern.matcher(stripped);
      if (matcher.matches()) {
        return matcher;
      }
    }
    return null;
  }

  private long day(Matcher found) {
    String year = found.group("y");
    int y = Integer.parseInt(year);
    int full = year.length() == 4 ? y : y < PIVOT ? 2000 + y : 1900 + y;
    int day = found.group("d").isEmpty() ? 1 : Integer.parseInt(found.group("d"));
    return LocalDate.of(full, month(found.group("m")), day).toEpochDay();
  }

  private int month(String text) {
    if (this != MONTH_NAMED) {
      return Integer.parseInt(text);
    }
    String lower = text.toLowerCase(Locale.ROOT);
    int month = MONTHS.indexOf(lower.substring(0, 3)) + 1;
    boolean known =
        month > 0
            && (lower.length() == 3
                || lower.equals("sept")
                || Month.of(month).name().equalsIgnoreCase(lower));
    return known ? month : 0; // There is no month 0, which ends in NaN.
  }

  private static long micros(Matcher found) {
    if (found.group("h") == null) {
      return 0;
    }
    String half = found.group("half");
    String minute = found.group("min");
    int hour = Integer.parseInt(found.group("h"));
    if (half == null ? minute == null : hour < 1 || hour > 12) {
      throw new DateTimeException("hour " + hour);
    }
    if (half != null) {
      hour = hour % 12 + (half.equalsIgnoreCase("p") ? 12 : 0);
    }
    LocalTime time = LocalTime.of(hour, orZero(minute), orZero(found.group("s")));
    String fraction = found.group("f") == null ? "" : found.group("f");
    return time.toSecondOfDay() * 1_000_000L
        + Long.parseLong((fraction + "000000").substring(0, 6));
  }

  private static int orZero(String digits) {
    return digits == null ? 0 : Integer.parseInt(digits);
  }

  /** What the time is ahead of UTC, in microseconds. */
  private static long offset(Matcher found) {
    String zone = found.group("zone");
    if (zone == null || Character.isLetter(zone.charAt(0))) {
      return 0;
    }
    String digits = zone.substring(1).replace(":", "");
    long minutes =
        60 * Long.parseLong(digits.substring(0, 2))
            + (digits.length() > 2 ? Long.parseLong(digits.substring(2)) : 0);
    return (zone.charAt(0) == '-' ? -minutes : minutes) * 60_000_000L;
  }
}
