package io.downhill.optim;

import java.util.Arrays;

/**
 * What some steps of gradient descent saw. Everything with index k is the state before step k.
 *
 * @param weights length steps + 1: the parameters before each step, and after the last
 * @param costs length steps: J before each step
 * @param gradients length steps: the gradient before each step
 */
public record Descent(double[][] weights, double[] costs, double[][] gradients) {
  /** Room for some steps of so many parameters. */
  public static Descent allocate(int parameters, int steps) {
    return new Descent(
        new double[steps + 1][parameters], new double[steps], new double[steps][parameters]);
  }

  /** The number of steps. */
  public int steps() {
    return costs.length;
  }

  /** The largest |component of the gradient| before each step. */
  public double[] slopes() {
    return Arrays.stream(gradients).mapToDouble(Descent::slope).toArray();
  }

  /** Notes the state before step k. */
  public void record(int k, double[] w, double cost, double[] gradient) {
    System.arraycopy(w, 0, weights[k], 0, w.length);
    costs[k] = cost;
    System.arraycopy(gradient, 0, gradients[k], 0, gradient.length);
  }

  /** The state before step k. */
  State state(int k) {
    return new State(weights[k], costs[k], gradients[k], slope(gradients[k]));
  }

  /** The largest |component|; NaN if any component is NaN. */
  public static double slope(double[] gradient) {
    double largest = 0;
    for (double component : gradient) {
      largest = Math.max(largest, Math.abs(component));
    }
    return largest;
  }

  @Override
  public String toString() {
    return "Descent[" + costs.length + " steps]";
  }
}
