package io.downhill.optim;

/**
 * The steps of {@link TruncatedNewton}: H d = -g by conjugate gradients on products Hv, each a
 * pass. The products of one step are the preconditioner of the next ones (Morales and Nocedal
 * 2000), which begins with the units of the parameters.
 */
final class ConjugateGradients implements Direction {
  private static final int PRODUCTS = 200;

  private final Objective f;
  private final InverseHessian inverse;
  private Monitor monitor = Monitor.NONE;
  private State last;
  private NewtonSystem system;

  ConjugateGradients(Objective f) {
    this.f = f;
    this.inverse = new InverseHessian(f.units());
  }

  @Override
  public void watch(Monitor watcher) {
    monitor = watcher;
  }

  @Override
  public double[] step(State s) {
    return solved(s).step();
  }

  /** More products after those of the step, whose solution they improve too. */
  @Override
  public Gap gap(State s, double limit) {
    return Gap.of(solved(s).decrement(limit, Gauge.MANY), Gap.Source.HESSIAN);
  }

  private NewtonSystem solved(State s) {
    if (s != last) {
      if (system != null) {
        system.addPairs(inverse);
      }
      system =
          new NewtonSystem(
              f, s.w(), s.gradient(), Face.of(L1.NONE, s.w(), s.gradient()), inverse, monitor);
      system.solve(PRODUCTS);
      last = s;
    }
    return system;
  }
}
