package io.downhill.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CholeskyTest {
  private static final Cholesky.Rule KEEP = (pivot, diagonal) -> pivot;

  private static double[][] matrix(int length, int seed) {
    return Factors.rows(Quadratic.random(length, 0.01, seed).triangle(), length);
  }

  /** The definition: an element after the other, each by a dot product of two rows of L. */
  private static double[] solvedByRows(double[][] b, double lift, double[] right) {
    int n = b.length;
    double[][] l = new double[n][n];
    for (int j = 0; j < n; j++) {
      for (int k = 0; k < j; k++) {
        l[j][k] = (b[j][k] - dot(l[j], l[k], k)) / l[k][k];
      }
      l[j][j] = Math.sqrt(b[j][j] * (1 + lift) - dot(l[j], l[j], j));
    }
    double[] x = new double[n];
    for (int j = 0; j < n; j++) {
      x[j] = (right[j] - dot(l[j], x, j)) / l[j][j];
    }
    for (int j = n - 1; j >= 0; j--) {
      x[j] /= l[j][j];
      for (int k = 0; k < j; k++) {
        x[k] -= l[j][k] * x[j];
      }
    }
    return x;
  }

  private static double dot(double[] a, double[] b, int length) {
    double sum = 0;
    for (int i = 0; i < length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 7, 8, 9, 33, 70})
  void solutionHasTheBitsOfTheDefinition(int length) {
    for (int seed = 0; seed < 5; seed++) {
      double[] right = Quadratic.random(length, 0.01, seed + 100).bottom();
      double[][] b = matrix(length, seed);
      assertArrayEquals(
          solvedByRows(b, seed * 1e-3, right),
          Cholesky.of(b, seed * 1e-3, KEEP).orElseThrow().solve(right),
          "length " + length + ", seed " + seed);
    }
  }

  @Test
  void ruleSeesEachPivotAndItsDiagonal() {
    Cholesky factor = Cholesky.of(new double[][] {{4}, {2, 3}}, 0, KEEP).orElseThrow();
    assertEquals(4, factor.pivot(0));
    assertEquals(2, factor.pivot(1));
  }

  @Test
  void ruleMayEndTheFactorisation() {
    double[][] singular = {{1}, {1, 1}};
    Cholesky.Rule rule = (pivot, diagonal) -> pivot > 0.1 * diagonal ? pivot : Double.NaN;
    assertEquals(Optional.empty(), Cholesky.of(singular, 0, rule));
    assertTrue(Cholesky.of(singular, 0.5, rule).isPresent());
  }

  @Test
  void rowThatTheRuleLeavesOutHasTheSolutionZero() {
    Cholesky.Rule rule = (pivot, diagonal) -> pivot > 0.1 * diagonal ? pivot : 0;
    Cholesky factor = Cholesky.of(new double[][] {{1}, {1, 1}, {0, 0, 2}}, 0, rule).orElseThrow();
    assertFalse(factor.has(1));
    assertArrayEquals(new double[] {3, 0, 2}, factor.solve(new double[] {3, 3, 4}), 1e-15);
  }
}
