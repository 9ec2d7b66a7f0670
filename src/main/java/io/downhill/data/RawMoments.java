package io.downhill.data;

import io.downhill.sums.Tree;
import java.util.Arrays;

/**
 * The sums of c x and c x^2 column by column, from the values that are not 0: a column's rows
 * ascend, so blocks and nodes of the tree of sums close on the way, and adding 0 would change no
 * bit. Each sum is a pair of doubles, whose error gathers apart, so no digits are lost where the
 * mean is large beside the deviation.
 */
final class RawMoments {
  /** Levels of the tree above 2^31 examples: 32^4 blocks of 1024 are more. */
  private static final int LEVELS = 5;

  private final int n;
  private final int[] blocks;
  private final int[] counts;
  private final float[] firsts;
  private final boolean[] varies;
  private final double[][] sums = new double[LEVELS][];
  private final double[][] errors = new double[LEVELS][];
  private final double total;
  private final int rows;

  private RawMoments(int n, double total, int rows) {
    this.n = n;
    this.total = total;
    this.rows = rows;
    this.blocks = new int[n];
    this.counts = new int[n];
    this.firsts = new float[n];
    this.varies = new boolean[n];
    for (int l = 0; l < LEVELS; l++) {
      sums[l] = new double[2 * n];
      errors[l] = new double[2 * n];
    }
    Arrays.fill(blocks, -1);
  }

  /**
   * Of the rows that count.
   *
   * @param c the weights; null if all are 1
   * @param total their sum
   */
  static RawMoments of(Rows rows, float[] c, double total) {
    int m = rows.examples();
    int counted = m;
    if (c != null) {
      counted = 0;
      for (float weight : c) {
        counted += weight > 0 ? 1 : 0;
      }
    }
    RawMoments moments = new RawMoments(rows.features(), total, counted);
    rows.eachValue(0, m, (i, j, x) -> moments.add(i, j, x, c == null ? 1 : c[i]));
    for (int j = 0; j < moments.n; j++) {
      moments.close(j, -1);
    }
    return moments;
  }

  private void add(int i, int j, float x, float c) {
    if (!(c > 0)) {
      return;
    }
    int block = i / Tree.BLOCK;
    if (block != blocks[j]) {
      close(j, block);
      blocks[j] = block;
    }
    if (counts[j]++ == 0) {
      firsts[j] = x;
    }
    varies[j] |= x != firsts[j];
    double product = (double) c * x;
    add(0, j, product, 0);
    add(0, n + j, product * x, 0);
  }

  private void add(int level, int k, double value, double error) {
    double before = sums[level][k];
    double sum = before + value;
    double part = sum - before;
    errors[level][k] += (before - (sum - part)) + (value - part) + error;
    sums[level][k] = sum;
  }

  /** Closes what ends before the next block of a column; all of it for -1. */
  private void close(int j, int next) {
    int here = blocks[j];
    int there = next;
    for (int l = 0; l + 1 < LEVELS && blocks[j] >= 0 && here != there; l++) {
      for (int k = j; k < 2 * n; k += n) {
        add(l + 1, k, sums[l][k], errors[l][k]);
        sums[l][k] = 0;
        errors[l][k] = 0;
      }
      here /= Tree.RADIX;
      there = next < 0 ? -1 : there / Tree.RADIX;
    }
  }

  /** Means and deviations; of a constant column its value and 0. */
  Standardization standardization() {
    double[] means = new double[n];
    double[] deviations = new double[n];
    for (int j = 0; j < n; j++) {
      boolean full = counts[j] == rows;
      if (counts[j] == 0 || full && !varies[j]) {
        means[j] = full ? firsts[j] : 0;
        continue;
      }
      double sum = sums[LEVELS - 1][j];
      double error = errors[LEVELS - 1][j];
      double mean = (sum + error) / total;
      // The sum of (x - mean)^2 is that of x^2 less mean times that of x, and less mean times what
      // rounding leaves of the latter beside mean times the total.
      double product = mean * sum;
      double rest = Math.fma(-mean, total, sum) + error;
      double squares =
          (sums[LEVELS - 1][n + j] - product)
              - Math.fma(mean, sum, -product)
              + (errors[LEVELS - 1][n + j] - mean * error)
              - mean * rest;
      means[j] = mean;
      deviations[j] = Math.sqrt(Math.max(squares, 0) / total);
    }
    return new Standardization(means, deviations);
  }
}
