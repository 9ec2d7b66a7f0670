package io.downhill.optim;

import java.util.Optional;

/**
 * Newton's method with a dense model of the Hessian, for n up to some {@value #DENSE}, with or
 * without l1 (then proximal, by coordinate descent); beyond that by conjugate gradients.
 *
 * <p>Where the objective has a sample, it is solved first, from its own sample and so on: its
 * optimum is the start and its Hessian the model, which BFGS improves with each step. So the large
 * data are read once a step, and few times in all. Without a sample the Hessian is computed at each
 * step.
 *
 * @param iterations the most steps, at least 1
 * @param tolerance the slope at which it has converged, 0 or more
 * @param l1 the penalty that is not smooth
 */
public record Newton(int iterations, double tolerance, L1 l1) implements Optimizer {
  /** The most features for which a dense Hessian is held. */
  public static final int DENSE = 1000;

  private static final int PATIENCE = 6;
  private static final int SAMPLE_ITERATIONS = 30;

  /** A sample's optimum is off by far more than this share of its own slope. */
  private static final double SAMPLE_TOLERANCE = 1e-5;

  @Override
  public Solution minimize(Objective f, double[] start, Monitor monitor) {
    if (f.features() > DENSE) {
      return new LineSearchDescent(f, l1, new ConjugateGradients(f), PATIENCE)
          .minimize(start, iterations, tolerance, monitor);
    }
    Optional<Objective> sample = f.sample();
    double[] near = sample.map(s -> solve(s, start, monitor)).orElse(start);
    QuadraticModel model = new QuadraticModel(l1);
    Direction direction =
        sample.isPresent() ? learning(model, sample.get(), near) : exact(model, f);
    return new LineSearchDescent(f, l1, direction, PATIENCE)
        .minimize(near, iterations, tolerance, monitor);
  }

  /** The optimum of a sample, near enough to start from. */
  private double[] solve(Objective sample, double[] start, Monitor monitor) {
    Monitor silent = silenced(monitor);
    double loose = Math.max(tolerance, SAMPLE_TOLERANCE);
    Solution solution = new Newton(SAMPLE_ITERATIONS, loose, l1).minimize(sample, start, silent);
    return Double.isFinite(solution.cost()) ? solution.w() : start;
  }

  private static Monitor silenced(Monitor monitor) {
    return new Monitor() {
      @Override
      public void iteration(int iteration, double cost, double slope) {}

      @Override
      public boolean cancelled() {
        return monitor.cancelled();
      }
    };
  }

  private static Direction exact(QuadraticModel model, Objective f) {
    return s -> {
      model.set(f.hessian(s.w()), s.w().length);
      return model.minimize(s);
    };
  }

  private static Direction learning(QuadraticModel model, Objective sample, double[] near) {
    model.set(sample.hessian(near), near.length);
    return new Direction() {
      @Override
      public double[] at(State s) {
        return model.minimize(s);
      }

      @Override
      public void learn(State before, State after) {
        model.learn(before, after);
      }
    };
  }
}
