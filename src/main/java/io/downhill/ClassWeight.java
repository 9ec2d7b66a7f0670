package io.downhill;

import io.downhill.data.Dataset;

/**
 * How much the examples of each class count, besides weights of their own.
 *
 * @param balanced whether both classes are made to count the same in all; negative and positive are
 *     then not used
 * @param negative the factor of the negative class, finite and above 0
 * @param positive the factor of the positive class, finite and above 0
 */
public record ClassWeight(boolean balanced, double negative, double positive) {
  /** Every example counts as it is. */
  public static final ClassWeight NONE = new ClassWeight(false, 1, 1);

  /** Both classes count the same in all, whatever their sizes. */
  public static final ClassWeight BALANCED = new ClassWeight(true, 1, 1);

  /** Checks the factors. */
  public ClassWeight {
    for (double factor : new double[] {negative, positive}) {
      if (!(factor > 0) || !Float.isFinite((float) factor)) {
        throw new IllegalArgumentException(
            "class-weight must be balanced or two numbers above 0, not " + factor);
      }
    }
  }

  /** The data set with these weights; the same where they change nothing. */
  public Dataset apply(Dataset data) {
    if (!balanced && negative == 1 && positive == 1) {
      return data;
    }
    double[] totals = data.classTotals();
    float[] y = data.labels();
    float[] own = data.weights();
    double all = totals[0] + totals[1];
    double[] factors =
        balanced
            ? new double[] {all / (2 * totals[0]), all / (2 * totals[1])}
            : new double[] {negative, positive};
    float[] weights = new float[y.length];
    for (int i = 0; i < y.length; i++) {
      weights[i] = (float) (factors[(int) y[i]] * (own == null ? 1 : own[i]));
    }
    return data.weighted(weights);
  }
}
