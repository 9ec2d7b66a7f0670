package io.downhill.device;

import io.downhill.data.Dataset;
import io.downhill.data.Gram;
import io.downhill.data.RowValues;
import io.downhill.data.Softmax;
import io.downhill.optim.Curvature;
import io.downhill.optim.Exact;
import java.util.Arrays;
import java.util.stream.IntStream;

/** {@link HostCurvature} for K classes. */
final class HostSoftmax {
  private HostSoftmax() {}

  /** At w, with the penalty and the mean of a cost. */
  static Exact at(Dataset data, MeanCost cost, double[] w) {
    int columns = cost.columns();
    double[][] p = new double[data.examples()][];
    double[] sums = new double[w.length + 1];
    // In the order of the blocks, so that no number of threads changes a bit.
    IntStream.range(0, data.blockCount())
        .parallel()
        .mapToObj(k -> block(data, k, columns, w, p))
        .forEachOrdered(part -> Arrays.setAll(sums, j -> sums[j] + (j < w.length ? part[j] : 0)));
    double[] gradient = new double[w.length];
    cost.costAndGradient(w, sums, gradient);
    double[] triangle = new double[w.length * (w.length + 1) / 2];
    double[] bends = new double[data.examples()];
    for (int k = 0; k < columns; k++) {
      for (int l = 0; l < k; l++) {
        for (int i = 0; i < bends.length; i++) {
          bends[i] = -weight(data, i) * p[i][k] * p[i][l];
        }
        ClassBlocks.add(Gram.of(data, bends), k, l, columns, triangle);
      }
    }
    cost.hessian(triangle);
    return new Exact(gradient, Curvature.inDouble(triangle, w.length));
  }

  /**
   * The sums of c (diag(p) - p p') over the examples, what the biases have with each other.
   *
   * @param margins m x K
   * @return a lower triangle row by row
   */
  static double[] ofBiases(Dataset data, int columns, double[] margins) {
    double[] triangle = new double[columns * (columns + 1) / 2];
    IntStream.range(0, data.blockCount())
        .parallel()
        .mapToObj(block -> ofBiases(data, block, columns, margins))
        .forEachOrdered(part -> Gram.add(part, triangle));
    return triangle;
  }

  private static double[] ofBiases(Dataset data, int block, int columns, double[] margins) {
    double[] triangle = new double[columns * (columns + 1) / 2];
    int first = block * data.rowsPerBlock();
    for (int i = first; i < first + data.blockRows(block); i++) {
      double[] p = Arrays.copyOfRange(margins, i * columns, (i + 1) * columns);
      Softmax.of(p, 0, columns, p);
      for (int k = 0; k < columns; k++) {
        triangle[k * (k + 1) / 2 + k] += weight(data, i) * p[k];
      }
      Gram.add(-weight(data, i), p, triangle);
    }
    return triangle;
  }

  private static double weight(Dataset data, int i) {
    return data.weights() == null ? 1 : data.weights()[i];
  }

  /**
   * The sums of c (p_k - [y = k]) x over a block, with x = 1 for the biases; probabilities into p.
   */
  private static double[] block(Dataset data, int block, int columns, double[] w, double[][] p) {
    int n = data.features();
    double[] sums = new double[w.length];
    int first = block * data.rowsPerBlock();
    RowValues row = new RowValues(data.rows());
    for (int example = first; example < first + data.blockRows(block); example++) {
      row.to(example);
      double[] z = Arrays.copyOfRange(w, n * columns, w.length);
      for (int q = 0; q < row.count(); q++) {
        for (int k = 0; k < columns; k++) {
          z[k] += w[row.column(q) * columns + k] * row.value(q);
        }
      }
      Softmax.of(z, 0, columns, z);
      p[example] = z;
      double[] residuals = p[example].clone();
      int y = (int) data.labels()[example];
      // The sum of the others keeps the digits of p - 1 where p is near 1.
      double others = 0;
      for (int k = 0; k < columns; k++) {
        others += k == y ? 0 : residuals[k];
      }
      residuals[y] = -others;
      double c = weight(data, example);
      for (int q = 0; q <= row.count(); q++) {
        int j = q < row.count() ? row.column(q) : n;
        double share = j < n ? c * row.value(q) : c;
        for (int k = 0; k < columns; k++) {
          sums[j * columns + k] += share * residuals[k];
        }
      }
    }
    return sums;
  }
}
