package io.downhill.comparison;

/**
 * Two models' margins of the same examples.
 *
 * @param a margins of the model A, length m
 * @param b margins of the model B, length m
 * @param labels y, length m, each 0 or 1
 * @param weights how often each example counts, length m, each 0 or more; null if once
 */
public record Paired(double[] a, double[] b, float[] labels, float[] weights) {
  /** Checks the lengths. */
  public Paired {
    int m = labels.length;
    if (a.length != m || b.length != m || weights != null && weights.length != m) {
      throw new IllegalArgumentException(
          "labels: " + m + ", margins: " + a.length + " and " + b.length);
    }
  }

  /**
   * Whether examples are copies of each other as often as their weights say, or have none: an
   * interval needs to know how many there are.
   */
  public boolean counted() {
    for (int i = 0; weights != null && i < weights.length; i++) {
      if (weights[i] != Math.rint(weights[i])) {
        return false;
      }
    }
    return true;
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
    double[] difference = new double[examples()];
    double sumA = 0;
    double sumB = 0;
    double all = 0;
    for (int i = 0; i < difference.length; i++) {
      double lossA = loss(positive(i) ? -a[i] : a[i]);
      double lossB = loss(positive(i) ? -b[i] : b[i]);
      difference[i] = lossA - lossB;
      sumA += weight(i) * lossA;
      sumB += weight(i) * lossB;
      all += weight(i);
    }
    double mean = 0;
    for (int i = 0; i < difference.length; i++) {
      mean += weight(i) * difference[i] / all;
    }
    double squares = 0;
    for (int i = 0; i < difference.length; i++) {
      squares += weight(i) * (difference[i] - mean) * (difference[i] - mean);
    }
    double error = counted() && all > 1 ? Math.sqrt(squares / (all - 1) / all) : Double.NaN;
    return Difference.of(sumA / all, sumB / all, mean, error, level);
  }

  /** log(1 + exp(z)), of the margin towards the wrong class. */
  private static double loss(double z) {
    return Math.max(z, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(z)));
  }

  /**
   * The difference of the AUC, with the standard error of DeLong, DeLong and Clarke-Pearson,
   * Comparing the areas under two or more correlated receiver operating characteristic curves,
   * Biometrics 44 (1988).
   *
   * @param level of the interval
   */
  public Difference auc(double level) {
    Placements ofA = Placements.of(a, labels, weights);
    Placements ofB = Placements.of(b, labels, weights);
    double difference = ofA.auc() - ofB.auc();
    double[] totals = ofA.totals();
    double[] squares = new double[2];
    for (int i = 0; i < examples(); i++) {
      double d = ofA.values()[i] - ofB.values()[i] - difference;
      squares[positive(i) ? 1 : 0] += weight(i) * d * d;
    }
    double variance = 0;
    for (int y = 0; y < 2; y++) {
      variance += squares[y] / (totals[y] - 1) / totals[y];
    }
    boolean known = counted() && totals[0] > 1 && totals[1] > 1;
    double error = known ? Math.sqrt(variance) : Double.NaN;
    return Difference.of(ofA.auc(), ofB.auc(), difference, error, level);
  }
}
