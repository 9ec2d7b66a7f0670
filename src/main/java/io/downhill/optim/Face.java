package io.downhill.optim;

import java.util.stream.IntStream;

/**
 * The parameters that l1 leaves free at a point: those that are not 0, and those that its least
 * subgradient moves away from 0. Without l1 all of them.
 *
 * @param free which they are, ascending
 * @param length of all parameters
 */
record Face(int[] free, int length) {
  /**
   * The face at w.
   *
   * @param rest the least subgradient there
   */
  static Face of(L1 l1, double[] w, double[] rest) {
    return new Face(
        IntStream.range(0, w.length)
            .filter(j -> l1.lambda(j) == 0 || w[j] != 0 || rest[j] != 0)
            .toArray(),
        w.length);
  }

  boolean whole() {
    return free.length == length;
  }

  /** The free ones of v; v itself where all are. */
  double[] take(double[] v) {
    if (whole()) {
      return v;
    }
    double[] taken = new double[free.length];
    for (int k = 0; k < taken.length; k++) {
      taken[k] = v[free[k]];
    }
    return taken;
  }

  /** All parameters, the others 0; v itself where all are free. */
  double[] put(double[] v) {
    if (whole()) {
      return v;
    }
    double[] all = new double[length];
    for (int k = 0; k < v.length; k++) {
      all[free[k]] = v[k];
    }
    return all;
  }
}
