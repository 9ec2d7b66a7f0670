package io.downhill.data.duckdb;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;

/**
 * Numbers of the values that JDBC gives, and maps hold: those of Java, {@code java.time} and SQL.
 */
public final class JdbcValues {
  private static final double MICROS_A_DAY = 86_400_000_000.0;

  private JdbcValues() {}

  /** A value as a number: days of a date; NaN for null and for what is neither. */
  public static double number(Object value) {
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    if (value instanceof Boolean truth) {
      return truth ? 1 : 0;
    }
    return value == null ? Double.NaN : day(value);
  }

  /** The days of a date or time from 1970-01-01, in UTC; NaN for any other value. */
  public static double day(Object value) {
    if (value instanceof LocalDate date) {
      return date.toEpochDay();
    }
    if (value instanceof LocalDateTime time) {
      return day(time.toInstant(ZoneOffset.UTC));
    }
    if (value instanceof OffsetDateTime time) {
      return day(time.toInstant());
    }
    if (value instanceof ZonedDateTime time) {
      return day(time.toInstant());
    }
    if (value instanceof java.util.Date date) {
      // java.sql.Date and Timestamp mean what they print.
      return value instanceof java.sql.Timestamp stamp
          ? day(stamp.toLocalDateTime())
          : value instanceof java.sql.Date sql ? sql.toLocalDate().toEpochDay() : day(date);
    }
    return Double.NaN;
  }

  private static double day(java.util.Date date) {
    return day(Instant.ofEpochMilli(date.getTime()));
  }

  private static double day(Instant time) {
    return (time.getEpochSecond() * 1_000_000 + time.getNano() / 1000) / MICROS_A_DAY;
  }
}
