package io.downhill.inference;

import io.downhill.data.Dataset;

/**
 * The model of an offset and a bias alone, against which others are held where there is an offset.
 *
 * @param data examples whose base margin is a feature, on any scale that keeps its unit
 * @param weights of the examples; null if all are 1
 * @param intercept whether there is a bias
 */
record OffsetOnly(Dataset data, float[] weights, boolean intercept) {
  private static final int STEPS = 100;

  /** A bias that moves by less is there. */
  private static final double NEAR = 1e-12;

  /** The greatest log likelihood, by Newton's steps of the bias, which are cut at 1. */
  double logLikelihood() {
    double bias = 0;
    for (int k = 0; k < STEPS && intercept; k++) {
      double slope = 0;
      double bend = 0;
      for (int i = 0; i < data.examples(); i++) {
        double wrong = wrong(i, bias);
        double error = 1 / (1 + StrictMath.exp(-wrong));
        slope += weight(i) * (positive(i) ? -error : error);
        bend += weight(i) * error * (1 - error);
      }
      double step = Math.max(-1, Math.min(1, -slope / bend));
      bias += Double.isNaN(step) ? 0 : step;
      if (!(Math.abs(step) > NEAR)) {
        break;
      }
    }
    double sum = 0;
    for (int i = 0; i < data.examples(); i++) {
      double wrong = wrong(i, bias);
      double loss = Math.max(wrong, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(wrong)));
      sum -= weight(i) * loss;
    }
    return sum;
  }

  /** The margin towards the wrong class. */
  private double wrong(int i, double bias) {
    double z = data.x(i, data.baseMargin().orElseThrow()) + bias;
    return positive(i) ? -z : z;
  }

  private boolean positive(int i) {
    return data.labels()[i] > 0;
  }

  private double weight(int i) {
    return weights == null ? 1 : weights[i];
  }
}
