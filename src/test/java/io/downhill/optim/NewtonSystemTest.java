package io.downhill.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Newton's decrement by conjugate gradients. */
class NewtonSystemTest {
  private static final int N = 200;

  /** Curvatures from 0.2 to 1, and the last as flat as that along the difference of near twins. */
  private static double[] curvatures() {
    double[] curvatures = new double[N];
    Arrays.setAll(curvatures, j -> 0.2 + 0.8 * j / (N - 2));
    curvatures[N - 1] = 2e-5;
    return curvatures;
  }

  private static NewtonSystem system(double[] gradient, Monitor monitor) {
    double[] w = new double[N];
    double[] units = new double[N];
    Arrays.fill(units, 1);
    return new NewtonSystem(
        Quadratic.diagonal(curvatures()),
        w,
        gradient,
        Face.at(L1.NONE, w, gradient),
        new InverseHessian(units),
        monitor);
  }

  @Test
  void flatDirectionThatTheGradientHardlyHasIsFound() {
    double[] gradient = new double[N];
    Arrays.fill(gradient, 0.01);
    double rest = 0;
    for (int j = 0; j < N - 1; j++) {
      rest += gradient[j] * gradient[j] / curvatures()[j];
    }
    // It brings three times what all others bring, though products show little of it at first.
    gradient[N - 1] = Math.sqrt(3 * rest * curvatures()[N - 1]);
    double square = system(gradient, Monitor.NONE).square(Double.POSITIVE_INFINITY, 1000);
    assertEquals(4 * rest, square, 0.1 * rest);
  }

  @Test
  void whatIsEndedHasNoResult() {
    double[] gradient = new double[N];
    Arrays.fill(gradient, 1);
    Monitor ended =
        new Monitor() {
          @Override
          public void iteration(int iteration, double cost, double slope) {}

          @Override
          public boolean cancelled() {
            return true;
          }
        };
    assertEquals(
        Double.POSITIVE_INFINITY, system(gradient, ended).square(Double.POSITIVE_INFINITY, 1000));
  }
}
