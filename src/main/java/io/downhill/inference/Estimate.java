package io.downhill.inference;

/**
 * An estimate and how sure it is; all but the estimate are NaN where that is not known.
 *
 * @param estimate a weight or a bias, on the scale of log-odds
 * @param standardError above 0
 * @param z the estimate in standard errors
 * @param p the probability of a |z| at least as large if the parameter were 0, by the normal
 *     distribution; 0 where it is below the range of double
 * @param low where the interval begins
 * @param high where it ends
 */
public record Estimate(
    double estimate, double standardError, double z, double p, double low, double high) {

  /** Of which nothing more is known. */
  static Estimate unknown(double estimate) {
    return new Estimate(estimate, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN);
  }

  /**
   * With a standard error.
   *
   * @param quantile how many standard errors the interval goes to each side
   */
  static Estimate of(double estimate, double standardError, double quantile) {
    if (!(standardError > 0) || !Double.isFinite(standardError)) {
      return unknown(estimate);
    }
    double z = estimate / standardError;
    double reach = quantile * standardError;
    return new Estimate(
        estimate, standardError, z, Tails.beyond(z), estimate - reach, estimate + reach);
  }

  /** Whether there is a standard error. */
  public boolean isKnown() {
    return !Double.isNaN(standardError);
  }

  /** exp(estimate): the factor of the odds for one unit more. */
  public double oddsRatio() {
    return StrictMath.exp(estimate);
  }

  /** Where the interval of the odds ratio begins. */
  public double oddsRatioLow() {
    return StrictMath.exp(low);
  }

  /** Where the interval of the odds ratio ends. */
  public double oddsRatioHigh() {
    return StrictMath.exp(high);
  }
}
