package io.downhill.optim;

import java.util.ArrayList;
import java.util.List;

/**
 * The inverse of a Hessian B where rows may depend on those before them: these are left out, as if
 * their parameters were 0. What the other parameters then are does not matter to a sum t'w that B
 * determines, that is, with t orthogonal to every d with B d = 0.
 */
public final class Inverse {
  /** A share of a dependence below this is rounding. */
  private static final double SHARE = 1e-4;

  private final Factors b;
  private final Cholesky factor;
  private final List<double[]> flat = new ArrayList<>();
  private final int rank;

  Inverse(Factors b, Cholesky factor) {
    this.b = b;
    this.factor = factor;
    int kept = 0;
    for (int j = 0; j < b.length(); j++) {
      if (factor.has(j)) {
        kept++;
      } else {
        flat.add(flat(j));
      }
    }
    this.rank = kept;
  }

  /** The d with B d = 0 and d_j = 1 for a row that is left out. */
  private double[] flat(int j) {
    double[] d = b.diagonal(j) == 0 ? new double[b.length()] : Vectors.negative(solve(b.column(j)));
    d[j] = 1;
    return d;
  }

  /** The rows that do not depend on those before them. */
  public int rank() {
    return rank;
  }

  /** The x with B x = t, 0 in the rows that are left out. */
  public double[] solve(double[] t) {
    return factor.solve(t);
  }

  /** t'B^-1 t, which is the sum of squares of L^-1 t. */
  public double form(double[] t) {
    double[] rests = factor.rests(t);
    double sum = 0;
    for (int j = 0; j < rests.length; j++) {
      sum += factor.has(j) ? rests[j] * rests[j] / factor.pivot(j) : 0;
    }
    return sum;
  }

  /**
   * Whether t'w is the same for all w that give the same margins. Parameters are compared by the
   * roots of their diagonal elements, so that no unit matters.
   */
  public boolean determines(double[] t) {
    double size = 0;
    for (int j = 0; j < t.length; j++) {
      if (t[j] != 0 && b.diagonal(j) == 0) {
        return false;
      }
      size = t[j] == 0 ? size : Math.max(size, Math.abs(t[j]) / Math.sqrt(b.diagonal(j)));
    }
    for (double[] d : flat) {
      double length = 0;
      for (int j = 0; j < d.length; j++) {
        length = Math.max(length, Math.abs(d[j]) * Math.sqrt(b.diagonal(j)));
      }
      if (Math.abs(Vectors.dot(t, d)) > SHARE * size * length) {
        return false;
      }
    }
    return true;
  }
}
