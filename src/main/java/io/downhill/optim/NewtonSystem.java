package io.downhill.optim;

import java.util.ArrayList;
import java.util.List;

/**
 * Newton's equation H d = -g at one state, solved by preconditioned conjugate gradients, a product
 * Hv and so a pass at a time. Each product adds its gain to a sum that rises to g'H^-1 g, the
 * square of Newton's decrement (Hestenes and Stiefel 1952).
 */
final class NewtonSystem {
  /** Products before the last half of them says anything. */
  private static final int FEWEST = 8;

  /** What brings less than this share brings little. */
  private static final double LITTLE = 0.1;

  /** The curvature along such a direction, as a share of what the preconditioner says. */
  private static final double FLAT = 1e-5;

  private final Objective f;
  private final double[] w;
  private final Face face;
  private final InverseHessian inverse;
  private final Monitor monitor;
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
    d = new double[gradient.length];
    residual = Vectors.plus(d, -1, gradient);
    axis = inverse.times(residual);
    size = Vectors.dot(residual, axis);
  }

  /**
   * Takes a product; false where nothing is left, or rounding has hidden the curvature, or ended.
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

  /** Goes on until a product brings little beside the mean of all, which does for a step. */
  void solve(int most) {
    while (products() < most && !slow() && advance()) {
      pairs.add(pair);
    }
  }

  private boolean slow() {
    int k = products();
    return k > 0 && k * (decrease() - sums.get(k - 1)) <= LITTLE * decrease();
  }

  /**
   * g'H^-1 g, which has come to stand where the last half of the products has brought little of it,
   * and what is left would bring little even along a direction as flat as nearly equal columns make
   * it, which conjugate gradients meet last. Infinite where it does not come to stand.
   *
   * @param enough more than this is not looked at any closer
   * @param most products in all
   */
  double square(double enough, int most) {
    while (decrease() <= enough && !settled()) {
      if (products() >= most || !advance()) {
        return size > 0 ? Double.POSITIVE_INFINITY : decrease();
      }
    }
    return decrease();
  }

  private boolean settled() {
    int k = products();
    return k >= FEWEST
        && decrease() - sums.get(k / 2) <= LITTLE * decrease()
        && size <= FLAT * LITTLE * decrease();
  }

  /** The step so far; before the first product downhill by the preconditioner. */
  double[] step() {
    return products() == 0 ? axis : d;
  }

  /** Shows the products of {@link #solve} to an estimate of the inverse Hessian. */
  void teach(InverseHessian learner) {
    for (double[][] pair : pairs) {
      learner.learn(pair[0], pair[1]);
    }
  }
}
