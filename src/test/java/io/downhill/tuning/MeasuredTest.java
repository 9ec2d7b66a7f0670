package io.downhill.tuning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class MeasuredTest {
  private static final double[] VALUES = {0.5, 0.7, 0.4, 0.55};
  private static final double[] WEIGHTS = {10, 12, 9, 10};

  /**
   * R: {@code m <- weighted.mean(v, w); sqrt(weighted.mean((v - m)^2, w) / (length(v) - 1))}, which
   * is what cv.glmnet does with the mean of each fold.
   */
  @Test
  void errorsAreThoseOfGlmnet() {
    Measured measured = Measured.of(VALUES, WEIGHTS);
    assertEquals(0.548780487804878, measured.mean(), 1e-15);
    assertEquals(0.063594179847607, measured.standardError(), 1e-15);
  }

  @Test
  void foldsWithoutTheMeasureDoNotCount() {
    double[] some = {0.5, Double.NaN, 0.7, 0.4, 0.55};
    Measured measured = Measured.of(some, new double[] {10, 99, 12, 9, 10});
    assertEquals(Measured.of(VALUES, WEIGHTS).mean(), measured.mean(), 1e-15);
    assertEquals(Measured.of(VALUES, WEIGHTS).standardError(), measured.standardError(), 1e-15);
  }

  @Test
  void fewerThanTwoFoldsHaveNoError() {
    Measured one = Measured.of(new double[] {0.5, Double.NaN}, new double[] {1, 1});
    assertEquals(0.5, one.mean());
    assertTrue(Double.isNaN(one.standardError()));
    assertTrue(Double.isNaN(Measured.of(new double[] {Double.NaN}, new double[] {1}).mean()));
  }

  @Test
  void whatIsLargerTheBetterIsLessBad() {
    assertTrue(Measure.AUC.badness(0.9) < Measure.AUC.badness(0.8));
    assertTrue(Measure.ACCURACY.badness(0.9) < Measure.ACCURACY.badness(0.8));
    assertTrue(Measure.LOGLOSS.badness(0.4) < Measure.LOGLOSS.badness(0.5));
    assertTrue(Measure.BRIER.badness(0.1) < Measure.BRIER.badness(0.2));
    for (Measure measure : Measure.values()) {
      assertEquals(measure, Measure.of(measure.text()).orElseThrow());
    }
    assertTrue(Measure.of("f1").isEmpty());
  }
}
