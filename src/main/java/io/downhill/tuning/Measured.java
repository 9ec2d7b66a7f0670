package io.downhill.tuning;

/**
 * A measure on held-out rows: its mean over the folds, each by the weight of its rows, and the
 * standard error of that mean.
 *
 * @param mean NaN where no fold has it
 * @param standardError NaN of fewer than two folds
 * @param folds the measure of each; NaN where a fold does not have it
 */
public record Measured(double mean, double standardError, double[] folds) {
  /**
   * As cv.glmnet has it: sqrt of the weighted mean of (v - mean)^2, over folds less one.
   *
   * @param weights of the folds
   */
  public static Measured of(double[] values, double[] weights) {
    double sum = 0;
    double all = 0;
    int known = 0;
    for (int f = 0; f < values.length; f++) {
      if (!Double.isNaN(values[f])) {
        sum += weights[f] * values[f];
        all += weights[f];
        known++;
      }
    }
    double mean = known == 0 ? Double.NaN : sum / all;
    double squares = 0;
    for (int f = 0; f < values.length; f++) {
      double away = values[f] - mean;
      squares += Double.isNaN(values[f]) ? 0 : weights[f] * away * away;
    }
    double error = known < 2 ? Double.NaN : Math.sqrt(squares / all / (known - 1));
    return new Measured(mean, error, values);
  }

  @Override
  public String toString() {
    return mean + " +- " + standardError;
  }
}
