package io.downhill.optim;

import java.util.Arrays;
import java.util.Optional;

/**
 * A convex quadratic model of the objective around a state, g'd + d'Bd/2 + l1, and its minimiser:
 * by Cholesky without l1, by coordinate descent with it, which leaves exact zeros.
 *
 * <p>B is the Hessian somewhere near, dense; BFGS turns what each step shows into it.
 */
final class QuadraticModel {
  private static final int SWEEPS = 1000;

  private final L1 l1;
  private double[][] b;

  QuadraticModel(L1 l1) {
    this.l1 = l1;
  }

  /** With the rows of the lower triangle of a Hessian, which {@link #learn} would change. */
  QuadraticModel(L1 l1, double[][] b) {
    this(l1);
    this.b = b;
  }

  L1 l1() {
    return l1;
  }

  /** Takes the lower triangle of a Hessian, row by row. */
  void set(double[] triangle, int length) {
    b = Cholesky.rows(triangle, length);
  }

  /** B := B - Bs s'B / s'Bs + y y' / y's, with s the step and y the change of the gradient. */
  void learn(State before, State after) {
    double[] s = Vectors.plus(after.w(), -1, before.w());
    double[] y = Vectors.plus(after.gradient(), -1, before.gradient());
    double[] bs = times(s);
    double sBs = Vectors.dot(s, bs);
    double ys = Vectors.dot(y, s);
    // Convex, so y's > 0; below this it is rounding.
    if (!(ys > 1e-6 * sBs) || !(sBs > 0)) {
      return;
    }
    for (int j = 0; j < b.length; j++) {
      for (int k = 0; k <= j; k++) {
        b[j][k] += y[j] * y[k] / ys - bs[j] * bs[k] / sBs;
      }
    }
  }

  private boolean finite() {
    for (double[] row : b) {
      if (!Vectors.finite(row)) {
        return false;
      }
    }
    return true;
  }

  private double[] times(double[] v) {
    double[] product = new double[v.length];
    for (int j = 0; j < b.length; j++) {
      for (int k = 0; k < j; k++) {
        product[j] += b[j][k] * v[k];
        product[k] += b[j][k] * v[j];
      }
      product[j] += b[j][j] * v[j];
    }
    return product;
  }

  /**
   * The decrease to the model's least that the slope at s promises, twice that of the model without
   * l1; NaN before it has a Hessian.
   */
  double promise(State s) {
    if (b == null) {
      return Double.NaN;
    }
    double[] d = minimize(s);
    double to = l1.cost(Vectors.plus(s.w(), 1, d));
    return l1.cost(s.w()) - to - Vectors.dot(s.gradient(), d);
  }

  /** The diagonal of the Hessian; empty before there is one. */
  Optional<double[]> diagonal() {
    if (b == null) {
      return Optional.empty();
    }
    double[] diagonal = new double[b.length];
    for (int j = 0; j < b.length; j++) {
      diagonal[j] = b[j][j];
    }
    return Optional.of(diagonal);
  }

  /** The step d at which the model is least; NaN where its Hessian is not finite. */
  double[] minimize(State s) {
    if (!finite()) {
      double[] none = new double[b.length];
      Arrays.fill(none, Double.NaN);
      return none;
    }
    if (l1.present()) {
      return coordinateDescent(s);
    }
    double[] right = new double[b.length];
    for (int j = 0; j < right.length; j++) {
      right[j] = -s.gradient()[j];
    }
    return new Cholesky(b).solve(right);
  }

  /**
   * One coordinate after the other to its minimum, in ascending order, until a sweep changes
   * nothing that matters. A weight that ends at 0 is exactly 0.
   */
  private double[] coordinateDescent(State s) {
    int length = b.length;
    double[] d = new double[length];
    double[] slope = s.gradient().clone();
    double goal = 1e-3 * s.slope();
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      double largest = 0;
      for (int j = 0; j < length; j++) {
        double curvature = b[j][j];
        if (!(curvature > 0)) {
          continue;
        }
        double at = s.w()[j] + d[j];
        double to = L1.soften(at - slope[j] / curvature, l1.at(j) / curvature);
        double move = to - at;
        if (move == 0) {
          continue;
        }
        d[j] = to == 0 ? -s.w()[j] : d[j] + move;
        for (int k = 0; k < j; k++) {
          slope[k] += move * b[j][k];
        }
        for (int k = j; k < length; k++) {
          slope[k] += move * b[k][j];
        }
        largest = Math.max(largest, Math.abs(move) * curvature);
      }
      if (largest <= goal) {
        break;
      }
    }
    return d;
  }
}
