package io.downhill.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FactorsTest {
  private static Factors factors(double[][] b) {
    return new Factors(b, false);
  }

  private static Factors of(Quadratic q) {
    return Factors.of(q.triangle(), q.bottom().length, false);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 8, 33})
  void solvesARandomSystem(int length) {
    for (int seed = 0; seed < 20; seed++) {
      Quadratic q = Quadratic.random(length, 0.01, seed);
      double[] x = of(q).solve(q.times(q.bottom()));
      assertArrayEquals(q.bottom(), x, 1e-10, "length " + length + ", seed " + seed);
    }
  }

  @Test
  void unitsOfTheColumnsDoNotMatter() {
    double[][] b = {{1e12}, {3e2, 1e-6}};
    // With x_0 in units of 1e-6 and x_1 of 1e3 this is {{1}, {0.3, 1}}.
    double[] x = factors(b).solve(new double[] {1e6 * 1.3, 1e-3 * 1.3});
    assertArrayEquals(new double[] {1e-6, 1e3}, x, 1e-9 * 1e3);
    assertEquals(1, x[0] * 1e6, 1e-12);
  }

  @Test
  void collinearColumnsGetASolutionNearTheShortest() {
    // Two equal columns: x_0 + x_1 = 1 is all that is told.
    double[] x = factors(new double[][] {{1}, {1, 1}}).solve(new double[] {1, 1});
    assertArrayEquals(new double[] {0.5, 0.5}, x, 1e-3);
  }

  @Test
  void roundingInASingularMatrixDoesNotSendTheSolutionAway() {
    // The pivot of the second row is 2e-7, the rounding of float32 sums; the right side is as far
    // off.
    double[] x = factors(new double[][] {{1}, {1 - 1e-7, 1}}).solve(new double[] {1, 1 - 1e-6});
    assertTrue(Math.abs(x[0]) < 2 && Math.abs(x[1]) < 2, () -> x[0] + ", " + x[1]);
  }

  @Test
  void aRowOfZerosHasTheSolutionZero() {
    double[] x = factors(new double[][] {{2}, {0, 0}, {1, 0, 2}}).solve(new double[] {3, 5, 3});
    assertArrayEquals(new double[] {1, 0, 1}, x, 1e-12);
  }

  @Test
  void theMatrixIsNotChanged() {
    double[][] b = {{1}, {1, 1}};
    factors(b).solve(new double[] {1, 1});
    assertArrayEquals(new double[] {1, 1}, b[1]);
  }

  @Test
  void matrixThatIsNotFiniteHasNoSolution() {
    double[] x = factors(new double[][] {{1}, {Double.NaN, 1}}).solve(new double[] {1, 1});
    assertArrayEquals(new double[] {Double.NaN, Double.NaN}, x);
    assertTrue(Double.isNaN(factors(new double[][] {{1e308 * 10}}).decrement(new double[] {1})));
  }

  @Test
  void pivotBelowRoundingIsTakenForIt() {
    // By its own factor, and by one whose second pivot, 1e-7, is raised to 5e-7 of the diagonal.
    double[] g = {1, 1};
    assertEquals(2, factors(new double[][] {{1}, {0, 1}}).decrement(g), 1e-5);
    double raised = factors(new double[][] {{1}, {1 - 5e-8, 1}}).decrement(new double[] {1, 1});
    assertEquals(1, raised, 1e-6);
  }

  @Test
  void decrementOnAFaceIsThatOfItsRowsAlone() {
    Factors whole = factors(new double[][] {{2}, {1, 3}, {1, 1, 4}});
    Factors part = whole.restrictedTo(new Face(new int[] {0, 2}, 3));
    assertEquals(
        factors(new double[][] {{2}, {1, 4}}).decrement(new double[] {1, 2}),
        part.decrement(new double[] {1, 2}));
  }

  @Test
  void pivotsAreSharesOfTheDiagonal() {
    assertArrayEquals(
        new double[] {1, 0.75, 0},
        factors(new double[][] {{4}, {2, 4}, {0, 0, 0}}).pivots(),
        1e-15);
  }

  @Test
  void rowBetweenNoiseAndRankIsSolvedForAndCountsAsDependent() {
    Factors factors = factors(new double[][] {{1}, {1, 1 + 5e-6}});
    assertEquals(0, factors.pivots()[1]);
    assertEquals(1, factors.solve(new double[] {1, 1 + 5e-6})[1], 1e-6);
  }
}
