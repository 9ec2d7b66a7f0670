package io.downhill.data.column;

import io.downhill.data.cell.Digits;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;

/**
 * Whether whole numbers that differ in every row name the rows rather than measure something. That
 * they rise says nothing: tables are often sorted. So it takes more: a name, numbers in a row that
 * are neither years nor ages, so many rows that measurements would have met by chance, or as many
 * digits as no float32 tells, which are not round as amounts are.
 */
final class Identifier {
  /** From so many rows on, whole numbers that never meet in a narrow range are no measurements. */
  static final int MANY = 400;

  /** How many pairs of equal values chance would have made of {@link #MANY} rows or more. */
  private static final double PAIRS = 8;

  private static final Pattern NAME =
      Pattern.compile(
          "(?i)(.*[_ .-])?(id|key|uuid|guid|row[_ .]?(names?|num|number|index|id))|index"
              + "|(?-i:.*[a-z]I[dD])");

  private Identifier() {}

  /**
   * Whether a column of whole numbers without gaps is one; the order of the rows is of no account.
   *
   * @param rows at least {@link ColumnLearner#TELLING}
   */
  static boolean is(String name, RawExamples raw, int j, int[] rows) {
    double[] values = new double[rows.length];
    // A few rows show of most columns that values come twice.
    for (int count : new int[] {Math.min(rows.length, 1000), rows.length}) {
      for (int k = 0; k < count; k++) {
        values[k] = raw.value(rows[k], j);
      }
      Arrays.sort(values, 0, count);
      for (int k = 1; k < count; k++) {
        if (values[k] == values[k - 1]) {
          return false;
        }
      }
    }
    boolean time = isTime(values[0], values[values.length - 1]);
    return NAME.matcher(name).matches()
        || !time && (isInARow(values) || neverMeet(values) || isLong(values));
  }

  /** k, k + 1, k + 2, ..., but for years, and for ages, which do not begin with 0 or 1. */
  private static boolean isInARow(double[] sorted) {
    double least = sorted[0];
    double most = sorted[sorted.length - 1];
    boolean years = least >= 1500 && most <= 2200;
    boolean ages = least > 1 && most <= 130;
    return least >= 0 && range(sorted) == sorted.length && !years && !ages;
  }

  private static boolean neverMeet(double[] sorted) {
    double pairs = 0.5 * sorted.length * sorted.length;
    return sorted.length >= MANY && pairs / range(sorted) > PAIRS;
  }

  /** All of as many digits, too many for float32 from any offset on, and most not round. */
  private static boolean isLong(double[] sorted) {
    double least = sorted[0];
    double most = sorted[sorted.length - 1];
    boolean beyond =
        least >= Digits.WHOLE && range(sorted) > Digits.WHOLE && digits(least) == digits(most);
    return beyond && 2 * DoubleStream.of(sorted).filter(x -> x % 10 == 0).count() < sorted.length;
  }

  private static int digits(double value) {
    return (int) Math.floor(Math.log10(value));
  }

  /** Whether both are seconds, or milli-, micro- or nanoseconds, from 1970 on, of 2000 to 2100. */
  private static boolean isTime(double least, double most) {
    for (double second = 1; second <= 1e9; second *= 1000) {
      if (least >= 946_684_800 * second && most < 4_102_444_800.0 * second) {
        return true;
      }
    }
    return false;
  }

  private static double range(double[] sorted) {
    return sorted[sorted.length - 1] - sorted[0] + 1;
  }
}
