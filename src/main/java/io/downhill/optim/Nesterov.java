package io.downhill.optim;

import java.util.Optional;

/**
 * Accelerated gradient descent (Nesterov 1983) with restart where the momentum points uphill
 * (O'Donoghue and Candes 2015); with l1 each step is followed by the soft threshold (FISTA), which
 * leaves exact zeros.
 *
 * <p>A rate is too large where the gradient shows a curvature above 1/alpha between two points that
 * follow each other: then J(next) may be above J + g'd + |d|^2 / (2 alpha), which every step relies
 * on. It costs no pass to see that.
 *
 * @param alpha the learning rate, at most 1/L
 * @param iterations the most steps, at least 1
 * @param goal where it has converged
 * @param l1 the penalty that is not smooth
 * @param fixed whether a rate that is too large is kept; else it is halved, and the momentum ends
 */
public record Nesterov(double alpha, int iterations, Goal goal, L1 l1, boolean fixed)
    implements Optimizer {
  /**
   * The momentum lets slope and cost swing; without a new low of either for so many steps, and for
   * as many as led to it, what is left is rounding.
   */
  private static final int PATIENCE = 1000;

  /** Sums of float32 do not tell less than this share of J. */
  private static final double NOISE = 1e-9;

  /** A fall of this share of J is seen for certain. */
  private static final double CLEAR = 1e-6;

  private static final int HALVINGS = 10;

  /** Halves the rate where it is too large. */
  public Nesterov(double alpha, int iterations, Goal goal, L1 l1) {
    this(alpha, iterations, goal, l1, false);
  }

  /** Checks the learning rate. */
  public Nesterov {
    if (!(alpha > 0) || !Double.isFinite(alpha)) {
      throw new IllegalArgumentException("alpha must be a finite number above 0, not " + alpha);
    }
  }

  @Override
  public Solution minimize(Objective f, double[] start, Monitor monitor) {
    return new Run(f, start, monitor).minimize();
  }

  /** What a run remembers from step to step. */
  private final class Run {
    private final Objective f;
    private final Monitor monitor;
    private double rate = alpha;
    private boolean tooLarge;
    private double[] w;
    private double[] ahead;
    private double momentum = 1;
    private State last;
    private State best;
    private int bestAt;
    private State lowest;
    private int lowestAt;
    private double fallen;
    private double bestFallen;

    Run(Objective f, double[] start, Monitor monitor) {
      this.f = f;
      this.monitor = monitor;
      w = start.clone();
      ahead = w;
    }

    Solution minimize() {
      Arrival arrival = goal.arrival(f, l1, monitor);
      Optional<Tape> kept = f.journal().resume(monitor).map(Tape::new);
      kept.ifPresent(tape -> resume(tape, arrival));
      for (int k = kept.isPresent() ? kept.get().nextInt() : 0; ; k++) {
        keep(k, arrival);
        State s = State.of(f, l1, ahead);
        if (!s.isFinite()) {
          return State.of(f, l1, w).solution(k, Stop.DIVERGED);
        }
        monitor.effort(f.passes(), rate);
        monitor.iteration(k, s.cost(), s.slope());
        if (arrival.reached(s, Direction.NONE)) {
          return s.solution(k, Stop.CONVERGED).converged(arrival.gap()).withAlpha(rate);
        }
        if (k == iterations) {
          return s.solution(k, Stop.ITERATION_LIMIT).withAlpha(rate);
        }
        if (monitor.cancelled()) {
          return s.solution(k, Stop.INTERRUPTED).withAlpha(rate);
        }
        watch(s, k);
        if (tooLarge && k - lowestAt > PATIENCE) {
          if (shorterStepFalls()) {
            return lowest.solution(k, Stop.DIVERGED).withAlpha(rate);
          }
          lowestAt = k;
        }
        if (k - bestAt > Math.max(PATIENCE, bestAt)) {
          return best.solution(k, Stop.PRECISION).withAlpha(rate);
        }
        advance(step(s, rate));
      }
    }

    /** Offers what a run from iteration k on needs. */
    private void keep(int k, Arrival arrival) {
      Tape memory = new Tape().put(rate, Tape.of(tooLarge), momentum, bestAt, lowestAt);
      memory.put(fallen, bestFallen);
      arrival.keep(memory);
      double[][] places = {w, ahead};
      State[] states = {last, best, lowest};
      f.journal()
          .offer(
              f.passes(),
              () -> {
                Tape tape = new Tape().put(memory.values());
                for (double[] place : places) {
                  tape.putVector(place);
                }
                for (State state : states) {
                  tape.putState(state);
                }
                return tape.put(k).values();
              });
    }

    private void resume(Tape tape, Arrival arrival) {
      rate = tape.next();
      tooLarge = tape.nextBoolean();
      momentum = tape.next();
      bestAt = tape.nextInt();
      lowestAt = tape.nextInt();
      fallen = tape.next();
      bestFallen = tape.next();
      arrival.resume(tape);
      w = tape.nextVector();
      ahead = tape.nextVector();
      last = tape.nextState();
      best = tape.nextState();
      lowest = tape.nextState();
    }

    private void watch(State s, int k) {
      fallen += last == null ? 0 : last.fall(s, l1);
      if (last != null && curvatureShows(last, s)) {
        tooLarge |= fixed;
        if (!fixed) {
          rate /= 2;
          momentum = 1;
          w = s.w();
        }
      }
      last = s;
      if (lowest == null || s.cost() < lowest.cost() - CLEAR * Math.abs(lowest.cost())) {
        lowest = s;
        lowestAt = k;
      }
      if (best == null || s.slope() < best.slope() || fallen > bestFallen + s.leastFall()) {
        best = s;
        bestAt = k;
        bestFallen = fallen;
      }
    }

    /** Whether the curvature between two points is above 1/alpha, and not by rounding. */
    private boolean curvatureShows(State from, State to) {
      double[] d = Vectors.plus(to.w(), -1, from.w());
      double[] change = Vectors.plus(to.gradient(), -1, from.gradient());
      double noise = NOISE * Math.abs(to.cost());
      return Vectors.dot(change, d) > Vectors.dot(d, d) / rate + noise;
    }

    /** Whether a shorter step from the lowest state falls clearly: then the rate is the reason. */
    private boolean shorterStepFalls() {
      double shorter = rate;
      for (int k = 0; k < HALVINGS; k++) {
        shorter /= 2;
        State there = State.of(f, l1, step(lowest, shorter));
        if (there.cost() < lowest.cost() - CLEAR * Math.abs(lowest.cost())) {
          return true;
        }
      }
      return false;
    }

    private void advance(double[] next) {
      // The step taken against the momentum that led to it.
      double uphill = 0;
      for (int j = 0; j < w.length; j++) {
        uphill += (ahead[j] - next[j]) * (next[j] - w[j]);
      }
      double after = uphill > 0 ? 1 : (1 + Math.sqrt(1 + 4 * momentum * momentum)) / 2;
      double share = uphill > 0 ? 0 : (momentum - 1) / after;
      ahead = Vectors.plus(next, share, Vectors.plus(next, -1, w));
      momentum = after;
      w = next;
    }
  }

  private double[] step(State s, double rate) {
    double[] next = new double[s.w().length];
    for (int j = 0; j < next.length; j++) {
      next[j] = l1.least(j, s.w()[j] - rate * s.gradient()[j], rate);
    }
    return next;
  }
}
