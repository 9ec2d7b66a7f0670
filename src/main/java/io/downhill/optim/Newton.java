package io.downhill.optim;

import java.util.Optional;

/**
 * Newton's method with a dense model of the Hessian, for n up to some {@value #DENSE}, with or
 * without l1 (then proximal, by coordinate descent); beyond that by conjugate gradients.
 *
 * <p>Where the objective has a sample, it is solved first, from its own sample and so on: its
 * optimum is the start and its Hessian the model, which BFGS improves with each step. So the large
 * data are read once a step, and few times in all. Where such steps bring little, as with rare
 * features that the sample lacks, the model begins anew with the Hessian of all data. Without a
 * sample the Hessian is computed at each step.
 *
 * @param iterations the most steps, at least 1
 * @param tolerance the slope at which it has converged, 0 or more
 * @param l1 the penalty that is not smooth
 */
public record Newton(int iterations, double tolerance, L1 l1) implements Optimizer {
  /** The most features for which a dense Hessian is held. */
  public static final int DENSE = 1000;

  private static final int PATIENCE = 6;

  /** Steps that leave more of the slope than this tell that the model is not like the objective. */
  private static final double SLOW = 0.5;

  private static final int SAMPLE_ITERATIONS = 30;

  /** A sample's optimum is off by far more than this share of its own slope. */
  private static final double SAMPLE_TOLERANCE = 1e-5;

  @Override
  public Solution minimize(Objective f, double[] start, Monitor monitor) {
    if (f.features() > DENSE) {
      return new LineSearchDescent(f, l1, new ConjugateGradients(f), PATIENCE)
          .minimize(start, iterations, tolerance, monitor);
    }
    QuadraticModel model = new QuadraticModel(l1);
    Optional<Objective> sample = f.sample();
    return sample.isPresent()
        ? bySample(f, sample.get(), model, start, monitor)
        : new LineSearchDescent(f, l1, exact(model, f), PATIENCE)
            .minimize(start, iterations, tolerance, monitor);
  }

  private Solution bySample(
      Objective f, Objective sample, QuadraticModel model, double[] start, Monitor monitor) {
    double loose = Math.max(tolerance, SAMPLE_TOLERANCE);
    double[] near =
        new Newton(SAMPLE_ITERATIONS, loose, l1).minimize(sample, start, silenced(monitor)).w();
    State s = State.at(f, l1, near.clone());
    // A sample without penalty may be separable, its weights far away: then they are no start.
    boolean serves = s.cost() <= State.at(sample, l1, start.clone()).cost();
    Learning direction = new Learning(f, model);
    if (serves) {
      model.set(sample.hessian(near), near.length);
    } else {
      s = State.at(f, l1, start.clone());
      direction.forget();
    }
    return new LineSearchDescent(f, l1, direction, PATIENCE)
        .minimize(s, iterations, tolerance, monitor);
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

  /** Steps by a model that learns from them, and begins anew where they bring little. */
  private static final class Learning implements Direction {
    private final Objective f;
    private final QuadraticModel model;
    private boolean anew;

    Learning(Objective f, QuadraticModel model) {
      this.f = f;
      this.model = model;
    }

    @Override
    public double[] at(State s) {
      if (anew) {
        model.set(f.hessian(s.w()), s.w().length);
        anew = false;
      }
      return model.minimize(s);
    }

    @Override
    public void learn(State before, State after) {
      model.learn(before, after);
      anew = after.slope() > SLOW * before.slope();
    }

    @Override
    public boolean forget() {
      anew = true;
      return true;
    }
  }
}
