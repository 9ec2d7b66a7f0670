package io.downhill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MetricsTest {
  private static final double LN3 = StrictMath.log(3);

  // a = 3/4, 3/4, 1/4, 1/4 for y = 1, 0, 0, 1.
  private final Metrics quarters =
      Metrics.of(new double[] {LN3, LN3, -LN3, -LN3}, new float[] {1, 0, 0, 1});

  @Test
  void confusionCountsEachExampleOnce() {
    assertEquals(new Metrics.Confusion(1, 1, 1, 1), quarters.confusion());
  }

  @Test
  void logLossIsTheMeanOfMinusLogOfTheProbabilityOfTheTruth() {
    double expected = -(StrictMath.log(0.75) + StrictMath.log(0.25)) / 2;
    assertEquals(expected, quarters.logLoss(), 1e-15);
  }

  @Test
  void brierIsTheMeanSquareOfTheError() {
    assertEquals((0.0625 + 0.5625) / 2, quarters.brier(), 1e-15);
  }

  @Test
  void precisionRecallAndF1FollowTheirFormulas() {
    Metrics metrics = Metrics.of(new double[] {1, 1, 1, -1, -1}, new float[] {1, 1, 0, 1, 0});
    assertEquals(2.0 / 3, metrics.precision());
    assertEquals(2.0 / 3, metrics.recall());
    assertEquals(2.0 / 3, metrics.f1());
    assertEquals(3.0 / 5, metrics.accuracy());
  }

  @Test
  void marginZeroIsPredictedNegative() {
    assertEquals(1, Metrics.of(new double[] {0}, new float[] {0}).accuracy());
  }

  @Test
  void probabilityAtTheThresholdIsPredictedNegative() {
    double margin = -1;
    double threshold = LogisticModel.sigmoid(margin);
    float[] negative = {0};
    assertEquals(1, Metrics.of(new double[] {margin}, negative, threshold).accuracy());
    assertEquals(0, Metrics.of(new double[] {margin + 1e-3}, negative, threshold).accuracy());
  }

  @Test
  void logLossStaysFiniteAtExtremeMargins() {
    double loss = Metrics.of(new double[] {1e4, -1e4}, new float[] {0, 0}).logLoss();
    assertEquals(5000, loss);
  }

  @Test
  void logLossKeepsTinyLosses() {
    double loss = Metrics.of(new double[] {50}, new float[] {1}).logLoss();
    assertEquals(StrictMath.exp(-50), loss, 1e-30);
  }

  @Test
  void aucCountsTiesHalf() {
    assertEquals(0.5, quarters.auc());
  }

  @Test
  void aucEqualsTheCountOverAllPairs() {
    Random random = new Random(1);
    for (int round = 0; round < 50; round++) {
      int m = 2 + random.nextInt(60);
      double[] margins = new double[m];
      float[] labels = new float[m];
      for (int i = 0; i < m; i++) {
        margins[i] = random.nextInt(9) - 4; // few values, so that many are tied
        labels[i] = random.nextInt(2);
      }
      labels[0] = 0;
      labels[1] = 1;
      double expected = overAllPairs(margins, labels);
      double actual = Metrics.of(margins, labels).auc();
      assertEquals(expected, actual, 0, "m " + m + ", seed 1, round " + round);
    }
  }

  private static double overAllPairs(double[] margins, float[] labels) {
    long halves = 0;
    long pairs = 0;
    for (int p = 0; p < margins.length; p++) {
      for (int q = 0; q < margins.length; q++) {
        if (labels[p] == 1 && labels[q] == 0) {
          pairs++;
          halves += margins[p] > margins[q] ? 2 : margins[p] == margins[q] ? 1 : 0;
        }
      }
    }
    return halves / (2.0 * pairs);
  }

  @Test
  void aucTakesMinusZeroAndZeroAsTied() {
    assertEquals(0.5, Metrics.of(new double[] {-0.0, 0.0}, new float[] {0, 1}).auc());
  }

  @Test
  void aucOfOneClassIsNotDefined() {
    assertTrue(Double.isNaN(Metrics.of(new double[] {1, 2}, new float[] {1, 1}).auc()));
  }

  @Test
  void precisionWithoutPredictedPositivesIsNotDefined() {
    assertTrue(Double.isNaN(Metrics.of(new double[] {-1, -2}, new float[] {1, 0}).precision()));
  }

  @Test
  void lengthsThatDifferAreRefused() {
    Exception e =
        assertThrows(IllegalArgumentException.class, () -> Metrics.of(new double[3], new float[2]));
    assertEquals("margins: 3, labels: 2", e.getMessage());
  }

  @Test
  void averagePrecisionIsThatOfTheDefinition() {
    // From the largest margin down: right, wrong, then a tie of right and wrong.
    Metrics metrics = Metrics.of(new double[] {4, 3, 2, 2}, new float[] {1, 0, 1, 0});
    assertEquals(0.5 * 1 + 0.5 * (2.0 / 4), metrics.prAuc(), 1e-15);
  }

  @Test
  void calibrationHasTenGroupsOfTheSameSize() {
    double[] margins = new double[25];
    float[] labels = new float[25];
    for (int i = 0; i < 25; i++) {
      margins[i] = i - 12;
      labels[i] = i % 2;
    }
    Metrics metrics = Metrics.of(margins, labels);
    assertEquals(10, metrics.calibration().size());
    assertEquals(25, metrics.calibration().stream().mapToDouble(g -> g.examples()).sum());
    assertEquals(0.5, metrics.calibration().get(0).actual());
  }

  @Test
  void calibrationDoesNotDivideEqualProbabilities() {
    float[] labels = new float[50];
    Arrays.fill(labels, 25, 50, 1);
    assertEquals(
        List.of(new Metrics.Calibration(50, 0.5, 0.5)),
        Metrics.of(new double[50], labels).calibration());
  }
}
