package io.downhill.optim;

import java.util.stream.IntStream;

/**
 * The parameters that l1 and bounds leave free at a point: those that are not 0 or at a bound, and
 * those that the least subgradient moves away from there. Without either all of them.
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
        IntStream.range(0, w.length).filter(j -> rest[j] != 0 || !isHeld(l1, j, w[j])).toArray(),
        w.length);
  }

  /** Whether a parameter is where it stays unless the least subgradient moves it. */
  private static boolean isHeld(L1 l1, int j, double w) {
    return l1.lambda(j) > 0 && w == 0 || l1.isBound(j, w);
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
