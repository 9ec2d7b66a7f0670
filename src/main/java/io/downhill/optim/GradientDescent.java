package io.downhill.optim;

import java.util.Arrays;
import java.util.Optional;

/**
 * Batch gradient descent: repeat w := w - alpha dw until the goal is reached.
 *
 * <p>Steps are taken in runs through {@link Objective#descend}, so that an objective on a device is
 * asked seldom; where a run is cut never shows in the result. A run grows to at most {@value
 * #LONGEST_RUN} steps and about half a second, after which the monitor may end it.
 *
 * <p>Where an update changes no float32 parameter, none will; it stops there, but for a slope of 0
 * as the goal, which lets every iteration run.
 *
 * <p>It stops as diverged when a cost is not finite, or when it rises without end: over {@value
 * #WINDOW} iterations every cost is above the first one and none is below the least of the {@value
 * #WINDOW} before.
 *
 * @param alpha the learning rate, above 0
 * @param iterations the most updates, at least 1
 * @param goal where it has converged
 */
public record GradientDescent(double alpha, int iterations, Goal goal) implements Optimizer {
  private static final int LONGEST_RUN = 50;
  private static final int WINDOW = 100;
  private static final int RUN_VALUES = 1 << 22;
  private static final double RUN_NANOS = 5e8;

  /** Checks the ranges. */
  public GradientDescent {
    if (!(alpha > 0) || !Double.isFinite(alpha)) {
      throw new IllegalArgumentException("alpha must be a finite number above 0, not " + alpha);
    }
    if (iterations < 1) {
      throw new IllegalArgumentException("iterations must be at least 1, not " + iterations);
    }
  }

  @Override
  public Solution minimize(Objective objective, double[] start, Monitor monitor) {
    Rise rise = new Rise();
    Arrival arrival = goal.arrival(objective, L1.NONE, monitor);
    double[] unknown = new double[start.length];
    Arrays.fill(unknown, Double.NaN);
    Solution last =
        new State(start.clone(), Double.NaN, unknown, Double.NaN).solution(0, Stop.DIVERGED);
    double[] w = start.clone();
    int done = 0;
    int run = 1;
    Optional<Tape> kept = objective.journal().resume(monitor).map(Tape::new);
    if (kept.isPresent()) {
      done = kept.get().nextInt();
      w = kept.get().nextVector();
      State before = kept.get().nextState();
      last = before == null ? last : before.solution(done - 1, Stop.DIVERGED);
      rise.resume(kept.get());
      arrival.resume(kept.get());
    }
    while (true) {
      keep(objective, done, w, last, rise, arrival);
      if (done >= iterations || monitor.cancelled()) {
        break;
      }
      int steps = Math.min(run, iterations - done);
      long began = System.nanoTime();
      Descent descent = objective.descend(w, alpha, steps);
      for (int k = 0; k < steps; k++) {
        State s = descent.state(k);
        if (!s.isFinite()) {
          return last;
        }
        // The steps after this one have been taken.
        monitor.effort(objective.passes() - (steps - 1 - k), alpha);
        monitor.iteration(done + k, s.cost(), s.slope());
        if (arrival.reached(s)) {
          return s.solution(done + k, Stop.CONVERGED).converged(arrival.gap());
        }
        if (!goal.never() && Arrays.equals(descent.weights()[k], descent.weights()[k + 1])) {
          return s.solution(done + k, Stop.PRECISION);
        }
        last = s.solution(done + k, Stop.DIVERGED);
        if (rise.endless(s.cost())) {
          return last;
        }
      }
      done += steps;
      w = descent.weights()[steps];
      run = nextRun(run, (System.nanoTime() - began) / (double) steps, w.length);
    }
    return end(objective, arrival, w, done, last);
  }

  /** Offers what a run from here needs; where a run is cut never shows. */
  private static void keep(
      Objective objective, int done, double[] w, Solution last, Rise rise, Arrival arrival) {
    Tape memory = new Tape();
    rise.keep(memory);
    arrival.keep(memory);
    State before = done == 0 ? null : last.state();
    objective
        .journal()
        .offer(
            objective.passes(),
            () -> new Tape().put(done).putVector(w).putState(before).put(memory.values()).values());
  }

  private Solution end(Objective objective, Arrival arrival, double[] w, int done, Solution last) {
    double[] gradient = new double[w.length];
    double cost = objective.costAndGradient(w, gradient);
    State s = new State(w, cost, gradient, Descent.slope(gradient));
    if (!s.isFinite()) {
      return last;
    }
    Stop stop = done < iterations ? Stop.INTERRUPTED : Stop.ITERATION_LIMIT;
    Solution end = s.solution(done, stop);
    return arrival.reached(s) ? end.converged(arrival.gap()) : end;
  }

  /** At most twice as long as before, half a second, and so many values to bring back. */
  private static int nextRun(int run, double stepNanos, int length) {
    double fits = Math.min(RUN_NANOS / stepNanos, (double) RUN_VALUES / length);
    return (int) Math.max(1, Math.min(Math.min(2 * run, LONGEST_RUN), fits));
  }

  /** Tells a cost that rises without end from one that swings on its way down. */
  private static final class Rise {
    private double first = Double.NaN;
    private double leastBefore = Double.POSITIVE_INFINITY;
    private double least = Double.POSITIVE_INFINITY;
    private boolean above = true;
    private int seen;

    void keep(Tape tape) {
      tape.put(first, leastBefore, least, Tape.of(above), seen);
    }

    void resume(Tape tape) {
      first = tape.next();
      leastBefore = tape.next();
      least = tape.next();
      above = tape.nextBoolean();
      seen = tape.nextInt();
    }

    boolean endless(double cost) {
      if (Double.isNaN(first)) {
        first = cost;
      }
      least = Math.min(least, cost);
      above &= cost > first;
      if (++seen < WINDOW) {
        return false;
      }
      boolean endless = above && least >= leastBefore;
      leastBefore = above ? least : Double.POSITIVE_INFINITY;
      least = Double.POSITIVE_INFINITY;
      above = true;
      seen = 0;
      return endless;
    }
  }
}
