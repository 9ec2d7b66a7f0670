package io.downhill.optim;

import java.util.Arrays;
import java.util.Optional;

/**
 * The smooth part of the cost and its derivatives at w: the mean loss of the examples plus the
 * squared penalty, so it does not grow with m. What is not smooth, l1, is the optimiser's: {@link
 * L1}.
 *
 * <p>Parameters are one array, [weights | bias]: n + 1 of them, or of K classes the n K weights
 * side by side, element (j, k) at j K + k, and then K biases.
 */
public interface Objective {
  /** The number of weights: n, or n K of K classes. */
  int weights();

  /** The number of biases, which stand behind the weights: 1, or K. */
  default int columns() {
    return 1;
  }

  /** The length of parameters and of gradients. */
  default int parameters() {
    return weights() + columns();
  }

  /** Whether a dense Hessian is held. */
  default boolean holdsHessian() {
    return Newton.isDense(weights());
  }

  /**
   * The largest curvature that the loss has anywhere along a direction, as a multiple of the
   * largest at w = 0: 1 for two classes.
   */
  default double steepening() {
    return 1;
  }

  /**
   * The Hessian at w over the biases alone, a lower triangle row by row.
   *
   * <p>This plain form takes a product for each.
   */
  default double[] biasHessian(double[] w) {
    int first = weights();
    int count = columns();
    double[] triangle = new double[count * (count + 1) / 2];
    double[] axis = new double[parameters()];
    double[] row = new double[parameters()];
    for (int k = 0; k < count; k++) {
      axis[first + k] = 1;
      product(w, axis, row);
      System.arraycopy(row, first, triangle, k * (k + 1) / 2, k + 1);
      axis[first + k] = 0;
    }
    return triangle;
  }

  /** Reads of the examples so far, a part of them as that part; NaN where they are not counted. */
  default double passes() {
    return Double.NaN;
  }

  /** Where a run over this objective notes what it needs to be gone on with. */
  default Journal journal() {
    return Journal.NONE;
  }

  /** Rounds parameters to those that this objective can tell apart, in place. */
  default void round(double[] w) {}

  /**
   * Returns J(w) and writes [dw | db] at w.
   *
   * @param w the parameters, not changed
   * @param gradient receives the gradient
   */
  double costAndGradient(double[] w, double[] gradient);

  /**
   * Writes the Hessian at w times v.
   *
   * @param product receives Hv
   */
  void product(double[] w, double[] v, double[] product);

  /**
   * The Hessian at w: its lower triangle row by row, element (j, k) at j(j+1)/2 + k.
   *
   * <p>This plain form multiplies with one axis after the other.
   */
  default double[] hessian(double[] w) {
    int length = parameters();
    double[] triangle = new double[length * (length + 1) / 2];
    double[] axis = new double[length];
    double[] row = new double[length];
    for (int j = 0; j < length; j++) {
      axis[j] = 1;
      product(w, axis, row);
      System.arraycopy(row, 0, triangle, j * (j + 1) / 2, j + 1);
      axis[j] = 0;
    }
    return triangle;
  }

  /**
   * The Hessian at w over some parameters alone, a lower triangle in their order.
   *
   * @param places of these parameters, the biases last
   */
  default double[] hessian(double[] w, int[] places) {
    return Restricted.triangle(hessian(w), places);
  }

  /**
   * About the diagonal of the Hessian where it is largest, each above 0: the units of the
   * parameters, for solvers that must know them.
   */
  default double[] units() {
    double[] ones = new double[parameters()];
    Arrays.fill(ones, 1);
    return ones;
  }

  /**
   * The l2 of each parameter, which its curvature has at least: 0 where it has none, as biases; a
   * new array.
   */
  default double[] penalties() {
    return new double[parameters()];
  }

  /**
   * The objective along w + t d.
   *
   * <p>This plain form evaluates gradient and Hessian at each point; an objective over examples
   * keeps the margins of w and d, and does not read X again.
   */
  default Line line(double[] w, double[] d) {
    return t -> {
      double[] at = new double[w.length];
      double[] gradient = new double[w.length];
      double[] product = new double[w.length];
      for (int j = 0; j < w.length; j++) {
        at[j] = w[j] + t * d[j];
      }
      double cost = costAndGradient(at, gradient);
      product(at, d, product);
      return new Line.Point(cost, Vectors.dot(gradient, d), Vectors.dot(product, d));
    };
  }

  /**
   * The same objective over a small part of the examples, if there are many: its optimum is near,
   * and its Hessian is alike. Belongs to this objective, which closes it.
   */
  default Optional<Objective> sample() {
    return Optional.empty();
  }

  /**
   * The same where only some features have weights, the others' being 0, with the bits that it has
   * there. Belongs to this objective, which closes it, at the latest when it is asked for another.
   *
   * <p>This plain form asks this objective; one over examples may read less of them.
   *
   * @param features ascending, at least one
   */
  default Objective restrictedTo(int[] features) {
    return Restricted.of(this, features);
  }

  /**
   * The lower triangle of a matrix that is nowhere above the Hessian at w, at the cost of the
   * sample's: what the sample adds to it, as if the other examples had no curvature. Newton's
   * decrement by it is a bound. Empty without a sample.
   */
  default Optional<double[]> leastHessian(double[] w) {
    return Optional.empty();
  }

  /** {@link #leastHessian(double[])} over some parameters alone. */
  default Optional<double[]> leastHessian(double[] w, int[] places) {
    return leastHessian(w).map(all -> Restricted.triangle(all, places));
  }

  /**
   * Gradient and Hessian at w from products in double, where that costs next to nothing; else
   * empty.
   */
  default Optional<Exact> exact(double[] w) {
    return Optional.empty();
  }

  /**
   * Takes steps of gradient descent, w := w - alpha dw, and tells what was seen before each.
   *
   * <p>This plain form evaluates the gradient once a step. An objective whose data live on a device
   * overrides it to stay there.
   *
   * @param w where to start, not changed
   * @param alpha the learning rate
   * @param steps how many, at least 1
   */
  default Descent descend(double[] w, double alpha, int steps) {
    Descent descent = Descent.allocate(parameters(), steps);
    double[] gradient = new double[parameters()];
    double[] at = w.clone();
    for (int k = 0; k < steps; k++) {
      descent.record(k, at, costAndGradient(at, gradient), gradient);
      for (int j = 0; j < at.length; j++) {
        at[j] -= alpha * gradient[j];
      }
      round(at);
    }
    System.arraycopy(at, 0, descent.weights()[steps], 0, at.length);
    return descent;
  }
}
