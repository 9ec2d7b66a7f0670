package io.downhill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ThresholdTest {
  private static final double[] MARGINS = new double[500];
  private static final double[] PROBABILITIES = new double[500];
  private static final float[] LABELS = new float[500];

  static {
    Random random = new Random(8);
    for (int i = 0; i < LABELS.length; i++) {
      // Rounded, so that some are equal.
      MARGINS[i] = Math.rint(10 * random.nextGaussian()) / 10;
      PROBABILITIES[i] = LogisticModel.sigmoid(MARGINS[i]);
      LABELS[i] = random.nextDouble() < PROBABILITIES[i] / 2 ? 1 : 0;
    }
  }

  /** Checks that no threshold on a fine grid serves better. */
  private static void assertBest(String text, ToDoubleFunction<Metrics> worth) {
    double chosen = Threshold.parse(text).choose(PROBABILITIES, LABELS);
    double best = worth.applyAsDouble(Metrics.of(MARGINS, LABELS, chosen));
    for (int k = 1; k < 1000; k++) {
      double other = worth.applyAsDouble(Metrics.of(MARGINS, LABELS, k / 1000.0));
      int at = k;
      assertTrue(!(other > best), () -> text + ": " + chosen + " is worse than " + at / 1000.0);
    }
  }

  @Test
  void f1IsTheLargest() {
    assertBest("f1", Metrics::f1);
  }

  @Test
  void youdenIsTheLargest() {
    assertBest(
        "youden",
        m -> {
          Metrics.Confusion c = m.confusion();
          return m.recall()
              - (double) c.falsePositives() / (c.falsePositives() + c.trueNegatives());
        });
  }

  @Test
  void costIsTheLeast() {
    assertBest(
        "cost 1,4", m -> -(m.confusion().falsePositives() + 4.0 * m.confusion().falseNegatives()));
  }

  @Test
  void numberIsItself() {
    assertEquals(0.37, Threshold.parse("0.37").choose(PROBABILITIES, LABELS));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1.5", "-0.1", "NaN", "f2", "cost 1", "cost 0,1", "cost a,b", "cost 1,2,3"})
  void othersAreRefused(String text) {
    String told =
        assertThrows(IllegalArgumentException.class, () -> Threshold.parse(text)).getMessage();
    assertTrue(told.startsWith("threshold"), told);
  }
}
