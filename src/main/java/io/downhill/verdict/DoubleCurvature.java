package io.downhill.verdict;

import io.downhill.data.Dataset;
import io.downhill.optim.Curvature;
import java.util.stream.IntStream;

/**
 * The gradient and the Hessian of J in double, by the host: for columns that are so near to sums of
 * others that what is left of them drowns in sums of float32 products.
 *
 * @param gradient of the smooth part, length n + 1
 * @param curvature the Hessian
 */
record DoubleCurvature(double[] gradient, Curvature curvature) {
  /** The most products for it: seconds on one core. */
  private static final double PRODUCTS = 1e10;

  /** Whether the host is done within seconds. */
  static boolean isAffordable(Dataset data) {
    double n = data.features();
    return data.examples() * n * n <= PRODUCTS;
  }

  /**
   * At w.
   *
   * @param l2 the penalty of each weight, length n
   * @param intercept whether the bias is a parameter
   */
  static DoubleCurvature at(Dataset data, double[] l2, boolean intercept, double[] w) {
    int n = data.features();
    double[] gradient = new double[n + 1];
    double[] triangle = new double[(n + 1) * (n + 2) / 2];
    // In the order of the blocks, so that no number of threads changes a bit.
    IntStream.range(0, data.blockCount())
        .parallel()
        .mapToObj(k -> block(data, k, w))
        .forEachOrdered(
            sums -> {
              add(sums[0], gradient);
              add(sums[1], triangle);
            });
    double total = data.totalWeight();
    for (int j = 0; j <= n; j++) {
      gradient[j] = gradient[j] / total + (j < n ? l2[j] * w[j] : 0);
    }
    for (int p = 0; p < triangle.length; p++) {
      triangle[p] /= total;
    }
    for (int j = 0; j < n; j++) {
      triangle[j * (j + 1) / 2 + j] += l2[j];
    }
    if (!intercept) {
      gradient[n] = 0;
      for (int p = triangle.length - n - 1; p < triangle.length; p++) {
        triangle[p] = p == triangle.length - 1 ? 1 : 0;
      }
    }
    return new DoubleCurvature(gradient, Curvature.inDouble(triangle, n + 1));
  }

  private static double sigmoid(double z) {
    double e = StrictMath.exp(-Math.abs(z));
    return z >= 0 ? 1 / (1 + e) : e / (1 + e);
  }

  private static void add(double[] part, double[] all) {
    for (int p = 0; p < all.length; p++) {
      all[p] += part[p];
    }
  }

  /** The sums of a block: of c (a - y) x, and of c a (1 - a) x x', with x = 1 for the bias. */
  private static double[][] block(Dataset data, int k, double[] w) {
    int n = data.features();
    float[] block = data.block(k);
    double[] gradient = new double[n + 1];
    double[] triangle = new double[(n + 1) * (n + 2) / 2];
    double[] x = new double[n + 1];
    x[n] = 1;
    for (int i = 0; i < data.blockRows(k); i++) {
      int example = k * data.rowsPerBlock() + i;
      double c = data.weights() == null ? 1 : data.weights()[example];
      double z = w[n];
      for (int j = 0; j < n; j++) {
        x[j] = block[i * n + j];
        z += w[j] * x[j];
      }
      boolean positive = data.labels()[example] > 0;
      // The margin towards the wrong class keeps the digits of a - y where a is near y.
      double error = sigmoid(positive ? -z : z);
      double slope = c * (positive ? -error : error);
      double bend = c * error * (1 - error);
      for (int j = 0, p = 0; j <= n; j++) {
        gradient[j] += slope * x[j];
        double share = bend * x[j];
        for (int l = 0; l <= j; l++, p++) {
          triangle[p] += share * x[l];
        }
      }
    }
    return new double[][] {gradient, triangle};
  }
}
