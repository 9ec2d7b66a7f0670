package io.downhill.cli;

import java.util.Arrays;

/**
 * The costs of a run of any length in little memory: one by one at first, and later on the least,
 * the greatest and the last of neighbours, which are at most a {@value #PARTS}th of the iterations
 * before them. On a logarithmic axis that is finer than a terminal shows.
 */
final class CostSeries {
  private static final int PARTS = 200;

  private int[] first = new int[64];
  private double[] low = new double[64];
  private double[] high = new double[64];
  private double[] last = new double[64];
  private int buckets;
  private int count;

  /**
   * What neighbours have in common.
   *
   * @param low the least
   * @param high the greatest
   * @param last of them
   */
  record Band(double low, double high, double last) {}

  /** The costs of a run. */
  static CostSeries of(double[] costs) {
    CostSeries series = new CostSeries();
    Arrays.stream(costs).forEach(series::add);
    return series;
  }

  /** Adds the cost of the next iteration, finite. */
  void add(double cost) {
    count++;
    int open = buckets - 1;
    if (buckets > 0 && count <= first[open] + first[open] / PARTS) {
      low[open] = Math.min(low[open], cost);
      high[open] = Math.max(high[open], cost);
      last[open] = cost;
      return;
    }
    if (buckets == first.length) {
      first = Arrays.copyOf(first, 2 * buckets);
      low = Arrays.copyOf(low, 2 * buckets);
      high = Arrays.copyOf(high, 2 * buckets);
      last = Arrays.copyOf(last, 2 * buckets);
    }
    first[buckets] = count;
    low[buckets] = cost;
    high[buckets] = cost;
    last[buckets] = cost;
    buckets++;
  }

  /** How many iterations there were. */
  int count() {
    return count;
  }

  /** All of them, at least one. */
  Band all() {
    return over(1, count);
  }

  /** The iterations from one to another, from 1 and both included, with the neighbours of each. */
  Band over(int from, int to) {
    int begin = bucket(from);
    int end = bucket(to);
    double least = low[begin];
    double greatest = high[begin];
    for (int b = begin + 1; b <= end; b++) {
      least = Math.min(least, low[b]);
      greatest = Math.max(greatest, high[b]);
    }
    return new Band(least, greatest, last[end]);
  }

  private int bucket(int iteration) {
    int at = Arrays.binarySearch(first, 0, buckets, iteration);
    return at >= 0 ? at : -at - 2;
  }
}
