package io.downhill.optim;

import java.util.ArrayList;
import java.util.List;

/**
 * Newton's equation H d = -g at one state, solved by preconditioned conjugate gradients, a product
 * Hv and so a pass at a time. Each product adds its gain to a sum that rises to g'H^-1 g, the
 * square of Newton's decrement (Hestenes and Stiefel 1952).
 */
final class NewtonSystem {
  /** The fewest products whose last half tells whether the sum has converged. */
  private static final int FEWEST = 8;

  /** What adds less than this share adds little. */
  private static final double LITTLE = 0.1;

  /**
   * The curvature that a direction of nearly equal columns has, as a share of the preconditioner's.
   */
  private static final double FLAT = 1e-5;

  private final Objective f;
  private final double[] w;
  private final Face face;
  private final InverseHessian inverse;
  private final Monitor monitor;
  private final double[] least;
  private final List<double[][]> pairs = new ArrayList<>();
  private final List<Double> sums = new ArrayList<>(List.of(0.0));
  private double[][] pair;
  private double[] d;
  private double[] residual;
  private double[] axis;
  private double size;
  private boolean broken;

  /**
   * Takes a state; the preconditioner may not learn before the last product.
   *
   * @param gradient on the face, as are the inverse and all that is solved
   * @param monitor may end it between products
   */
  NewtonSystem(
      Objective f,
      double[] w,
      double[] gradient,
      Face face,
      InverseHessian inverse,
      Monitor monitor) {
    this.monitor = monitor;
    this.f = f;
    this.w = w;
    this.face = face;
    this.inverse = inverse;
    this.least = face.take(leastCurvature(f));
    d = new double[gradient.length];
    residual = Vectors.plus(d, -1, gradient);
    axis = inverse.times(residual);
    size = Vectors.dot(residual, axis);
  }

  /**
   * What the Hessian has at least along each parameter: its penalty. A bias has none; the curvature
   * of a direction that is flat stands for it. 0 where a weight has no penalty.
   */
  private static double[] leastCurvature(Objective f) {
    double[] least = f.penalties();
    double[] units = f.units();
    for (int j = least.length - f.columns(); j < least.length; j++) {
      least[j] = FLAT * units[j];
    }
    return least;
  }

  /**
   * What the sum still lacks at most, r'H^-1 r of the residual r, for no direction is flatter than
   * the penalty; infinite where a weight has none.
   */
  private double rest() {
    double rest = 0;
    for (int j = 0; j < least.length; j++) {
      rest += residual[j] == 0 ? 0 : residual[j] * residual[j] / least[j];
    }
    return rest;
  }

  /**
   * Takes a product; false where the residual is 0, the curvature is lost in rounding, or the
   * monitor ends it.
   */
  private boolean advance() {
    if (!(size > 0) || broken || monitor.cancelled()) {
      return false;
    }
    double[] all = new double[w.length];
    f.product(w, face.put(axis), all);
    double[] product = face.take(all);
    double curvature = Vectors.dot(axis, product);
    if (!(curvature > 0)) {
      broken = true;
      return false;
    }
    pair = new double[][] {axis, product};
    double t = size / curvature;
    d = Vectors.plus(d, t, axis);
    residual = Vectors.plus(residual, -t, product);
    sums.add(decrease() + t * size);
    double[] free = inverse.times(residual);
    double next = Vectors.dot(residual, free);
    axis = Vectors.plus(free, next / size, axis);
    size = next;
    return true;
  }

  private double decrease() {
    return sums.get(products());
  }

  private int products() {
    return sums.size() - 1;
  }

  /** Takes products until one adds at most a tenth of their mean, which is enough for a step. */
  void solve(int most) {
    while (products() < most && !addsLittle() && advance()) {
      pairs.add(pair);
    }
  }

  private boolean addsLittle() {
    int k = products();
    return k > 0 && k * (decrease() - sums.get(k - 1)) <= LITTLE * decrease();
  }

  /**
   * g'H^-1 g: the sum is taken for it where the last half of the products added at most a tenth,
   * and what is left would add no more even along a direction as flat as nearly equal columns make
   * it, which conjugate gradients meet last; or where the penalty bounds what is left so, or the
   * whole by the limit. Infinite where the products end before that.
   *
   * @param limit the sum is told as soon as it is above this
   * @param products the most, those of {@link #solve} included
   */
  double decrement(double limit, int products) {
    while (decrease() <= limit && !hasConverged()) {
      double rest = rest();
      boolean within = decrease() + rest <= limit && Double.isFinite(limit);
      if (within || rest <= LITTLE * decrease()) {
        return decrease() + rest;
      }
      if (products() >= products || !advance()) {
        return size > 0 ? Double.POSITIVE_INFINITY : decrease();
      }
    }
    return decrease();
  }

  private boolean hasConverged() {
    int k = products();
    return k >= FEWEST
        && decrease() - sums.get(k / 2) <= LITTLE * decrease()
        && size <= FLAT * LITTLE * decrease();
  }

  /** The step so far; before the first product downhill by the preconditioner. */
  double[] step() {
    return products() == 0 ? axis : d;
  }

  /** Adds the products of {@link #solve} to an estimate of the inverse Hessian. */
  void addPairs(InverseHessian learner) {
    for (double[][] pair : pairs) {
      learner.learn(pair[0], pair[1]);
    }
  }
}
