package io.downhill.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Newton's decrement by conjugate gradients. */
class NewtonSystemTest {
  private static final int N = 200;
  private static final int FEWEST = 8;

  /** Curvatures from 0.2 to 1, and the last as flat as that along the difference of near twins. */
  private static double[] curvatures() {
    double[] curvatures = new double[N];
    Arrays.setAll(curvatures, j -> 0.2 + 0.8 * j / (N - 2));
    curvatures[N - 1] = 2e-5;
    return curvatures;
  }

  private static NewtonSystem system(double[] gradient, Monitor monitor) {
    return system(Quadratic.diagonal(curvatures()), gradient, monitor);
  }

  private static NewtonSystem system(Objective f, double[] gradient, Monitor monitor) {
    double[] w = new double[gradient.length];
    double[] units = new double[gradient.length];
    Arrays.fill(units, 1);
    return new NewtonSystem(
        f, w, gradient, Face.of(L1.NONE, w, gradient), new InverseHessian(units), monitor);
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
    double square = system(gradient, Monitor.NONE).decrement(Double.POSITIVE_INFINITY, 1000);
    assertEquals(4 * rest, square, 0.1 * rest);
  }

  /** What the penalty proves ends it: the sum and a bound on what it lacks, near the truth. */
  @Test
  void penaltyBoundsWhatIsLeft() {
    double penalty = 1e-4;
    double[] curvatures = new double[N];
    Arrays.setAll(curvatures, j -> j == N - 1 ? 1 : penalty + Math.pow(10, -6.0 * j / N));
    double[] gradient = new double[N];
    Arrays.fill(gradient, 1e-3);
    double expected = 0;
    for (int j = 0; j < N; j++) {
      expected += gradient[j] * gradient[j] / curvatures[j];
    }
    Quadratic bowl = Quadratic.diagonal(curvatures);
    int[] products = {0};
    Objective penalised =
        new Objective() {
          @Override
          public int weights() {
            return bowl.weights();
          }

          @Override
          public double costAndGradient(double[] w, double[] gradient) {
            return bowl.costAndGradient(w, gradient);
          }

          @Override
          public void product(double[] w, double[] v, double[] product) {
            products[0]++;
            bowl.product(w, v, product);
          }

          @Override
          public double[] penalties() {
            double[] penalties = new double[N];
            Arrays.fill(penalties, 0, N - 1, penalty);
            return penalties;
          }
        };
    double square =
        system(penalised, gradient, Monitor.NONE).decrement(Double.POSITIVE_INFINITY, 1000);
    assertEquals(1.05 * expected, square, 0.05 * expected + 1e-12, "from the sum to a tenth more");
    products[0] = 0;
    double within = system(penalised, gradient, Monitor.NONE).decrement(20 * expected, 1000);
    assertTrue(within >= expected && within <= 20 * expected, within + " of " + expected);
    assertTrue(products[0] < FEWEST, products[0] + " products");
  }

  /** The last of the fewest products brings most: a flat direction that all others hide. */
  @Test
  void fewestProductsAreTakenBeforeTheSumHasConverged() {
    double[] curvatures = new double[FEWEST];
    double[] gradient = new double[FEWEST];
    double expected = 0;
    for (int j = 0; j < curvatures.length; j++) {
      boolean last = j == curvatures.length - 1;
      curvatures[j] = last ? 1e-7 : 1 + 0.01 * j;
      gradient[j] = last ? 1e-3 : 1;
      expected += gradient[j] * gradient[j] / curvatures[j];
    }
    Quadratic f = Quadratic.diagonal(curvatures);
    double square = system(f, gradient, Monitor.NONE).decrement(Double.POSITIVE_INFINITY, 1000);
    assertEquals(expected, square, 0.1 * expected);
  }

  @Test
  void noMoreThanTheFewestProductsAreTakenWhereTheSumHasConverged() {
    double[] curvatures = new double[N];
    double[] gradient = new double[N];
    Arrays.setAll(curvatures, j -> 1 + 0.01 * j / N);
    Arrays.fill(gradient, 1);
    int[] products = {0};
    Quadratic bowl = Quadratic.diagonal(curvatures);
    Objective counted =
        new Objective() {
          @Override
          public int weights() {
            return bowl.weights();
          }

          @Override
          public double costAndGradient(double[] w, double[] gradient) {
            return bowl.costAndGradient(w, gradient);
          }

          @Override
          public void product(double[] w, double[] v, double[] product) {
            products[0]++;
            bowl.product(w, v, product);
          }
        };
    system(counted, gradient, Monitor.NONE).decrement(Double.POSITIVE_INFINITY, 1000);
    assertEquals(FEWEST, products[0]);
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
        Double.POSITIVE_INFINITY,
        system(gradient, ended).decrement(Double.POSITIVE_INFINITY, 1000));
  }
}
