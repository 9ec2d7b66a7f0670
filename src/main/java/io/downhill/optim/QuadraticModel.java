package io.downhill.optim;

import java.util.Arrays;
import java.util.Optional;

/**
 * A convex quadratic model of the objective around a state, g'd + d'Bd/2 + l1, and its minimiser:
 * by Cholesky without l1, by coordinate descent with it, which leaves exact zeros.
 *
 * <p>B is the Hessian somewhere near, dense; BFGS turns what each step shows into it, or of several
 * columns, whose factor takes long, into its inverse.
 */
final class QuadraticModel {
  private static final int SWEEPS = 1000;

  private final L1 l1;
  private final boolean inverted;
  private Factors factors;
  private double[][] whole;
  private InverseHessian inverse;
  private State last;
  private double[] step;

  QuadraticModel(L1 l1) {
    this(l1, 1);
  }

  /**
   * Has no Hessian yet.
   *
   * @param columns of the parameters
   */
  QuadraticModel(L1 l1, int columns) {
    this.l1 = l1;
    this.inverted = columns > 1 && !l1.present();
  }

  QuadraticModel(L1 l1, Factors factors) {
    this(l1);
    set(factors);
  }

  L1 l1() {
    return l1;
  }

  /** Takes the lower triangle of a Hessian, row by row. */
  void set(double[] triangle, int length) {
    set(Factors.of(triangle, length, false));
  }

  /** Takes a Hessian. */
  void set(Factors hessian) {
    factors = hessian;
    whole = null;
    inverse = inverted ? new InverseHessian(hessian) : null;
    last = null;
  }

  /** B := B - Bs s'B / s'Bs + y y' / y's, with s the step and y the change of the gradient. */
  void learn(State before, State after) {
    double[] s = Vectors.plus(after.w(), -1, before.w());
    double[] y = Vectors.plus(after.gradient(), -1, before.gradient());
    if (inverted) {
      inverse.learn(s, y);
      last = null;
      return;
    }
    double[] bs = times(s);
    double sBs = Vectors.dot(s, bs);
    double ys = Vectors.dot(y, s);
    // Convex, so y's > 0; below this it is rounding.
    if (!(ys > 1e-6 * sBs) || !(sBs > 0)) {
      return;
    }
    double[][] b = factors.rows();
    double[][] learned = new double[b.length][];
    for (int j = 0; j < b.length; j++) {
      learned[j] = b[j].clone();
      for (int k = 0; k <= j; k++) {
        learned[j][k] += y[j] * y[k] / ys - bs[j] * bs[k] / sBs;
      }
    }
    set(new Factors(learned, false));
  }

  private double[] times(double[] v) {
    double[][] b = factors.rows();
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
   * The square of Newton's decrement by this model, g'B^-1 g, twice the decrease to its least; with
   * l1 the decrease that the slope tells for the step to there. NaN before it has a Hessian.
   */
  double decrement(State s) {
    if (factors == null) {
      return Double.NaN;
    }
    double[] d = minimize(s);
    double after = l1.cost(Vectors.plus(s.w(), 1, d));
    return l1.cost(s.w()) - after - Vectors.dot(s.gradient(), d);
  }

  /** The diagonal of the Hessian; empty before there is one. */
  Optional<double[]> diagonal() {
    if (factors == null) {
      return Optional.empty();
    }
    double[] diagonal = new double[factors.length()];
    Arrays.setAll(diagonal, factors::diagonal);
    return Optional.of(diagonal);
  }

  /** The step d at which the model is least, not to be changed; NaN where B is not finite. */
  double[] minimize(State s) {
    if (s != last) {
      double[] down = Vectors.negative(s.gradient());
      step =
          l1.present() && factors.isFinite()
              ? coordinateDescent(s)
              : inverted ? inverse.times(down) : factors.solve(down);
      last = s;
    }
    return step;
  }

  /** All of B and not its lower triangle alone: rows are walked over, columns are far apart. */
  private double[][] symmetric() {
    if (whole == null) {
      double[][] b = factors.rows();
      whole = new double[b.length][b.length];
      for (int j = 0; j < b.length; j++) {
        for (int k = 0; k <= j; k++) {
          whole[j][k] = b[j][k];
          whole[k][j] = b[j][k];
        }
      }
    }
    return whole;
  }

  /**
   * One coordinate after the other to its minimum, in ascending order, until a sweep changes
   * nothing that matters. A weight that ends at 0 is exactly 0.
   */
  private double[] coordinateDescent(State s) {
    double[][] b = symmetric();
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
        double old = s.w()[j] + d[j];
        double least = l1.least(j, old - slope[j] / curvature, 1 / curvature);
        double move = least - old;
        if (move == 0) {
          continue;
        }
        // At 0 or at a bound it is there exactly.
        boolean exact = least == 0 || l1.isBound(j, least);
        d[j] = exact ? least - s.w()[j] : d[j] + move;
        double[] row = b[j];
        for (int k = 0; k < length; k++) {
          slope[k] += move * row[k];
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
