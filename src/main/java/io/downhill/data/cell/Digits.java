package io.downhill.data.cell;

import java.util.Arrays;
import java.util.stream.DoubleStream;

/**
 * The offset and the unit with which float32 keeps the digits of a column of doubles: x is stored
 * as (x - offset) / unit, rounded once. Most columns have the offset 0 and the unit 1: what is
 * stored is the float nearest to x.
 *
 * @param offset a value of the column, its median, or 0
 * @param unit a power of two
 * @param lost whether most values share their float with a different value all the same
 */
public record Digits(double offset, double unit, boolean lost) {
  /** Values as they are. */
  public static final Digits PLAIN = new Digits(0, 1, false);

  /**
   * How many standard deviations a column may be away from 0. A rounding is at most 2^-25 of the
   * magnitude, so up to here at most 256 * 2^-25 = 2^-17 of a deviation.
   */
  private static final double FAR = 256;

  /** The most values of a column that are compared to tell whether they share floats. */
  private static final int RANKS = 4096;

  /** Beyond 2^100, and below 2^-100, products and sums of float32 may leave its range. */
  private static final int LARGE = 100;

  /** 2^24: float32 has all whole numbers up to here. */
  public static final double WHOLE = 1 << 24;

  /** The offset and unit for the values of a column, in any order; NaN stands for a gap. */
  public static Digits of(double[] values) {
    double[] sorted = sorted(values);
    if (sorted.length == 0 || !isCoarse(sorted)) {
      return PLAIN;
    }
    double plain = unit(sorted, 0);
    boolean far = isFar(sorted, plain) || isMerged(sorted, 0, plain);
    double offset = far ? sorted[sorted.length / 2] : 0;
    double unit = unit(sorted, offset);
    return new Digits(offset, unit, isMerged(sorted, offset, unit));
  }

  /**
   * The same for a column of floats whose gaps are filled with its mean: as it is, unless float32
   * rounds the mean by more than 2^-17 of the range, as it may for whole numbers about 2,900,000.
   */
  public static Digits about(double mean, double range) {
    float near = (float) mean;
    return Math.abs(near - mean) > 0x1p-17 * range ? new Digits(near, 1, false) : PLAIN;
  }

  /**
   * The same for a sample of a column. Where the sample is constant, the values that it lacks may
   * still differ, so whole numbers beyond 2^24 get an offset.
   */
  public static Digits ofSome(double[] values) {
    double[] sorted = sorted(values);
    boolean constant = sorted.length > 0 && sorted[0] == sorted[sorted.length - 1];
    return constant && Math.abs(sorted[0]) >= WHOLE && Math.abs(sorted[0]) <= Float.MAX_VALUE
        ? new Digits(sorted[0], 1, false)
        : of(values);
  }

  /** Whether plain floats lose digits: values far from 0, merged, or out of range of float32. */
  public static boolean isCoarse(double[] sorted) {
    boolean outOfRange =
        Float.isInfinite((float) sorted[0]) || Float.isInfinite((float) sorted[sorted.length - 1]);
    if (outOfRange || unit(sorted, 0) != 1) {
      return true;
    }
    boolean exact = true;
    for (double x : sorted) {
      exact &= (float) x == x;
    }
    return !exact
        && sorted[0] != sorted[sorted.length - 1]
        && (isFar(sorted, 1) || isMerged(sorted, 0, 1));
  }

  /** The values that are no gaps, in ascending order. */
  public static double[] sorted(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted); // NaN comes last.
    int count = sorted.length;
    while (count > 0 && Double.isNaN(sorted[count - 1])) {
      count--;
    }
    return count == sorted.length ? sorted : Arrays.copyOf(sorted, count);
  }

  /** Whether the magnitude of the median is above {@link #FAR} standard deviations. */
  private static boolean isFar(double[] sorted, double unit) {
    double middle = sorted[sorted.length / 2];
    double sum = 0;
    double squares = 0;
    for (double x : sorted) {
      double d = (x - middle) / unit;
      sum += d;
      squares += d * d;
    }
    double mean = sum / sorted.length;
    double deviation = Math.sqrt(Math.max(0, squares / sorted.length - mean * mean));
    return Math.abs(middle) / unit > FAR * deviation;
  }

  /** Whether most rows share their float with a row of another value. */
  private static boolean isMerged(double[] sorted, double offset, double unit) {
    // At most RANKS values, at even ranks: neighbours of very many values always share a float.
    int step = 1 + (sorted.length - 1) / RANKS;
    int rows = 0;
    int merged = 0;
    int first = 0;
    for (int k = step; first < sorted.length; k += step) {
      float group = rounded(sorted[first], offset, unit);
      if (k < sorted.length && rounded(sorted[k], offset, unit) == group) {
        continue;
      }
      int count = (k - first) / step;
      rows += count;
      merged += sorted[first] == sorted[k - step] ? 0 : count;
      first = k;
    }
    return 2 * merged > rows;
  }

  /**
   * 1 if all magnitudes, or their median, are from 2^-100 to 2^100; else the power of two at their
   * median.
   */
  private static double unit(double[] sorted, double offset) {
    boolean inRange = true;
    for (double x : sorted) {
      inRange &= x == offset || Math.abs(Math.getExponent(x - offset)) <= LARGE;
    }
    if (inRange) {
      return 1;
    }
    double[] magnitudes =
        DoubleStream.of(sorted)
            .map(x -> Math.abs(x - offset))
            .filter(d -> d > 0)
            .sorted()
            .toArray();
    if (magnitudes.length == 0) {
      return 1;
    }
    int exponent = Math.getExponent(magnitudes[magnitudes.length / 2]);
    return Math.abs(exponent) <= LARGE
        ? 1
        : Math.scalb(1.0, Math.max(exponent, Double.MIN_EXPONENT));
  }

  /** What is stored of a value, rounded once. */
  public static float rounded(double x, double offset, double unit) {
    return (float) ((x - offset) / unit);
  }

  /** What is stored of a value. */
  public float rounded(double x) {
    return rounded(x, offset, unit);
  }
}
