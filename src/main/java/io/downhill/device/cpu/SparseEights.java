package io.downhill.device.cpu;

import io.downhill.sums.Tree;
import java.util.Arrays;

/**
 * The loops over the values of a block of sparse rows for eight columns of parameters side by side:
 * each value meets eight weights, or eight sums, that are neighbours. The definition; forms with
 * vectors of eight give the same bits.
 *
 * <p>What is kept by numbers has column b of number k at 8 k + b; of columns that are not there it
 * is of no use. Stateless.
 */
interface SparseEights {
  /** Columns side by side. */
  int EIGHT = Loops.LANE_COUNT;

  /** The definition. */
  SparseEights PLAIN = new SparseEights() {};

  /** Behind the last number so much may be read or written. */
  int PADDING = EIGHT;

  /**
   * The margins of the rows of a block at eight columns of w, without the bias: its weights are
   * gathered first.
   *
   * @param first the first of the eight columns
   */
  default void margins(
      SparseBlock block,
      SparseExamples x,
      float[] w,
      int count,
      int first,
      float[] own,
      float[] lanes,
      float[] z) {
    gather(block.features(), w, count, first, own);
    margins(block, x.starts(), x.values(), own, lanes, z);
  }

  /**
   * The sums of x q over a block, stripe by stripe.
   *
   * @param q eight a row
   * @param g room for those of a stripe by numbers, 0 before and after
   */
  default void sums(
      SparseBlock block, SparseExamples x, float[] q, float[] g, float[] hi, float[] lo) {
    for (int r = 0, s = 0; r < block.rows(); r += Tree.STRIPE, s++) {
      int end = Math.min(block.rows(), r + Tree.STRIPE);
      spread(block, x.starts(), x.values(), r, end, q, g);
      int begin = s == 0 ? 0 : block.ends()[s - 1];
      close(block.touched(), begin, block.ends()[s], g, hi, lo);
    }
  }

  /**
   * Takes the weights of the features of a block.
   *
   * @param features by numbers
   * @param w (n+1) x count
   * @param first the first of the eight columns
   * @param own receives them
   */
  default void gather(int[] features, float[] w, int count, int first, float[] own) {
    gather(features, 0, w, count, first, own);
  }

  /** The same of the numbers from {@code from} on. */
  static void gather(int[] features, int from, float[] w, int count, int first, float[] own) {
    int there = Math.min(EIGHT, count - first);
    for (int k = from; k < features.length; k++) {
      System.arraycopy(w, features[k] * count + first, own, EIGHT * k, there);
    }
  }

  /**
   * The margins of the rows of a block, without the bias; eight a row.
   *
   * @param starts of the rows' values
   * @param own the weights by numbers
   * @param lanes room for 64
   */
  default void margins(
      SparseBlock block, int[] starts, float[] values, float[] own, float[] lanes, float[] z) {
    for (int r = 0; r < block.rows(); r++) {
      int i = block.firstRow() + r;
      Arrays.fill(lanes, 0, EIGHT * EIGHT, 0f);
      for (int p = starts[i]; p < starts[i + 1]; p++) {
        int k = block.numbers()[p - block.firstValue()];
        add(values[p], own, EIGHT * k, lanes, EIGHT * (k & 7));
      }
      tree(lanes, z, EIGHT * r);
    }
  }

  /** Lanes += x times eight weights. */
  static void add(float x, float[] w, int from, float[] lanes, int to) {
    for (int b = 0; b < EIGHT; b++) {
      lanes[to + b] = Math.fma(x, w[from + b], lanes[to + b]);
    }
  }

  /** Adds up the lanes of each of eight columns. */
  static void tree(float[] t, float[] z, int at) {
    for (int b = 0; b < EIGHT; b++) {
      float even = (t[b] + t[32 + b]) + (t[16 + b] + t[48 + b]);
      float odd = (t[8 + b] + t[40 + b]) + (t[24 + b] + t[56 + b]);
      z[at + b] = even + odd;
    }
  }

  /**
   * Adds x q of some rows of a block to the sums of a stripe.
   *
   * @param row of the block, the first of them
   * @param q eight a row, of the whole block
   * @param g the sums by numbers
   */
  default void spread(
      SparseBlock block, int[] starts, float[] values, int row, int endRow, float[] q, float[] g) {
    for (int r = row; r < endRow; r++) {
      int i = block.firstRow() + r;
      for (int p = starts[i]; p < starts[i + 1]; p++) {
        add(values[p], q, EIGHT * r, g, EIGHT * block.numbers()[p - block.firstValue()]);
      }
    }
  }

  /** Adds the sums of a stripe to pairs and clears them, for the numbers that it has. */
  default void close(char[] touched, int begin, int end, float[] g, float[] hi, float[] lo) {
    for (int p = begin; p < end; p++) {
      close(EIGHT * touched[p], g, hi, lo);
    }
  }

  /** The same for the eight from {@code at} on. */
  static void close(int at, float[] g, float[] hi, float[] lo) {
    for (int k = at; k < at + EIGHT; k++) {
      float before = hi[k];
      float sum = before + g[k];
      hi[k] = sum;
      lo[k] += Tree.error(before, g[k], sum);
      g[k] = 0;
    }
  }

  /**
   * Adds the pairs of a block to those of its node, and clears them.
   *
   * @param pairs [hi | lo], those of feature j and column b at j count + b
   */
  default void addTo(int[] features, float[] hi, float[] lo, float[] pairs, int count, int first) {
    addTo(features, 0, hi, lo, pairs, count, first);
  }

  /** The same of the numbers from {@code from} on. */
  static void addTo(
      int[] features, int from, float[] hi, float[] lo, float[] pairs, int count, int first) {
    for (int k = from; k < features.length; k++) {
      add(hi, lo, EIGHT * k, pairs, features[k] * count + first, Math.min(EIGHT, count - first));
    }
  }

  /** Adds some neighbouring pairs to others, and clears eight. */
  static void add(float[] hi, float[] lo, int from, float[] pairs, int to, int there) {
    int columns = pairs.length / 2;
    for (int b = 0; b < there; b++) {
      float before = pairs[to + b];
      float high = hi[from + b];
      float sum = before + high;
      pairs[to + b] = sum;
      pairs[columns + to + b] += Tree.error(before, high, sum) + lo[from + b];
    }
    Arrays.fill(hi, from, from + EIGHT, 0f);
    Arrays.fill(lo, from, from + EIGHT, 0f);
  }
}
