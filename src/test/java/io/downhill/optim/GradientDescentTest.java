package io.downhill.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GradientDescentTest {
  /** J = (1/2) sum c_j (w_j - 1)^2, whose gradient step contracts by 1 - alpha c_j. */
  private record Bowl(double... curvatures) implements Objective {
    @Override
    public int weights() {
      return curvatures.length - 1;
    }

    @Override
    public double costAndGradient(double[] w, double[] gradient) {
      double cost = 0;
      for (int j = 0; j < w.length; j++) {
        gradient[j] = curvatures[j] * (w[j] - 1);
        cost += curvatures[j] * (w[j] - 1) * (w[j] - 1) / 2;
      }
      return cost;
    }

    @Override
    public void product(double[] w, double[] v, double[] product) {
      for (int j = 0; j < w.length; j++) {
        product[j] = curvatures[j] * v[j];
      }
    }
  }

  private static Solution minimize(Objective f, double alpha, int iterations, double tolerance) {
    return new GradientDescent(alpha, iterations, Goal.slope(tolerance))
        .minimize(f, new double[f.parameters()], Monitor.NONE);
  }

  @Test
  void arrivesAtTheBottomOfTheBowl() {
    Solution solution = minimize(new Bowl(1, 0.5, 2), 0.5, 1000, 1e-9);
    assertEquals(Stop.CONVERGED, solution.stop());
    assertArrayEquals(new double[] {1, 1, 1}, solution.w(), 1e-8);
  }

  @Test
  void stopsAtTheFirstIterationWhoseSlopeIsWithinTheTolerance() {
    // From 0 with c = 1 and alpha = 1/2 the slope before step k is 2^-k.
    Solution solution = minimize(new Bowl(1, 1), 0.5, 1000, 0x1p-20);
    assertEquals(20, solution.iterations());
    assertEquals(0x1p-20, solution.slope());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 49, 50, 51, 123})
  void takesExactlyTheIterationsItIsGiven(int iterations) {
    Solution solution = minimize(new Bowl(1, 1), 0.01, iterations, 0);
    assertEquals(iterations, solution.iterations());
    assertEquals(Stop.ITERATION_LIMIT, solution.stop());
    assertEquals(1 - StrictMath.pow(0.99, iterations), solution.w()[0], 1e-13);
  }

  @Test
  void reportsTheCostBeforeEachUpdate() {
    List<Double> costs = new ArrayList<>();
    new GradientDescent(0.5, 3, Goal.slope(0))
        .minimize(new Bowl(1, 0), new double[2], (iteration, cost, slope) -> costs.add(cost));
    assertEquals(List.of(0.5, 0.125, 0.03125), costs);
  }

  @Test
  void costThatRisesWithoutEndIsADivergence() {
    // alpha c = 3 doubles the distance at each step, until it overflows.
    Solution solution = minimize(new Bowl(3, 1), 1, 100_000, 0);
    assertEquals(Stop.DIVERGED, solution.stop());
    assertTrue(Double.isFinite(solution.cost()), () -> "cost " + solution.cost());
    assertTrue(solution.iterations() <= 600, () -> "iterations " + solution.iterations());
  }

  @Test
  void costThatIsNotFiniteIsADivergenceAtTheLastFiniteState() {
    Objective breaks =
        new Objective() {
          @Override
          public int weights() {
            return 0;
          }

          @Override
          public double costAndGradient(double[] w, double[] gradient) {
            gradient[0] = -1;
            return w[0] > 4.5 ? Double.NaN : 10 - w[0];
          }

          @Override
          public void product(double[] w, double[] v, double[] product) {
            product[0] = 0;
          }
        };
    Solution solution = minimize(breaks, 1, 100, 0);
    assertEquals(Stop.DIVERGED, solution.stop());
    assertEquals(4, solution.w()[0]);
    assertEquals(4, solution.iterations());
  }

  @Test
  void costThatSwingsAboveTheFirstOnItsWayDownIsNoDivergence() {
    // A start near the bottom of one axis, then a swing that dies away slowly.
    Objective swing =
        new Objective() {
          private int calls;

          @Override
          public int weights() {
            return 0;
          }

          @Override
          public double costAndGradient(double[] w, double[] gradient) {
            gradient[0] = 1;
            return calls++ == 0 ? 1 : 2 + 1.0 / calls;
          }

          @Override
          public void product(double[] w, double[] v, double[] product) {
            product[0] = 0;
          }
        };
    assertEquals(Stop.ITERATION_LIMIT, minimize(swing, 0.1, 2000, 0).stop());
  }

  @Test
  void monitorEndsTheRunAfterTheStepsInHand() {
    Monitor afterThree =
        new Monitor() {
          private int seen;

          @Override
          public void iteration(int iteration, double cost, double slope) {
            seen = iteration;
          }

          @Override
          public boolean cancelled() {
            return seen >= 3;
          }
        };
    Solution solution =
        new GradientDescent(0.5, 1000, Goal.slope(0))
            .minimize(new Bowl(1, 1), new double[2], afterThree);
    assertEquals(Stop.INTERRUPTED, solution.stop());
    assertTrue(solution.iterations() < 20, () -> "iterations " + solution.iterations());
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
  void learningRateMustBeFiniteAndAboveZero(double alpha) {
    assertThrows(
        IllegalArgumentException.class, () -> new GradientDescent(alpha, 1, Goal.slope(0)));
  }

  @Test
  void toleranceMustNotBeNan() {
    assertThrows(IllegalArgumentException.class, () -> Goal.slope(Double.NaN));
  }
}
