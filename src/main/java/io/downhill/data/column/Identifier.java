package io.downhill.data.column;

import io.downhill.data.cell.Digits;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;

/**
 * Whether whole numbers that differ in every row name the rows rather than measure something. They
 * do if the column has the name of an identifier, or if they are no times and
 *
 * <ul>
 *   <li>k, k + 1, k + 2, ..., but neither years nor ages; or
 *   <li>so many in so narrow a range that measurements would have met by chance; or
 *   <li>beyond 2^24 with equally many digits, most of them not divisible by ten as amounts are.
 * </ul>
 *
 * <p>That they rise says nothing, since tables are often sorted.
 */
final class Identifier {
  /**
   * The fewest rows of which whole numbers that never meet in a narrow range are no measurements.
   */
  static final int MANY = 400;

  /** The pairs of equal values that chance would have made at least; e^-8 is the chance of none. */
  private static final double PAIRS = 8;

  private static final Pattern NAME =
      Pattern.compile(
          "(?i)(.*[_ .-])?(id|key|uuid|guid|row[_ .]?(names?|num|number|index|id))|index"
              + "|(?-i:.*[a-z]I[dD])");

  private Identifier() {}

  /**
   * Whether a column of whole numbers without gaps is one, in whatever order the rows are.
   *
   * @param rows at least {@link ColumnLearner#TELLING}
   */
  static boolean is(String name, RawExamples raw, int j, int[] rows) {
    double[] values = new double[rows.length];
    // A few rows suffice to find equal values in most columns.
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

  /** Whether they are k, k + 1, ..., and neither years nor ages, which begin above 1. */
  private static boolean isInARow(double[] sorted) {
    double least = sorted[0];
    double greatest = sorted[sorted.length - 1];
    boolean years = least >= 1500 && greatest <= 2200;
    boolean ages = least > 1 && greatest <= 130;
    return least >= 0 && range(sorted) == sorted.length && !years && !ages;
  }

  private static boolean neverMeet(double[] sorted) {
    double pairs = 0.5 * sorted.length * sorted.length;
    return sorted.length >= MANY && pairs / range(sorted) > PAIRS;
  }

  /**
   * Whether all have equally many digits, they and their range are beyond 2^24, and most are not
   * divisible by 10.
   */
  private static boolean isLong(double[] sorted) {
    double least = sorted[0];
    double greatest = sorted[sorted.length - 1];
    boolean beyond =
        least >= Digits.WHOLE && range(sorted) > Digits.WHOLE && digits(least) == digits(greatest);
    return beyond && 2 * DoubleStream.of(sorted).filter(x -> x % 10 == 0).count() < sorted.length;
  }

  private static int digits(double value) {
    return (int) Math.floor(Math.log10(value));
  }

  /** Whether both are seconds, or milli-, micro- or nanoseconds, from 1970 on, of 2000 to 2100. */
  private static boolean isTime(double least, double greatest) {
    for (double second = 1; second <= 1e9; second *= 1000) {
      if (least >= 946_684_800 * second && greatest < 4_102_444_800.0 * second) {
        return true;
      }
    }
    return false;
  }

  private static double range(double[] sorted) {
    return sorted[sorted.length - 1] - sorted[0] + 1;
  }
}
