package io.downhill.comparison;

import java.util.BitSet;

/**
 * Two models' margins of the same examples.
 *
 * @param a margins of the model A, length m; or what else it says of each example, for {@link
 *     #means}
 * @param b margins of the model B, length m
 * @param labels y, length m, each 0 or 1
 * @param weights how often each example counts, length m, each 0 or more; null if once
 * @param seconds which examples are one row with the one before, as parts of a fraction; none are
 *     where all weights are whole, and so say how many there are
 */
public record Paired(double[] a, double[] b, float[] labels, float[] weights, BitSet seconds) {
  /** How far a sum of two float32 is from a whole number that it stands for, at most. */
  private static final double ROUNDING = 1e-6;

  /** Examples each of which is a row, or many. */
  public Paired(double[] a, double[] b, float[] labels, float[] weights) {
    this(a, b, labels, weights, new BitSet());
  }

  /** Checks the lengths. */
  public Paired {
    int m = labels.length;
    if (a.length != m || b.length != m || weights != null && weights.length != m) {
      throw new IllegalArgumentException(
          "labels: " + m + ", margins: " + a.length + " and " + b.length);
    }
    seconds = areWhole(weights) ? new BitSet() : seconds;
  }

  private static boolean areWhole(float[] weights) {
    for (int i = 0; weights != null && i < weights.length; i++) {
      if (weights[i] != Math.rint(weights[i])) {
        return false;
      }
    }
    return true;
  }

  /** Whether examples are copies of each other as often as their weights say, or have none. */
  public boolean counted() {
    return areWhole(weights);
  }

  /** How often example i counts. */
  double weight(int i) {
    return weights == null ? 1 : weights[i];
  }

  boolean positive(int i) {
    return labels[i] > 0;
  }

  int examples() {
    return labels.length;
  }

  /**
   * The difference of the mean losses, with the standard error of a mean of paired differences.
   *
   * @param level of the interval
   */
  public Difference logLoss(double level) {
    double[] lossA = new double[examples()];
    double[] lossB = new double[examples()];
    for (int i = 0; i < lossA.length; i++) {
      lossA[i] = loss(positive(i) ? -a[i] : a[i]);
      lossB[i] = loss(positive(i) ? -b[i] : b[i]);
    }
    return means(lossA, lossB, level);
  }

  /**
   * The difference of the means of two numbers of each example, paired.
   *
   * @param ofA of the model A, length m
   * @param ofB of the model B, length m
   * @param level of the interval
   */
  private Difference means(double[] ofA, double[] ofB, double level) {
    double[] difference = new double[examples()];
    double sumA = 0;
    double sumB = 0;
    double all = 0;
    for (int i = 0; i < difference.length; i++) {
      difference[i] = ofA[i] - ofB[i];
      sumA += weight(i) * ofA[i];
      sumB += weight(i) * ofB[i];
      all += weight(i);
    }
    double mean = 0;
    for (int i = 0; i < difference.length; i++) {
      mean += weight(i) * difference[i] / all;
    }
    double[] shares = new double[difference.length];
    for (int i = 0; i < shares.length; i++) {
      shares[i] = weight(i) * (difference[i] - mean) / all;
    }
    return Difference.of(sumA / all, sumB / all, mean, Math.sqrt(variance(shares)), level);
  }

  /**
   * The difference of the means of what a and b are where they are no margins, as the losses of
   * each example of more than two classes.
   *
   * @param level of the interval
   */
  public Difference means(double level) {
    return means(a, b, level);
  }

  /**
   * The variance of a sum of independent rows, k/(k-1) times the sum of squares, for k rows. Where
   * all weights are whole numbers a row is as many; else it is one, whose weight is known, as
   * survey statistics take it (Binder, International Statistical Review 51, 1983).
   *
   * @param shares what each example adds to the difference, which sum to 0
   * @return NaN for a row alone
   */
  private double variance(double[] shares) {
    boolean copies = wholeRows();
    double squares = 0;
    double rows = 0;
    for (int i = 0; i < shares.length; i++) {
      double share = shares[i];
      double weight = weight(i);
      if (isSecond(i + 1)) {
        i++;
        share += shares[i];
        weight += weight(i);
      }
      if (weight > 0 && !Double.isNaN(share)) {
        squares += share * share / (copies ? weight : 1);
        rows += copies ? weight : 1;
      }
    }
    return rows > 1 ? squares * rows / (rows - 1) : Double.NaN;
  }

  private boolean isSecond(int i) {
    return seconds.get(i);
  }

  private boolean wholeRows() {
    for (int i = 0; i < examples(); i++) {
      double weight = weight(i);
      if (isSecond(i + 1)) {
        i++;
        weight += weight(i);
      }
      if (Math.abs(weight - Math.rint(weight)) > (isSecond(i) ? ROUNDING * weight : 0)) {
        return false;
      }
    }
    return true;
  }

  /** log(1 + exp(z)), of the margin towards the wrong class. */
  private static double loss(double z) {
    return Math.max(z, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(z)));
  }

  /**
   * The difference of the AUC, with the standard error of DeLong, DeLong and Clarke-Pearson,
   * Comparing the areas under two or more correlated receiver operating characteristic curves,
   * Biometrics 44 (1988); where rows are of both classes their two shares are one, as those of a
   * cluster are with Obuchowski (Biometrics 53, 1997).
   *
   * @param level of the interval
   */
  public Difference auc(double level) {
    Placements ofA = Placements.of(a, labels, weights);
    Placements ofB = Placements.of(b, labels, weights);
    double difference = ofA.auc() - ofB.auc();
    double[] totals = ofA.totals();
    double[] shares = new double[examples()];
    for (int i = 0; i < shares.length; i++) {
      double d = ofA.values()[i] - ofB.values()[i] - difference;
      shares[i] = weight(i) * d / totals[positive(i) ? 1 : 0];
    }
    // The classes are samples of their own, but where rows are of both.
    double variance =
        !seconds.isEmpty()
            ? variance(shares)
            : variance(only(shares, 0)) + variance(only(shares, 1));
    return Difference.of(ofA.auc(), ofB.auc(), difference, Math.sqrt(variance), level);
  }

  /** The shares of one class; NaN for the others. */
  private double[] only(double[] shares, int y) {
    double[] own = shares.clone();
    for (int i = 0; i < own.length; i++) {
      own[i] = positive(i) == (y == 1) ? own[i] : Double.NaN;
    }
    return own;
  }
}
