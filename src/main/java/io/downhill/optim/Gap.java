package io.downhill.optim;

/**
 * An upper estimate of J - J*: the square of Newton's decrement, g'H^-1 g, twice what a quadratic
 * would give, which covers the change of the curvature on the way; with l1 that of the parameters
 * that are free. Over the objective's sample, where it has one.
 */
public final class Gap {
  /** The most products for a look at where a run ended. */
  private static final int FEW = 200;

  /** The most products for a proof that lets it end. */
  static final int MANY = 1000;

  private Gap() {}

  /**
   * The estimate; beyond {@link Newton#DENSE} features by conjugate gradients, and NaN where a few
   * products do not tell.
   *
   * @param cost J at w
   * @param gradient of the smooth part at w
   */
  public static double at(Objective f, L1 l1, double[] w, double cost, double[] gradient) {
    State s = new State(w, cost, gradient, l1.slope(w, gradient));
    double gap = estimate(f, l1, s, Direction.NONE, Double.POSITIVE_INFINITY, FEW, Monitor.NONE);
    return Double.isFinite(gap) ? gap : Double.NaN;
  }

  /**
   * The estimate; infinite where conjugate gradients do not come to an end.
   *
   * @param direction which may know about the inverse Hessian
   * @param enough more than this need not be exact
   * @param monitor may end it, without a result
   */
  static double estimate(
      Objective f, L1 l1, State s, Direction direction, double enough, Monitor monitor) {
    return estimate(f, l1, s, direction, enough, MANY, monitor);
  }

  private static double estimate(
      Objective f,
      L1 l1,
      State s,
      Direction direction,
      double enough,
      int products,
      Monitor monitor) {
    Objective some = f.sample().orElse(f);
    if (f.features() <= Newton.DENSE) {
      double gap = dense(some, l1, s);
      return gap == Double.POSITIVE_INFINITY && some != f ? dense(f, l1, s) : gap;
    }
    double[] rest = l1.subgradient(s.w(), s.gradient());
    InverseHessian inverse = direction.inverse().orElseGet(() -> new InverseHessian(some.units()));
    Face face = Face.at(l1, s.w(), rest);
    return new NewtonSystem(some, s.w(), face.take(rest), face, inverse.on(face), monitor)
        .square(enough, products);
  }

  private static double dense(Objective f, L1 l1, State s) {
    return new Curvature(f.hessian(s.w()), s.w().length).gap(l1, s.w(), s.gradient());
  }
}
