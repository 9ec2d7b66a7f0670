package io.downhill.optim;

/**
 * The learning rate that is safe for an objective. The Hessian of J is nowhere larger than at w =
 * 0, X'CX/(4m) + l2, for two classes, and nowhere larger than a multiple of that for more ({@link
 * Objective#steepening}); the largest eigenvalue L of this bounds the curvature, alpha = 1/L never
 * raises J, and 2/L is where descent ceases to be certain.
 *
 * <p>L comes from power iteration on products with the Hessian of all examples, for a sample may
 * lack those that make it large: {@value #ITERATIONS} reads of the data. A margin of a tenth covers
 * what the iteration misses, and half of the stable range is left besides.
 */
public final class LearningRate {
  private static final int ITERATIONS = 20;
  private static final double MARGIN = 1.1;

  private LearningRate() {}

  /** 1/L, as a float32 above 0. */
  public static double safe(Objective f) {
    double[] zero = new double[f.parameters()];
    double[] v = new double[zero.length];
    for (int j = 0; j < v.length; j++) {
      // No axis, and no pattern that data are likely to be orthogonal to.
      v[j] = 1 + StrictMath.sin(j + 1);
    }
    double curvature = 0;
    for (int k = 0; k < ITERATIONS; k++) {
      double length = Vectors.norm(v);
      if (!(length > 0) || !Double.isFinite(length)) {
        break;
      }
      for (int j = 0; j < v.length; j++) {
        v[j] /= length;
      }
      double[] product = new double[v.length];
      f.product(zero, v, product);
      v = product;
      curvature = Vectors.norm(v);
    }
    // J hardly depends on w, or overflows: any rate in float32's range serves.
    double alpha = Math.min(Math.max(1 / (MARGIN * f.steepening() * curvature), 1e-30), 1e6);
    return (float) (Double.isNaN(alpha) ? 1e-30 : alpha);
  }
}
