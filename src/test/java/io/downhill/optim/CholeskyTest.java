package io.downhill.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CholeskyTest {
  private static Cholesky of(Quadratic q) {
    return new Cholesky(Cholesky.rows(q.triangle(), q.bottom().length));
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
    double[] x = new Cholesky(b).solve(new double[] {1e6 * 1.3, 1e-3 * 1.3});
    assertArrayEquals(new double[] {1e-6, 1e3}, x, 1e-9 * 1e3);
    assertEquals(1, x[0] * 1e6, 1e-12);
  }

  @Test
  void collinearColumnsGetASolutionNearTheShortest() {
    // Two equal columns: x_0 + x_1 = 1 is all that is told.
    double[] x = new Cholesky(new double[][] {{1}, {1, 1}}).solve(new double[] {1, 1});
    assertArrayEquals(new double[] {0.5, 0.5}, x, 1e-3);
  }

  @Test
  void roundingInASingularMatrixDoesNotSendTheSolutionAway() {
    // The pivot of the second row is 2e-7, the rounding of float32 sums; the right side is as far
    // off.
    double[] x =
        new Cholesky(new double[][] {{1}, {1 - 1e-7, 1}}).solve(new double[] {1, 1 - 1e-6});
    assertTrue(Math.abs(x[0]) < 2 && Math.abs(x[1]) < 2, () -> x[0] + ", " + x[1]);
  }

  @Test
  void aRowOfZerosHasTheSolutionZero() {
    double[] x =
        new Cholesky(new double[][] {{2}, {0, 0}, {1, 0, 2}}).solve(new double[] {3, 5, 3});
    assertArrayEquals(new double[] {1, 0, 1}, x, 1e-12);
  }

  @Test
  void theMatrixIsNotChanged() {
    double[][] b = {{1}, {1, 1}};
    new Cholesky(b);
    assertArrayEquals(new double[] {1, 1}, b[1]);
  }
}
