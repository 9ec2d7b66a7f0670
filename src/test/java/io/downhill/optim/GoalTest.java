package io.downhill.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class GoalTest {
  /** A bowl whose least cost is 1, counting what is asked of it. */
  private static final class Lifted implements Objective {
    private final Quadratic q;
    private int gradients;
    private int products;

    Lifted(Quadratic q) {
      this.q = q;
    }

    @Override
    public int weights() {
      return q.weights();
    }

    @Override
    public double costAndGradient(double[] w, double[] gradient) {
      gradients++;
      return 1 + q.costAndGradient(w, gradient);
    }

    @Override
    public void product(double[] w, double[] v, double[] product) {
      products++;
      q.product(w, v, product);
    }
  }

  private static List<Optimizer> solvers(Goal goal) {
    return List.of(
        new Newton(100, goal, L1.NONE),
        new Lbfgs(1000, goal, L1.NONE),
        new Nesterov(0.4, 100_000, goal, L1.NONE),
        new GradientDescent(0.4, 100_000, goal));
  }

  @Test
  void leastCostIsReachedWhateverTheUnits() {
    // Slopes along the first axis are a thousandth of those along the second.
    Quadratic q = Quadratic.diagonal(1e-3, 2, 0.5);
    for (Optimizer solver : solvers(Goal.LEAST)) {
      Solution solution = solver.minimize(new Lifted(q), new double[3], Monitor.NONE);
      assertEquals(Stop.CONVERGED, solution.stop(), solver::toString);
      double left = q.costAndGradient(solution.w(), new double[3]);
      assertTrue(left <= Goal.SHARE, () -> solver + ": J - J* is " + left);
    }
  }

  @Test
  void slopeAloneDecidesWhereItIsTheGoal() {
    Quadratic q = Quadratic.diagonal(1e-3, 2, 0.5);
    for (Optimizer solver : solvers(Goal.slope(1e-2))) {
      Solution solution = solver.minimize(new Lifted(q), new double[3], Monitor.NONE);
      assertEquals(Stop.CONVERGED, solution.stop(), solver::toString);
      assertTrue(solution.slope() <= 1e-2, () -> solver + ": slope " + solution.slope());
    }
  }

  @Test
  void proofOfTheLeastCostIsAskedForSeldom() {
    Lifted f = new Lifted(Quadratic.diagonal(1e-3, 2, 0.5));
    Solution solution =
        new GradientDescent(0.4, 100_000, Goal.LEAST).minimize(f, new double[3], Monitor.NONE);
    assertTrue(f.products < 100, () -> f.products + " products");
    assertTrue(f.gradients < 1.1 * solution.iterations(), () -> f.gradients + " gradients");
  }

  @Test
  void costBelowAnyDoubtIsAnArrival() {
    // Without a least cost above 0 no share of it would ever do.
    for (Optimizer solver : solvers(Goal.LEAST)) {
      Solution solution = solver.minimize(Quadratic.diagonal(1, 2), new double[2], Monitor.NONE);
      assertEquals(Stop.CONVERGED, solution.stop(), solver::toString);
    }
  }

  @Test
  void gradientDescentStopsWhereAnUpdateChangesNothing() {
    Quadratic q = Quadratic.diagonal(1, 1);
    // Steps shrink until they are lost beside the weights; no slope of 1e-300 is ever seen.
    Objective rough = new Rough(q);
    Solution solution =
        new GradientDescent(0.5, 100_000, Goal.slope(1e-300))
            .minimize(rough, new double[2], Monitor.NONE);
    assertEquals(Stop.PRECISION, solution.stop());
  }

  @Test
  void aSlopeOfZeroAsTheGoalLetsEveryIterationOfGradientDescentRun() {
    Solution solution =
        new GradientDescent(0.5, 1000, Goal.slope(0))
            .minimize(new Rough(Quadratic.diagonal(1, 1)), new double[2], Monitor.NONE);
    assertEquals(1000, solution.iterations());
  }

  @Test
  void nesterovStopsWhereOnlyRoundingIsLeft() {
    Solution solution =
        new Nesterov(0.5, 100_000, Goal.slope(1e-300), L1.NONE)
            .minimize(new Rough(Quadratic.diagonal(1, 1e-2)), new double[2], Monitor.NONE);
    assertEquals(Stop.PRECISION, solution.stop());
    assertTrue(solution.iterations() < 5000, () -> solution.iterations() + " iterations");
  }

  /** Its gradient never vanishes, as sums of float32 do not, however near the bottom. */
  private record Rough(Quadratic q) implements Objective {
    @Override
    public int weights() {
      return q.weights();
    }

    @Override
    public double costAndGradient(double[] w, double[] gradient) {
      double cost = q.costAndGradient(w, gradient);
      for (int j = 0; j < gradient.length; j++) {
        gradient[j] += 1e-20;
      }
      return cost;
    }

    @Override
    public void product(double[] w, double[] v, double[] product) {
      q.product(w, v, product);
    }
  }
}
