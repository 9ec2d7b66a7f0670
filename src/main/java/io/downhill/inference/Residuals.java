package io.downhill.inference;

import io.downhill.data.Clusters;
import io.downhill.data.Dataset;
import io.downhill.data.Gram;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * What the examples add to the log likelihood and its gradient, from their margins at the end of a
 * run. An example of weight c is c examples; a class weight is a factor of its gradient.
 *
 * @param own the examples with their own weights c
 * @param weighted the same with weights c f, f being the class weight
 * @param margins length m
 */
record Residuals(Dataset own, Dataset weighted, double[] margins) {
  /** Numbers of cluster sums that are held at a time. */
  private static final int HELD = 1 << 24;

  /** Columns that a thread takes. */
  private static final int COLUMNS = 16;

  /** Clusters that a thread takes. */
  private static final int PART = 256;

  /** Factors of a product that cannot overflow. */
  private static final int FACTORS = 512;

  /** Examples that a thread takes. */
  private static final int BLOCK = 1 << 14;

  private double count(int i) {
    return own.weights() == null ? 1 : own.weights()[i];
  }

  private double factor(int i) {
    double c = count(i);
    return c == 0 || weighted.weights() == null ? 1 : weighted.weights()[i] / c;
  }

  private boolean positive(int i) {
    return own.labels()[i] > 0;
  }

  /** The sum of c log p(y). */
  double logLikelihood() {
    return inBlocks(margins.length, this::logLikelihood);
  }

  /** Sums something over the examples from one to before another. */
  @FunctionalInterface
  interface Part {
    double sum(int first, int end);
  }

  /** The sum over m examples, block by block, so that no number of threads changes a bit. */
  static double inBlocks(int m, Part part) {
    double[] parts =
        IntStream.range(0, (m + BLOCK - 1) / BLOCK)
            .parallel()
            .mapToDouble(k -> part.sum(k * BLOCK, Math.min(m, (k + 1) * BLOCK)))
            .toArray();
    double sum = 0;
    for (double value : parts) {
      sum += value;
    }
    return sum;
  }

  /**
   * The loss log(1 + e^z) is max(z, 0) + log(1 + e^-|z|), which has no overflow; of some examples
   * that count once the second is the logarithm of a product, each factor being at most 2.
   */
  private double logLikelihood(int first, int end) {
    double sum = 0;
    for (int start = first; start < end; start += FACTORS) {
      double product = 1;
      for (int i = start; i < Math.min(end, start + FACTORS); i++) {
        double wrong = positive(i) ? -margins[i] : margins[i];
        double rest = StrictMath.exp(-Math.abs(wrong));
        if (own.weights() == null) {
          sum -= Math.max(wrong, 0);
          product *= 1 + rest;
        } else {
          sum -= count(i) * (Math.max(wrong, 0) + StrictMath.log1p(rest));
        }
      }
      sum -= StrictMath.log(product);
    }
    return sum;
  }

  /** The probability of the wrong class, |a - y|. */
  private double error(int i) {
    double wrong = positive(i) ? -margins[i] : margins[i];
    double e = StrictMath.exp(-Math.abs(wrong));
    return wrong >= 0 ? 1 / (1 + e) : e / (1 + e);
  }

  /** c (f (a - y))^2 of each example: what weighs x x' in the meat of the sandwich. */
  double[] squares() {
    double[] squares = new double[margins.length];
    Arrays.parallelSetAll(
        squares,
        i -> {
          double slope = factor(i) * error(i);
          return count(i) * slope * slope;
        });
    return squares;
  }

  /** The sum over the clusters of s s', s being the sum of c f (a - y) x in a cluster. */
  double[] squaresOf(Clusters clusters) {
    int n = own.features();
    double[] slopes = new double[margins.length];
    Arrays.parallelSetAll(slopes, i -> (positive(i) ? -1 : 1) * count(i) * factor(i) * error(i));
    double[] triangle = new double[(n + 1) * (n + 2) / 2];
    int held = Math.max(1, Math.min(clusters.count(), HELD / (n + 1)));
    for (int first = 0; first < clusters.count(); first += held) {
      int count = Math.min(held, clusters.count() - first);
      double[] sums = sums(clusters.places(), slopes, first, count);
      IntStream.range(0, (count + PART - 1) / PART)
          .parallel()
          .mapToObj(k -> gram(sums, k * PART, Math.min(count, (k + 1) * PART), n + 1))
          .forEachOrdered(part -> Gram.add(part, triangle));
    }
    return triangle;
  }

  /** The sums of slope x over each of some clusters, example by example. */
  private double[] sums(int[] cluster, double[] slopes, int first, int count) {
    int n = own.features();
    double[] sums = new double[count * (n + 1)];
    for (int k = 0; k < weighted.blockCount(); k++) {
      float[] x = weighted.block(k);
      int start = k * weighted.rowsPerBlock();
      int rows = weighted.blockRows(k);
      IntStream.range(0, n / COLUMNS + 1)
          .parallel()
          .forEach(
              stripe -> {
                int end = Math.min(n + 1, (stripe + 1) * COLUMNS);
                for (int i = 0; i < rows; i++) {
                  int group = cluster[start + i] - first;
                  if (group < 0 || group >= count) {
                    continue;
                  }
                  for (int j = stripe * COLUMNS; j < end; j++) {
                    double value = j == n ? 1 : x[i * n + j];
                    sums[group * (n + 1) + j] += slopes[start + i] * value;
                  }
                }
              });
    }
    return sums;
  }

  private static double[] gram(double[] sums, int first, int end, int length) {
    double[] triangle = new double[length * (length + 1) / 2];
    for (int g = first; g < end; g++) {
      Gram.add(1, Arrays.copyOfRange(sums, g * length, (g + 1) * length), triangle);
    }
    return triangle;
  }
}
