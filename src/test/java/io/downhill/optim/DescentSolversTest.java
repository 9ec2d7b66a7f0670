package io.downhill.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for all optimisers but gradient descent, on bowls. */
class DescentSolversTest {
  private static Stream<Map.Entry<String, Optimizer>> solvers() {
    return Stream.of(
        Map.entry("newton", new Newton(200, Goal.slope(1e-8), L1.NONE)),
        Map.entry("lbfgs", new Lbfgs(200, Goal.slope(1e-8), L1.NONE)),
        Map.entry("nesterov", new Nesterov(0.2, 5000, Goal.slope(1e-8), L1.NONE)));
  }

  private static Solution minimize(Optimizer solver, Objective f) {
    return solver.minimize(f, new double[f.parameters()], Monitor.NONE);
  }

  @ParameterizedTest
  @MethodSource("solvers")
  void arrivesAtTheBottom(Map.Entry<String, Optimizer> solver) {
    for (int seed = 0; seed < 20; seed++) {
      Quadratic q = Quadratic.random(8, 0.05, seed);
      Solution solution = minimize(solver.getValue(), q);
      assertEquals(Stop.CONVERGED, solution.stop(), solver.getKey() + ", seed " + seed);
      assertArrayEquals(q.bottom(), solution.w(), 1e-5, solver.getKey() + ", seed " + seed);
    }
  }

  @ParameterizedTest
  @MethodSource("solvers")
  void startAtTheBottomTakesNoStep(Map.Entry<String, Optimizer> solver) {
    Quadratic q = Quadratic.random(8, 0.05, 1);
    Solution solution = solver.getValue().minimize(q, q.bottom(), Monitor.NONE);
    assertEquals(0, solution.iterations(), solver.getKey());
  }

  @ParameterizedTest
  @MethodSource("solvers")
  void startIsNotChanged(Map.Entry<String, Optimizer> solver) {
    double[] start = new double[3];
    solver.getValue().minimize(Quadratic.random(3, 0.05, 1), start, Monitor.NONE);
    assertArrayEquals(new double[3], start, solver.getKey());
  }

  @ParameterizedTest
  @MethodSource("solvers")
  void costThatIsNotFiniteAtTheStartIsADivergence(Map.Entry<String, Optimizer> solver) {
    Quadratic q = Quadratic.diagonal(Double.NaN, 1);
    assertEquals(Stop.DIVERGED, minimize(solver.getValue(), q).stop(), solver.getKey());
  }

  @ParameterizedTest
  @MethodSource("solvers")
  void monitorSeesEveryIterationOnceAndInOrder(Map.Entry<String, Optimizer> solver) {
    List<Integer> seen = new ArrayList<>();
    Solution solution =
        solver
            .getValue()
            .minimize(
                Quadratic.random(5, 0.05, 2),
                new double[5],
                (iteration, cost, slope) -> seen.add(iteration));
    List<Integer> expected = new ArrayList<>();
    for (int k = 0; k <= solution.iterations(); k++) {
      expected.add(k);
    }
    assertEquals(expected, seen, solver.getKey());
  }

  @Test
  void newtonTakesOneStepToTheBottomOfABowl() {
    assertEquals(
        1,
        minimize(new Newton(9, Goal.slope(1e-9), L1.NONE), Quadratic.random(9, 0.1, 3))
            .iterations());
  }

  @Test
  void newtonIsAsFarAsConjugateGradientsTakeIt() {
    Quadratic q = Quadratic.random(9, 0.1, 3);
    Solution solution =
        new LineSearchDescent(q, L1.NONE, new ConjugateGradients(q), 6)
            .minimize(new double[9], 100, Goal.slope(1e-9), Monitor.NONE);
    assertArrayEquals(q.bottom(), solution.w(), 1e-6);
  }

  @Test
  void conjugateGradientsLearnFromStepToStepWhateverTheUnits() {
    Quadratic q = Quadratic.random(60, 1e-3, 7);
    double[] scale = new double[60];
    for (int j = 0; j < 60; j++) {
      scale[j] = StrictMath.pow(10, j % 7 - 3);
    }
    int[] products = new int[2];
    for (int k = 0; k < 2; k++) {
      Scaled f = new Scaled(q, k == 0 ? new double[60] : scale);
      ConjugateGradients direction = new ConjugateGradients(f);
      Solution solution =
          new LineSearchDescent(f, L1.NONE, direction, 6)
              .minimize(new double[60], 100, Goal.within(1e-10), Monitor.NONE);
      assertEquals(Stop.CONVERGED, solution.stop());
      products[k] = f.products[0];
    }
    assertTrue(products[0] <= 120, () -> products[0] + " products for 60 parameters");
    assertEquals(products[0], products[1], 3, "products with other units");
  }

  /** A bowl lifted by 1, in other units: w_j scale_j for w_j, where a scale of 0 means 1. */
  private record Scaled(Quadratic q, double[] scale, int[] products) implements Objective {
    Scaled(Quadratic q, double[] scale) {
      this(q, scale, new int[1]);
    }

    private double[] times(double[] v) {
      double[] scaled = v.clone();
      for (int j = 0; j < v.length; j++) {
        scaled[j] *= scale[j] == 0 ? 1 : scale[j];
      }
      return scaled;
    }

    @Override
    public int weights() {
      return q.weights();
    }

    @Override
    public double costAndGradient(double[] w, double[] gradient) {
      double cost = 1 + q.costAndGradient(times(w), gradient);
      System.arraycopy(times(gradient), 0, gradient, 0, gradient.length);
      return cost;
    }

    @Override
    public void product(double[] w, double[] v, double[] product) {
      products[0]++;
      q.product(w, times(v), product);
      System.arraycopy(times(product), 0, product, 0, product.length);
    }

    @Override
    public double[] units() {
      double[] units = new double[q.h().length];
      for (int j = 0; j < units.length; j++) {
        units[j] = q.h()[j][j];
      }
      return times(times(units));
    }
  }

  @Test
  void lbfgsMastersABowlThatIsAMillionTimesAsSteepOneWay() {
    Quadratic q = Quadratic.diagonal(1e6, 1e4, 1, 100, 10, 1, 3);
    Solution solution = minimize(new Lbfgs(500, Goal.slope(1e-7), L1.NONE), q);
    assertArrayEquals(q.bottom(), solution.w(), 1e-6);
  }

  @Test
  void nesterovOutrunsGradientDescent() {
    Quadratic q = Quadratic.diagonal(1, 1e-3, 0.1);
    Solution plain = minimize(new GradientDescent(1, 100_000, Goal.slope(1e-8)), q);
    Solution fast = minimize(new Nesterov(1, 100_000, Goal.slope(1e-8), L1.NONE), q);
    assertTrue(
        fast.iterations() < plain.iterations() / 10,
        () -> fast.iterations() + " against " + plain.iterations());
  }

  @Test
  void penaltyThatExceedsEverySlopeLeavesOnlyTheBias() {
    Quadratic q = Quadratic.diagonal(1, 2, 1);
    L1 l1 = new L1(new double[] {5, 5, 0});
    for (Optimizer solver :
        List.of(
            new Newton(99, Goal.slope(1e-9), l1),
            new Lbfgs(99, Goal.slope(1e-9), l1),
            new Nesterov(0.4, 999, Goal.slope(1e-9), l1))) {
      assertArrayEquals(new double[] {0, 0, 1}, minimize(solver, q).w(), 1e-8, solver.toString());
    }
  }

  @Test
  void nesterovsLearningRateMustBeAboveZero() {
    assertThrows(IllegalArgumentException.class, () -> new Nesterov(0, 1, Goal.slope(0), L1.NONE));
  }

  @Test
  void nesterovHalvesARateThatIsTooLarge() {
    Quadratic q = Quadratic.diagonal(1, 20);
    Solution solution = minimize(new Nesterov(1, 10_000, Goal.slope(1e-8), L1.NONE), q);
    assertArrayEquals(new double[] {1, 1}, solution.w(), 1e-7);
    assertEquals(1.0 / 32, solution.alpha());
  }

  @Test
  void nesterovKeepsARateThatIsGiven() {
    Quadratic q = Quadratic.diagonal(1, 20);
    Solution solution = minimize(new Nesterov(1, 10_000, Goal.slope(1e-8), L1.NONE, true), q);
    assertEquals(Stop.DIVERGED, solution.stop());
  }
}
