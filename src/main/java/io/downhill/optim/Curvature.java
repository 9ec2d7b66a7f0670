package io.downhill.optim;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** What the Hessian at a point tells about it. */
public final class Curvature {
  /** Pivots below this share of their diagonal are rounding, in sums of float32 products. */
  private static final double RANK = 1e-5;

  /** What the rounding of such sums adds to a pivot, at most, as a share of the diagonal. */
  private static final double ROUNDING = 5e-7;

  /** The same where the sums are of products in double: below it a column is a sum of others. */
  private static final double ROUNDING_IN_DOUBLE = 1e-12;

  private final double[][] h;
  private final boolean inDouble;

  private Curvature(double[][] h, boolean inDouble) {
    this.h = h;
    this.inDouble = inDouble;
  }

  /**
   * Takes a Hessian of float32 products.
   *
   * @param triangle its lower triangle, row by row
   * @param length its rows
   */
  public Curvature(double[] triangle, int length) {
    this(Cholesky.rows(triangle, length), false);
  }

  /** Takes a Hessian of products in double. */
  public static Curvature inDouble(double[] triangle, int length) {
    return new Curvature(Cholesky.rows(triangle, length), true);
  }

  /** Whether a pivot is so small that it may be rounding alone, so that it tells no gap. */
  public boolean unclear() {
    double[] pivots = pivots();
    return !inDouble
        && IntStream.range(0, h.length).anyMatch(j -> h[j][j] != 0 && !(pivots[j] > RANK));
  }

  /** Newton's step for a gradient, -H^-1 g. */
  public double[] step(double[] gradient) {
    double[] step = new Cholesky(h).solve(gradient);
    for (int j = 0; j < step.length; j++) {
      step[j] = -step[j];
    }
    return step;
  }

  /** Newton's step from w, with l1 the proximal one. */
  public double[] step(L1 l1, double[] w, double[] gradient) {
    if (inDouble && !l1.present()) {
      return new Factors(gradient, Face.at(l1, w, gradient).free()).step();
    }
    double slope = Descent.slope(l1.subgradient(w, gradient));
    return new QuadraticModel(l1, h).minimize(new State(w, Double.NaN, gradient, slope));
  }

  /**
   * An upper estimate of J - J*: the square of Newton's decrement, g'H^-1 g, twice what a quadratic
   * would give, which covers the change of the curvature on the way; with l1 the decrease that the
   * slope promises for the proximal step; NaN where the Hessian is not finite, infinite where it
   * knows nothing of a parameter that is to move, as that of a sample without a rare feature.
   *
   * @param gradient of the smooth part at w
   */
  public double gap(L1 l1, double[] w, double[] gradient) {
    double[] rest = l1.subgradient(w, gradient);
    for (int j = 0; j < h.length; j++) {
      if (h[j][j] == 0 && rest[j] != 0) {
        return Double.POSITIVE_INFINITY;
      }
    }
    State s = new State(w, Double.NaN, gradient, Descent.slope(rest));
    double promised = Math.max(0, new QuadraticModel(l1, h).promise(s));
    return Math.max(promised, new Factors(rest, Face.at(l1, w, rest).free()).square());
  }

  /**
   * H = LL' and y = L^-1 g of the free parameters, a pivot after the other: g'H^-1 g is the sum of
   * the squares of y. What rounding may have added to a pivot is taken off, for a direction as flat
   * as nearly equal columns make it would else tell too little; in double a pivot of rounding alone
   * is left out.
   */
  private final class Factors {
    private final double[][] l;
    private final double[] y;
    private double square;

    Factors(double[] g, int[] free) {
      int n = free.length;
      l = new double[n][];
      y = new double[n];
      for (int j = 0; j < n; j++) {
        double[] row = new double[j + 1];
        double[] from = h[free[j]];
        double pivot = from[free[j]];
        double rest = g[free[j]];
        for (int k = 0; k < j; k++) {
          double element = from[free[k]];
          for (int i = 0; i < k; i++) {
            element -= row[i] * l[k][i];
          }
          row[k] = l[k][k] == 0 ? 0 : element / l[k][k];
          pivot -= row[k] * row[k];
          rest -= row[k] * y[k];
        }
        l[j] = row;
        take(j, pivot, from[free[j]], rest);
      }
    }

    private void take(int j, double pivot, double diagonal, double rest) {
      double noise = (inDouble ? ROUNDING_IN_DOUBLE : ROUNDING) * diagonal;
      if (noise > 0 && !(inDouble && pivot <= noise)) {
        l[j][j] = Math.sqrt(Math.max(pivot, noise));
        y[j] = rest / l[j][j];
        square += rest * rest / Math.max(pivot - noise, noise);
      }
    }

    double square() {
      return square;
    }

    /** -H^-1 g, where all parameters are free. */
    double[] step() {
      double[] step = new double[y.length];
      for (int j = y.length - 1; j >= 0; j--) {
        double sum = -y[j];
        for (int k = j + 1; k < y.length; k++) {
          sum -= l[k][j] * step[k];
        }
        step[j] = l[j][j] == 0 ? 0 : sum / l[j][j];
      }
      return step;
    }
  }

  /** The rows whose columns are combinations of those before them. */
  public List<Integer> dependent() {
    List<Integer> dependent = new ArrayList<>();
    double[] pivots = pivots();
    for (int j = 0; j < pivots.length; j++) {
      if (!(pivots[j] > RANK)) {
        dependent.add(j);
      }
    }
    return dependent;
  }

  /** The least pivot as a share of its diagonal: small where there is hardly any curvature. */
  public double weakest() {
    double least = 1;
    for (double pivot : pivots()) {
      least = Math.min(least, pivot);
    }
    return least;
  }

  /** The pivots of Cholesky's factors as shares of the diagonal; a dependent row is left out. */
  private double[] pivots() {
    int n = h.length;
    double[] pivots = new double[n];
    double[][] l = new double[n][];
    for (int j = 0; j < n; j++) {
      double[] row = new double[j + 1];
      double pivot = h[j][j];
      for (int k = 0; k < j; k++) {
        double sum = h[j][k];
        for (int i = 0; i < k; i++) {
          sum -= row[i] * l[k][i];
        }
        row[k] = l[k][k] == 0 ? 0 : sum / l[k][k];
        pivot -= row[k] * row[k];
      }
      if (pivot > RANK * h[j][j]) {
        row[j] = Math.sqrt(pivot);
        pivots[j] = pivot / h[j][j];
      }
      l[j] = row;
    }
    return pivots;
  }
}
