package io.downhill.tuning;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Penalties from the largest down, as glmnet has them (Friedman, Hastie and Tibshirani 2010): each
 * is a lambda of which l1 takes the share l1Ratio and l2 the rest.
 *
 * @param l1Ratio the share of l1, from 0 (ridge) to 1 (lasso)
 * @param lambdas descending, each above 0 but the last, which may be 0
 */
public record PenaltyGrid(double l1Ratio, double[] lambdas) {
  /** With less l1 than this the largest penalty is that of as much: none leaves no weight. */
  private static final double LEAST_RATIO = 1e-3;

  /** Above what float32 sums leave of it: with this penalty no weight is left for certain. */
  private static final double ROUNDING = 1 + 1e-7;

  /** Checks the penalties. */
  public PenaltyGrid {
    if (!(l1Ratio >= 0 && l1Ratio <= 1)) {
      throw new IllegalArgumentException("l1-ratio must be from 0 to 1, not " + l1Ratio);
    }
    if (lambdas.length == 0) {
      throw new IllegalArgumentException("penalties: there are none");
    }
    for (int k = 0; k < lambdas.length; k++) {
      boolean descends = k == 0 || lambdas[k] < lambdas[k - 1];
      if (!(lambdas[k] >= 0) || Double.isInfinite(lambdas[k]) || !descends) {
        throw new IllegalArgumentException(
            "penalties must be numbers, 0 or more, each less than the one before, not "
                + lambdas[k]);
      }
    }
  }

  /**
   * Penalties in equal steps of their logarithms, from the least that leaves no weight.
   *
   * @param slopes the gradient of the mean loss by each weight where all weights are 0, in the
   *     units that penalties are in
   * @param count how many, at least 1
   * @param share the last as a share of the first, in (0, 1)
   */
  public static PenaltyGrid from(double[] slopes, double l1Ratio, int count, double share) {
    double steepest = Arrays.stream(slopes).map(Math::abs).max().orElse(0);
    // Nothing tells the classes apart: any penalty leaves no weight.
    double largest = steepest == 0 ? 1 : steepest * ROUNDING / Math.max(l1Ratio, LEAST_RATIO);
    double step = count == 1 ? 0 : StrictMath.log(share) / (count - 1);
    return new PenaltyGrid(
        l1Ratio,
        IntStream.range(0, count).mapToDouble(k -> largest * StrictMath.exp(k * step)).toArray());
  }

  /**
   * The last penalty as a share of the first: 1e-4, or 1e-2 where there are fewer examples than
   * features, as glmnet has it; of ridge, whose first one is a thousand times that of the lasso, a
   * thousandth of that, where glmnet's path would end before weights are free.
   */
  public static double share(int examples, int features, double l1Ratio) {
    double share = examples < features ? 1e-2 : 1e-4;
    return l1Ratio < LEAST_RATIO ? share * LEAST_RATIO : share;
  }

  /** How many penalties. */
  public int count() {
    return lambdas.length;
  }

  /** l1 of penalty k. */
  public double l1(int k) {
    return l1Ratio * lambdas[k];
  }

  /** l2 of penalty k. */
  public double l2(int k) {
    return (1 - l1Ratio) * lambdas[k];
  }
}
