package io.downhill.optim;

/**
 * Newton's method without a Hessian, for many features: each step solves H d = -g by conjugate
 * gradients on products with H, as far as they bring much (Nash and Sofer 1990). Takes no l1.
 *
 * @param iterations the most steps, at least 1
 * @param goal where it has converged
 */
public record TruncatedNewton(int iterations, Goal goal) implements Optimizer {
  @Override
  public Solution minimize(Objective f, double[] start, Monitor monitor) {
    return new LineSearchDescent(f, L1.NONE, new ConjugateGradients(f), Newton.PATIENCE)
        .minimize(start, iterations, goal, monitor);
  }
}
