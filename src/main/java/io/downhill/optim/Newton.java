package io.downhill.optim;

import java.util.Optional;

/**
 * Newton's method with a dense model of the Hessian, for up to {@value #DENSE} weights, with or
 * without l1 (then proximal, by coordinate descent); {@link TruncatedNewton} is for more.
 *
 * <p>Where the objective has a sample, it is solved first, from its own sample and so on: its
 * optimum is the start and its Hessian the model, which BFGS improves with each step. So the large
 * data are read once a step, and few times in all. Where a step leaves more than half of the slope,
 * as with rare features that the sample lacks, the model becomes the Hessian of all data. Without a
 * sample the Hessian is computed at each step, and where it has arrived it takes one step more.
 *
 * @param iterations the most steps, at least 1
 * @param goal where it has converged
 * @param l1 the penalty that is not smooth
 */
public record Newton(int iterations, Goal goal, L1 l1) implements Optimizer {
  /** The most weights for which a dense Hessian is held. */
  public static final int DENSE = 1000;

  /** Steps without a new low of the slope before a run ends. */
  static final int PATIENCE = 6;

  /** Steps that leave more of the slope than this tell that the model is not like the objective. */
  private static final double SLOW = 0.5;

  /** The same where a Hessian takes the time of many steps. */
  private static final double SLOWEST = 0.9;

  /** Costs in float32 sums are not told apart below this share of themselves. */
  private static final double NOISE = 1e-6;

  private static final int SAMPLE_ITERATIONS = 30;

  /** The same for L-BFGS, whose steps are shorter. */
  private static final int SAMPLE_STEPS = 300;

  /** No closer: the optimum of a sample differs from that of all data by more. */
  private static final Goal SAMPLE_GOAL = Goal.within(1e-7);

  /** Whether a dense Hessian is held for so many weights. */
  public static boolean isDense(int weights) {
    return weights <= DENSE;
  }

  @Override
  public Solution minimize(Objective f, double[] start, Monitor monitor) {
    return minimize(f, start, monitor, true);
  }

  /**
   * The same.
   *
   * @param proven whether the end is to be proven where the model began as that of a sample
   */
  private Solution minimize(Objective f, double[] start, Monitor monitor, boolean proven) {
    QuadraticModel model = new QuadraticModel(l1, f.columns());
    Optional<Objective> sample = f.sample();
    if (sample.isPresent()) {
      return bySample(f, sample.get(), model, start, monitor, proven);
    }
    Solution end =
        new LineSearchDescent(f, l1, new Modelled(f, model, true, false), PATIENCE)
            .minimize(start, iterations, goal, monitor);
    boolean arrived = end.stop() == Stop.CONVERGED && end.gap().isKnown() && !l1.present();
    // A start that is the optimum already stays as it is.
    boolean moved = end.iterations() > 0 && end.iterations() < iterations;
    return proven && arrived && moved ? further(f, end, monitor) : end;
  }

  /**
   * One step more from where a run has arrived, in double where the objective has that. It squares
   * what is left, so that the weights have the digits that their standard errors ask for; its
   * Hessian serves whoever judges the end.
   */
  private Solution further(Objective f, Solution end, Monitor monitor) {
    State s = end.state();
    Optional<Exact> exact = f.exact(s.w());
    Curvature curvature =
        exact.map(Exact::curvature).orElseGet(() -> new Curvature(f.hessian(s.w()), s.w().length));
    double[] gradient = exact.map(Exact::gradient).orElse(s.gradient());
    double[] step = curvature.step(l1, s.w(), gradient);
    State next = State.of(f, l1, Vectors.plus(s.w(), 1, step));
    // Slopes of float32 sums do not tell which of two is nearer than they can see.
    boolean nearer =
        exact.isPresent() ? next.cost() <= s.cost() * (1 + NOISE) : next.slope() < s.slope();
    if (!next.isFinite() || !nearer) {
      return end.converged(new Gap(end.gap().value(), end.gap().source(), Optional.of(curvature)));
    }
    monitor.iteration(end.iterations() + 1, next.cost(), next.slope());
    Gap gap = new Gauge(f, l1).byHessian(next, curvature);
    monitor.gap(gap);
    return next.solution(end.iterations() + 1, Stop.CONVERGED).converged(gap);
  }

  private Solution bySample(
      Objective f,
      Objective sample,
      QuadraticModel model,
      double[] start,
      Monitor monitor,
      boolean proven) {
    double[] near = near(sample, start, Monitor.until(monitor::cancelled));
    State s = State.of(f, l1, near.clone());
    // A sample without penalty may be separable, its weights far away: then they are no start.
    boolean isStart = s.cost() <= State.of(sample, l1, start.clone()).cost();
    Modelled direction = new Modelled(f, model, false, proven);
    if (isStart) {
      model.set(sample.hessian(near), near.length);
    } else {
      s = State.of(f, l1, start.clone());
      direction.forget();
    }
    return new LineSearchDescent(f, l1, direction, PATIENCE).minimize(s, iterations, goal, monitor);
  }

  /** The optimum of a sample; of K classes by products, for their Hessian takes K^2 / 2 passes. */
  private double[] near(Objective sample, double[] start, Monitor monitor) {
    if (sample.columns() == 1) {
      return new Newton(SAMPLE_ITERATIONS, SAMPLE_GOAL, l1)
          .minimize(sample, start, monitor, false)
          .w();
    }
    Optimizer optimizer =
        l1.present()
            ? new Lbfgs(SAMPLE_STEPS, SAMPLE_GOAL, l1)
            : new TruncatedNewton(SAMPLE_ITERATIONS, SAMPLE_GOAL);
    return optimizer.minimize(sample, start, monitor).w();
  }

  /**
   * Steps by a model that is the Hessian of all data at each state, or begins as that of a sample,
   * learns from the steps, and becomes the Hessian of all where they leave more than half of the
   * slope. A run ends by a bound over all rows, for a sample may lack those that hold J up.
   */
  private static final class Modelled implements Direction {
    private final Objective f;
    private final QuadraticModel model;
    private final boolean exact;
    private final boolean proven;
    private boolean anew;

    Modelled(Objective f, QuadraticModel model, boolean exact, boolean proven) {
      this.f = f;
      this.model = model;
      this.exact = exact;
      this.proven = proven;
      this.anew = exact;
    }

    @Override
    public double[] step(State s) {
      if (anew) {
        model.set(f.hessian(s.w()), s.w().length);
        anew = exact;
      }
      return model.minimize(s);
    }

    @Override
    public Gap gap(State s, double limit) {
      double gap = model.decrement(s);
      if (!proven || !(gap <= limit)) {
        return Gap.of(gap, exact ? Gap.Source.HESSIAN : Gap.Source.SAMPLE);
      }
      if (f.columns() > 1 && gap > limit / Gauge.EXCESS) {
        // A bound would be above the limit, and takes the time of several steps.
        return Gap.of(Gauge.EXCESS * gap, Gap.Source.SAMPLE);
      }
      Gauge gauge = new Gauge(f, model.l1());
      Gap bound = gauge.byLowerBound(s);
      boolean dear = f.columns() > 1 && Double.isFinite(bound.value());
      if (bound.value() <= limit || dear || gap > limit / (4 * Gauge.EXCESS)) {
        return bound; // If it is above the limit, a step or two bring it below.
      }
      // The sample lacks what the model has learned from the steps.
      Curvature curvature = new Curvature(f.hessian(s.w()), s.w().length);
      model.set(curvature.factors());
      anew = false;
      return gauge.byHessian(s, curvature);
    }

    @Override
    public Optional<double[]> diagonal() {
      return model.diagonal();
    }

    @Override
    public void learn(State before, State after) {
      if (!exact) {
        model.learn(before, after);
        anew = after.slope() > slow() * before.slope();
      }
    }

    /**
     * That of K classes takes K (K - 1) / 2 reads: so many steps are to bring less than it would.
     */
    private double slow() {
      int k = f.columns();
      return k == 1 ? SLOW : Math.min(SLOWEST, StrictMath.pow(SLOW, 2.0 / (k * (k - 1))));
    }

    @Override
    public boolean forget() {
      anew = true;
      return !exact;
    }
  }
}
