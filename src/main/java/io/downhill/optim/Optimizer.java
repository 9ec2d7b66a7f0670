package io.downhill.optim;

/** Finds the parameters at which an objective is least. */
public interface Optimizer {
  /**
   * Minimises an objective.
   *
   * @param objective what to minimise
   * @param start the first parameters, length n + 1, not changed
   * @param monitor sees every iteration and may end the run
   */
  Solution minimize(Objective objective, double[] start, Monitor monitor);
}
