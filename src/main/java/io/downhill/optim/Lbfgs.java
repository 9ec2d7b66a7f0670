package io.downhill.optim;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * L-BFGS (Liu and Nocedal 1989): the inverse Hessian from the last steps, by the two-loop
 * recursion. It begins with the units of the parameters, so that badly scaled features do not slow
 * it down.
 *
 * @param iterations the most steps, at least 1
 * @param goal where it has converged
 */
public record Lbfgs(int iterations, Goal goal) implements Optimizer {
  private static final int MEMORY = 50;

  /** Where curvatures differ much, the slope swings up for a while as the cost creeps down. */
  private static final int PATIENCE = 40;

  @Override
  public Solution minimize(Objective f, double[] start, Monitor monitor) {
    return new LineSearchDescent(f, L1.NONE, new TwoLoop(f.units()), PATIENCE)
        .minimize(start, iterations, goal, monitor);
  }

  /** A step s, the change y of the gradient over it, and y's. */
  private record Pair(double[] s, double[] y, double ys) {}

  private static final class TwoLoop implements Direction {
    private final Deque<Pair> pairs = new ArrayDeque<>();
    private final double[] units;

    TwoLoop(double[] units) {
      this.units = units;
    }

    @Override
    public double[] at(State state) {
      double[] q = Vectors.plus(new double[state.w().length], -1, state.gradient());
      double[] alphas = new double[pairs.size()];
      int k = pairs.size();
      for (Iterator<Pair> newest = pairs.descendingIterator(); newest.hasNext(); ) {
        Pair pair = newest.next();
        alphas[--k] = Vectors.dot(pair.s(), q) / pair.ys();
        q = Vectors.plus(q, -alphas[k], pair.y());
      }
      double[] free = perUnit(q);
      if (!pairs.isEmpty()) {
        Pair last = pairs.getLast();
        double scale = last.ys() / Vectors.dot(last.y(), perUnit(last.y()));
        free = Vectors.plus(new double[q.length], scale, free);
      }
      q = free;
      for (Pair pair : pairs) {
        double beta = Vectors.dot(pair.y(), q) / pair.ys();
        q = Vectors.plus(q, alphas[k++] - beta, pair.s());
      }
      return q;
    }

    private double[] perUnit(double[] v) {
      double[] scaled = new double[v.length];
      for (int j = 0; j < v.length; j++) {
        scaled[j] = v[j] / units[j];
      }
      return scaled;
    }

    @Override
    public void learn(State before, State after) {
      double[] s = Vectors.plus(after.w(), -1, before.w());
      double[] y = Vectors.plus(after.gradient(), -1, before.gradient());
      double ys = Vectors.dot(y, s);
      if (!(ys > 0)) {
        return;
      }
      pairs.addLast(new Pair(s, y, ys));
      if (pairs.size() > MEMORY) {
        pairs.removeFirst();
      }
    }

    @Override
    public boolean forget() {
      boolean learned = !pairs.isEmpty();
      pairs.clear();
      return learned;
    }
  }
}
