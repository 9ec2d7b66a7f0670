package io.downhill.tuning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PenaltyGridTest {
  @Test
  void penaltiesGoDownInEqualStepsOfTheirLogarithms() {
    PenaltyGrid grid = PenaltyGrid.from(new double[] {0.1, -0.4, 0.2}, 0.5, 5, 1e-4);
    assertArrayEquals(new double[] {0.8, 0.08, 8e-3, 8e-4, 8e-5}, grid.lambdas(), 1e-7);
    for (int k = 0; k < 5; k++) {
      assertEquals(grid.lambdas()[k], grid.l1(k) + grid.l2(k), 1e-15);
      assertEquals(grid.l1(k), grid.l2(k), 1e-15);
    }
  }

  /** glmnet takes the largest penalty of ridge as if a thousandth of it were l1. */
  @Test
  void ridgeBeginsWhereAThousandthIsL1() {
    double[] slopes = {0.25};
    assertEquals(250, PenaltyGrid.from(slopes, 0, 3, 1e-4).lambdas()[0], 1e-4);
    assertEquals(250, PenaltyGrid.from(slopes, 1e-4, 3, 1e-4).lambdas()[0], 1e-4);
    assertEquals(0.25, PenaltyGrid.from(slopes, 1, 3, 1e-4).lambdas()[0], 1e-7);
  }

  /** Sums in float32 may miss the slope by some of its last digits. */
  @Test
  void theFirstPenaltyIsNoLessThanTheSteepestSlope() {
    PenaltyGrid grid = PenaltyGrid.from(new double[] {0.3}, 1, 1, 0.5);
    assertEquals(1, grid.count());
    assertTrue(grid.l1(0) > 0.3 && grid.l1(0) < 0.3 * (1 + 1e-6));
  }

  @Test
  void withoutASlopeThereIsAGridAllTheSame() {
    assertArrayEquals(
        new double[] {1, 0.1, 0.01}, PenaltyGrid.from(new double[2], 1, 3, 0.01).lambdas(), 1e-12);
  }

  @Test
  void fewerExamplesThanFeaturesEndEarlier() {
    assertEquals(1e-2, PenaltyGrid.share(300, 5000, 1));
    assertEquals(1e-4, PenaltyGrid.share(300, 300, 0.5));
    assertEquals(1e-7, PenaltyGrid.share(300, 300, 0), 1e-20, "ridge begins a thousandfold higher");
    assertEquals(1e-5, PenaltyGrid.share(300, 5000, 0), 1e-20);
  }

  @Test
  void badPenaltiesAreNamed() {
    for (double[] bad :
        new double[][] {{}, {-1}, {Double.NaN}, {1, 1}, {1, 2}, {Double.POSITIVE_INFINITY}}) {
      assertThrows(IllegalArgumentException.class, () -> new PenaltyGrid(0, bad));
    }
    assertThrows(IllegalArgumentException.class, () -> new PenaltyGrid(1.5, new double[] {1}));
    assertEquals(2, new PenaltyGrid(0, new double[] {1, 0}).count());
  }
}
