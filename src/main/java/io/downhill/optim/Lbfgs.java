package io.downhill.optim;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * L-BFGS (Liu and Nocedal 1989): the inverse Hessian from the last steps, by the two-loop
 * recursion.
 *
 * @param iterations the most steps, at least 1
 * @param tolerance the slope at which it has converged, 0 or more
 */
public record Lbfgs(int iterations, double tolerance) implements Optimizer {
  private static final int MEMORY = 10;

  @Override
  public Solution minimize(Objective f, double[] start, Monitor monitor) {
    return new LineSearchDescent(f, L1.NONE, new TwoLoop())
        .minimize(start, iterations, tolerance, monitor);
  }

  /** A step s, the change y of the gradient over it, and y's. */
  private record Pair(double[] s, double[] y, double ys) {}

  private static final class TwoLoop implements Direction {
    private final Deque<Pair> pairs = new ArrayDeque<>();

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
      if (!pairs.isEmpty()) {
        Pair last = pairs.getLast();
        double scale = last.ys() / Vectors.dot(last.y(), last.y());
        q = Vectors.plus(new double[q.length], scale, q);
      }
      for (Pair pair : pairs) {
        double beta = Vectors.dot(pair.y(), q) / pair.ys();
        q = Vectors.plus(q, alphas[k++] - beta, pair.s());
      }
      return q;
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
  }
}
