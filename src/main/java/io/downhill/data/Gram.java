package io.downhill.data;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Sums of k_i x_i x_i' over the examples in double, by the host, with a one behind x for the bias:
 * what a device sums of float32 products, where these are too coarse.
 */
public final class Gram {
  private Gram() {}

  /**
   * In the order of the blocks, so that no number of threads changes a bit.
   *
   * @param k what weighs each example, length m
   * @return the lower triangle row by row, (n+1)(n+2)/2 elements
   */
  public static double[] of(Dataset data, double[] k) {
    int n = data.features();
    double[] triangle = new double[(n + 1) * (n + 2) / 2];
    IntStream.range(0, data.blockCount())
        .parallel()
        .mapToObj(block -> block(data, block, k))
        .forEachOrdered(part -> add(part, triangle));
    return triangle;
  }

  /** Adds v v', v of the length n + 1, to a lower triangle that is stored row by row. */
  public static void add(double factor, double[] v, double[] triangle) {
    for (int j = 0, p = 0; j < v.length; j++) {
      double share = factor * v[j];
      for (int l = 0; l <= j; l++, p++) {
        triangle[p] += share * v[l];
      }
    }
  }

  /** Adds a triangle to another. */
  public static void add(double[] part, double[] triangle) {
    Arrays.setAll(triangle, p -> triangle[p] + part[p]);
  }

  /** The same without the terms that are 0, which change no bit of sums that began at 0. */
  private static void add(double factor, RowValues row, int n, double[] triangle) {
    for (int p = 0; p <= row.count(); p++) {
      int j = p < row.count() ? row.column(p) : n;
      double share = p < row.count() ? factor * row.value(p) : factor;
      int first = j * (j + 1) / 2;
      for (int q = 0; q < p || q == p && p < row.count(); q++) {
        triangle[first + row.column(q)] += share * row.value(q);
      }
    }
    triangle[triangle.length - 1] += factor;
  }

  private static double[] block(Dataset data, int block, double[] k) {
    int n = data.features();
    double[] triangle = new double[(n + 1) * (n + 2) / 2];
    int first = block * data.rowsPerBlock();
    int end = first + data.blockRows(block);
    RowValues row = new RowValues(data.rows());
    if (data.rows().areSparse()) {
      for (int i = first; i < end; i++) {
        add(k[i], row.to(i), n, triangle);
      }
      return triangle;
    }
    double[] x = new double[n + 1];
    x[n] = 1;
    for (int i = first; i < end; i++) {
      row.to(i);
      for (int j = 0; j < n; j++) {
        x[j] = row.value(j);
      }
      add(k[i], x, triangle);
    }
    return triangle;
  }
}
