package io.downhill.device;

import io.downhill.data.Dataset;
import io.downhill.data.Gram;
import io.downhill.data.RowValues;
import io.downhill.optim.Curvature;
import io.downhill.optim.Exact;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The gradient and the Hessian of J in double, by the host: for columns that are so near to sums of
 * others that what is left of them drowns in sums of float32 products, and for data so small that
 * it costs nothing.
 */
final class HostCurvature {
  /** The most products for it: seconds on one core. */
  private static final double PRODUCTS = 1e10;

  /** So few that nobody notices: a tenth of a second. */
  private static final double FEW_PRODUCTS = 1e8;

  private HostCurvature() {}

  /** Whether the host is done within seconds. */
  static boolean isAffordable(Dataset data, int columns) {
    return products(data, columns) <= PRODUCTS;
  }

  /** Whether the host is done at once. */
  static boolean isQuick(Dataset data, int columns) {
    return products(data, columns) <= FEW_PRODUCTS;
  }

  private static double products(Dataset data, int columns) {
    double n = (double) data.features() * columns;
    return data.examples() * n * n;
  }

  /** At w, with the penalty and the mean of a cost. */
  static Exact at(Dataset data, MeanCost cost, double[] w) {
    if (cost.columns() > 1) {
      return HostSoftmax.at(data, cost, w);
    }
    int n = data.features();
    double[] gradient = new double[n + 1];
    double[] bends = new double[data.examples()];
    // In the order of the blocks, so that no number of threads changes a bit.
    IntStream.range(0, data.blockCount())
        .parallel()
        .mapToObj(k -> block(data, k, w, bends))
        .forEachOrdered(part -> Arrays.setAll(gradient, j -> gradient[j] + part[j]));
    double[] triangle = Gram.of(data, bends);
    double total = cost.total();
    double[] l2 = cost.l2();
    for (int j = 0; j <= n; j++) {
      gradient[j] = gradient[j] / total + (j < n ? l2[j] * w[j] : 0);
    }
    for (int p = 0; p < triangle.length; p++) {
      triangle[p] /= total;
    }
    for (int j = 0; j < n; j++) {
      triangle[j * (j + 1) / 2 + j] += l2[j];
    }
    if (!cost.intercept()) {
      gradient[n] = 0;
      for (int p = triangle.length - n - 1; p < triangle.length; p++) {
        triangle[p] = p == triangle.length - 1 ? 1 : 0;
      }
    }
    data.baseMargin().ifPresent(j -> pin(j, gradient, triangle));
    return new Exact(gradient, Curvature.inDouble(triangle, n + 1));
  }

  /**
   * A weight that is given does not move: no slope, a curvature of 1, nothing to do with others.
   */
  private static void pin(int j, double[] gradient, double[] triangle) {
    gradient[j] = 0;
    for (int k = 0; k < gradient.length; k++) {
      int row = Math.max(j, k);
      triangle[row * (row + 1) / 2 + Math.min(j, k)] = k == j ? 1 : 0;
    }
  }

  private static double sigmoid(double z) {
    double e = StrictMath.exp(-Math.abs(z));
    return z >= 0 ? 1 / (1 + e) : e / (1 + e);
  }

  /** The sums of c (a - y) x over a block, with x = 1 for the bias; its c a (1 - a) into bends. */
  private static double[] block(Dataset data, int k, double[] w, double[] bends) {
    int n = data.features();
    double[] gradient = new double[n + 1];
    int first = k * data.rowsPerBlock();
    RowValues row = new RowValues(data.rows());
    for (int example = first; example < first + data.blockRows(k); example++) {
      row.to(example);
      double c = data.weights() == null ? 1 : data.weights()[example];
      double z = w[n];
      for (int p = 0; p < row.count(); p++) {
        z += w[row.column(p)] * row.value(p);
      }
      boolean positive = data.labels()[example] > 0;
      // The margin towards the wrong class keeps the digits of a - y where a is near y.
      double error = sigmoid(positive ? -z : z);
      double slope = c * (positive ? -error : error);
      bends[example] = c * error * (1 - error);
      for (int p = 0; p < row.count(); p++) {
        gradient[row.column(p)] += slope * row.value(p);
      }
      gradient[n] += slope;
    }
    return gradient;
  }
}
