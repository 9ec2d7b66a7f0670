package io.downhill.optim;

/**
 * An upper estimate of J - J*: the square of Newton's decrement, g'H^-1 g, twice what a quadratic
 * would give, which covers the change of the curvature on the way. Over the objective's sample,
 * where it has one.
 */
public final class Gap {
  private Gap() {}

  /**
   * The estimate; beyond {@link Newton#DENSE} features by conjugate gradients, as far as their
   * products bring much.
   *
   * @param cost J at w
   * @param gradient of the smooth part at w
   */
  public static double at(Objective f, L1 l1, double[] w, double cost, double[] gradient) {
    return estimate(f, l1, new State(w, cost, gradient, l1.slope(w, gradient)));
  }

  static double estimate(Objective f, L1 l1, State s) {
    Objective some = f.sample().orElse(f);
    if (f.features() <= Newton.DENSE) {
      return new Curvature(some.hessian(s.w()), s.w().length).gap(l1, s.w(), s.gradient());
    }
    double[] rest = l1.subgradient(s.w(), s.gradient());
    ConjugateGradients cg = new ConjugateGradients(some);
    return -Vectors.dot(rest, cg.at(new State(s.w(), s.cost(), rest, s.slope())));
  }
}
