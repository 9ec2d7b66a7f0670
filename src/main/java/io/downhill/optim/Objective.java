package io.downhill.optim;

/**
 * The cost J and its gradient at w. J is the mean loss of the examples plus the penalties, so it
 * does not grow with m.
 *
 * <p>Parameters are one array of length n + 1, [weights | bias].
 */
public interface Objective {
  /** n, the number of features; parameters and gradients have the length n + 1. */
  int features();

  /**
   * Returns J(w) and writes [dw | db] at w.
   *
   * @param w the parameters, length n + 1, not changed
   * @param gradient receives the gradient, length n + 1
   */
  double costAndGradient(double[] w, double[] gradient);

  /**
   * Takes steps of gradient descent, w := w - alpha dw, and tells what was seen before each.
   *
   * <p>This plain form evaluates the gradient once a step. An objective whose data live on a device
   * overrides it to stay there.
   *
   * @param w where to start, length n + 1, not changed
   * @param alpha the learning rate
   * @param steps how many, at least 1
   */
  default Descent descend(double[] w, double alpha, int steps) {
    Descent descent = Descent.allocate(features(), steps);
    double[] gradient = new double[features() + 1];
    double[] at = w.clone();
    for (int k = 0; k < steps; k++) {
      descent.record(k, at, costAndGradient(at, gradient), gradient);
      for (int j = 0; j < at.length; j++) {
        at[j] -= alpha * gradient[j];
      }
    }
    System.arraycopy(at, 0, descent.weights()[steps], 0, at.length);
    return descent;
  }
}
