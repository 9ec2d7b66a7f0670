package io.downhill.sums;

/**
 * A sum of doubles as a pair, so that it is exact to about 2^-100 of the sum of magnitudes.
 *
 * @param hi the rounded sum
 * @param lo what was rounded off
 */
public record Total(double hi, double lo) implements Sum<Total> {
  /** One number. */
  public static Total of(double value) {
    return new Total(value, 0);
  }

  @Override
  public Total plus(Total next) {
    double sum = hi + next.hi;
    double rounded = sum - hi;
    double error = (hi - (sum - rounded)) + (next.hi - rounded);
    return new Total(sum, lo + (error + next.lo));
  }

  /** The sum, rounded once more. */
  public double value() {
    return hi + lo;
  }
}
