package io.downhill.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Arrays;

/** Numbers as the page has them: rounded to so many digits, so that it stays small. */
final class Numbers {
  private static final MathContext DIGITS = new MathContext(7, RoundingMode.HALF_EVEN);

  private Numbers() {}

  /** To 7 significant digits; null where it is not finite, which JSON cannot say. */
  static Double of(double value) {
    if (!Double.isFinite(value)) {
      return null;
    }
    return value == 0 ? Double.valueOf(0) : new BigDecimal(value).round(DIGITS).doubleValue();
  }

  static Double[] of(double... values) {
    return Arrays.stream(values).mapToObj(Numbers::of).toArray(Double[]::new);
  }

  static Double[][] of(double[][] rows) {
    return Arrays.stream(rows).map(Numbers::of).toArray(Double[][]::new);
  }
}
