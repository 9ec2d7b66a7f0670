package io.downhill.optim;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * An estimate of the inverse Hessian by the two-loop recursion of L-BFGS (Liu and Nocedal 1989),
 * from pairs of a step and the change of the gradient over it. It begins with the units of the
 * parameters, so that badly scaled features do not slow it down, or with a Hessian's own inverse.
 */
final class InverseHessian {
  private static final int PAIRS = 200;
  private static final int VALUES = 1 << 24;

  /** Of a pair on a face, y's up to this share of |s| |y| may be rounding: it is left out. */
  private static final double FLAT = 1e-9;

  /** A step s, the change y of the gradient over it, and y's. */
  private record Pair(double[] s, double[] y, double ys) {}

  private final Deque<Pair> pairs = new ArrayDeque<>();
  private final double[] units;
  private final Factors hessian;

  /** Takes {@link Objective#units}. */
  InverseHessian(double[] units) {
    this(units, null);
  }

  /** Takes a Hessian that is near. */
  InverseHessian(Factors hessian) {
    this(null, hessian);
  }

  private InverseHessian(double[] units, Factors hessian) {
    this.units = units;
    this.hessian = hessian;
  }

  /** The estimate on a face, from what the pairs say there; it must have begun with units. */
  InverseHessian restrictedTo(Face face) {
    if (face.whole()) {
      return this;
    }
    InverseHessian part = new InverseHessian(face.take(units));
    for (Pair pair : pairs) {
      double[] s = face.take(pair.s());
      double[] y = face.take(pair.y());
      if (Vectors.dot(s, y) > FLAT * Vectors.norm(s) * Vectors.norm(y)) {
        part.learn(s, y);
      }
    }
    return part;
  }

  /** The estimate times v. */
  double[] times(double[] v) {
    double[] q = v.clone();
    double[] alphas = new double[pairs.size()];
    int k = pairs.size();
    for (Iterator<Pair> newest = pairs.descendingIterator(); newest.hasNext(); ) {
      Pair pair = newest.next();
      alphas[--k] = Vectors.dot(pair.s(), q) / pair.ys();
      add(q, -alphas[k], pair.y());
    }
    q = begin(q);
    for (Pair pair : pairs) {
      double beta = Vectors.dot(pair.y(), q) / pair.ys();
      add(q, alphas[k++] - beta, pair.s());
    }
    return q;
  }

  private double[] begin(double[] q) {
    if (hessian != null) {
      return hessian.solve(q);
    }
    double scale = scale();
    for (int j = 0; j < q.length; j++) {
      q[j] *= scale / units[j];
    }
    return q;
  }

  /** What the last pair says about the units, which are bounds. */
  private double scale() {
    if (pairs.isEmpty()) {
      return 1;
    }
    Pair last = pairs.getLast();
    double squares = 0;
    for (int j = 0; j < units.length; j++) {
      squares += last.y()[j] * last.y()[j] / units[j];
    }
    return last.ys() / squares;
  }

  private static void add(double[] sum, double t, double[] v) {
    for (int j = 0; j < sum.length; j++) {
      sum[j] += t * v[j];
    }
  }

  /** Takes a pair, if the objective is convex along it; neither array may change later. */
  void learn(double[] s, double[] y) {
    double ys = Vectors.dot(y, s);
    if (!(ys > 0)) {
      return;
    }
    pairs.addLast(new Pair(s, y, ys));
    if (pairs.size() > Math.max(10, Math.min(PAIRS, VALUES / s.length / 2))) {
      pairs.removeFirst();
    }
  }

  /** Forgets all pairs; false if there were none. */
  boolean forget() {
    boolean learned = !pairs.isEmpty();
    pairs.clear();
    return learned;
  }
}
