package io.downhill.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CurvatureTest {
  /** The Hessian of random columns, the last being what the caller makes of the others. */
  private static Curvature gram(int length, double noise) {
    SplittableRandom random = new SplittableRandom(5);
    double[] triangle = new double[length * (length + 1) / 2];
    for (int i = 0; i < 1000; i++) {
      float[] x = new float[length];
      for (int j = 0; j < length - 1; j++) {
        x[j] = (float) (random.nextDouble() * 2 - 1);
      }
      x[length - 1] = (float) (x[0] - 2 * x[1] + noise * random.nextDouble());
      for (int j = 0, p = 0; j < length; j++) {
        for (int k = 0; k <= j; k++) {
          triangle[p++] += x[j] * x[k] / 1000;
        }
      }
    }
    return new Curvature(triangle, length);
  }

  @Test
  void aColumnThatIsASumOfOthersIsNamed() {
    assertEquals(List.of(4), gram(5, 0).dependent());
  }

  @Test
  void aColumnThatIsNearlyASumOfOthersIsNotNamed() {
    assertEquals(List.of(), gram(5, 0.1).dependent());
  }

  @Test
  void aColumnOfZerosIsNamed() {
    assertEquals(List.of(1), new Curvature(new double[] {1, 0, 0, 0.5, 0, 1}, 3).dependent());
  }

  @Test
  void gapIsTwiceWhatIsLeftOfAQuadratic() {
    for (int seed = 0; seed < 20; seed++) {
      Quadratic q = Quadratic.random(6, 0.1, seed);
      double[] gradient = new double[6];
      double cost = q.costAndGradient(new double[6], gradient);
      double gap = new Curvature(q.triangle(), 6).gap(L1.NONE, new double[6], gradient);
      // What float32 sums may have added to a pivot is taken off: a little more than twice.
      assertEquals(2 * cost, gap, 1e-5 * cost, "seed " + seed);
    }
  }

  @Test
  void gapIsZeroAtTheBottom() {
    Curvature curvature = new Curvature(Quadratic.random(3, 0.1, 1).triangle(), 3);
    assertTrue(curvature.gap(L1.NONE, new double[3], new double[3]) == 0, "gap");
  }

  @Test
  void gapIsInfiniteWhereNothingIsKnownOfAParameterThatIsToMove() {
    Curvature curvature = new Curvature(new double[] {1, 0, 0, 0, 0, 1}, 3);
    double[] w = new double[3];
    assertEquals(Double.POSITIVE_INFINITY, curvature.gap(L1.NONE, w, new double[] {0, 1e-9, 0}));
    assertEquals(1, curvature.gap(L1.NONE, w, new double[] {1, 0, 0}), 1e-6);
  }

  @Test
  void gapWithL1IsZeroWhereThePenaltyHoldsTheWeightsAtZero() {
    // Two equal columns: the plain inverse would make any rounding of the gradient a large gap.
    Curvature curvature = new Curvature(new double[] {1, 1, 1, 0, 0, 1}, 3);
    double gap =
        curvature.gap(new L1(new double[] {2, 2, 0}), new double[3], new double[] {1, -1.9, 0});
    assertEquals(0, gap);
  }
}
