package io.downhill.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class L1Test {
  private static final L1 PENALTY = new L1(new double[] {2, 2, 2, 2, 0});

  @ParameterizedTest
  @CsvSource({"3, 1, 2", "-3, 1, -2", "0.5, 1, 0", "-0.5, 1, 0", "1, 1, 0", "4, 0, 4"})
  void softThresholdIsTheMinimiser(double value, double threshold, double expected) {
    assertEquals(expected, Math.abs(L1.soften(value, threshold)) * Math.signum(expected), 0);
  }

  @Test
  void subgradientIsTheOneOfLeastNorm() {
    double[] w = {1, -1, 0, 0, 0};
    double[] gradient = {-2, 3, 1.5, -5, 0.5};
    assertArrayEquals(
        new double[] {0, 1, 0, -3, 0.5}, PENALTY.subgradient(w, gradient), 0, "subgradient");
  }

  @Test
  void costWeighsEachParameterByItsPenalty() {
    assertEquals(6, PENALTY.cost(new double[] {1, -2, 0, 0, 9}));
  }

  @Test
  void noPenaltyLeavesTheGradient() {
    double[] gradient = {1, -2};
    assertArrayEquals(gradient, L1.NONE.subgradient(new double[2], gradient));
  }

  @Test
  void slopeIsNanWhereTheGradientIs() {
    assertEquals(Double.NaN, L1.NONE.slope(new double[1], new double[] {Double.NaN}));
  }

  @ParameterizedTest
  @CsvSource({"0, -2", "0.4, -2", "0.5, 2", "0.9, 2"})
  void slopeAlongALineTurnsWhereTheWeightIsZero(double t, double expected) {
    double[] w = {1, 0, 0, 0, 5};
    double[] d = {-2, 0, 0, 0, 7};
    assertEquals(2 * expected, PENALTY.slopeOnward(w, d, t), 1e-12);
  }
}
