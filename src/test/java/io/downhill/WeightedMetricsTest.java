package io.downhill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

/** A weight of k is k copies, a weight of 0 an example that is not there. */
class WeightedMetricsTest {
  private static final int ROUNDS = 200;
  private static final double[] THRESHOLDS = {0.5, 0.3, 0, 1};

  private static double[] measures(Metrics m) {
    Metrics.Confusion c = m.confusion();
    DoubleStream.Builder all = DoubleStream.builder();
    DoubleStream.of(m.weight(), m.accuracy(), m.logLoss(), m.auc(), m.prAuc(), m.brier())
        .forEach(all);
    DoubleStream.of(m.precision(), m.recall(), m.f1(), m.threshold()).forEach(all);
    DoubleStream.of(c.truePositives(), c.falsePositives()).forEach(all);
    DoubleStream.of(c.trueNegatives(), c.falseNegatives()).forEach(all);
    m.calibration()
        .forEach(g -> DoubleStream.of(g.examples(), g.predicted(), g.actual()).forEach(all));
    return all.build().toArray();
  }

  @Test
  void everyMeasureIsThatOfTheExamplesRepeated() {
    for (int seed = 0; seed < ROUNDS; seed++) {
      ScoredExamples weighted = ScoredExamples.of(seed);
      ScoredExamples repeated = weighted.repeated();
      for (double threshold : THRESHOLDS) {
        double[] expected = measures(Metrics.of(repeated.z(), repeated.y(), threshold));
        double[] actual = measures(Metrics.of(weighted.z(), weighted.y(), weighted.c(), threshold));
        String what = weighted + ", threshold " + threshold;
        assertEquals(expected.length, actual.length, what);
        for (int k = 0; k < expected.length; k++) {
          assertEquals(expected[k], actual[k], 1e-12, what + ", measure " + k);
        }
      }
    }
  }

  @Test
  void theThresholdIsThatOfTheExamplesRepeated() {
    for (String rule : List.of("f1", "youden", "cost 1,3", "cost 5,2")) {
      for (int seed = 0; seed < ROUNDS; seed++) {
        ScoredExamples weighted = ScoredExamples.of(seed);
        ScoredExamples repeated = weighted.repeated();
        Threshold threshold = Threshold.parse(rule);
        assertEquals(
            threshold.choose(repeated.probabilities(), repeated.y()),
            threshold.choose(weighted.probabilities(), weighted.y(), weighted.c()),
            rule + ", " + weighted);
      }
    }
  }

  @Test
  void noMeasureDependsOnTheOrderOfTheFile() {
    for (int seed = 0; seed < ROUNDS; seed++) {
      ScoredExamples e = ScoredExamples.of(seed);
      ScoredExamples turned = e.turned();
      double[] expected = measures(Metrics.of(e.z(), e.y(), e.c(), 0.5));
      double[] actual = measures(Metrics.of(turned.z(), turned.y(), turned.c(), 0.5));
      for (int k = 0; k < expected.length; k++) {
        assertEquals(expected[k], actual[k], 1e-12, e + ", measure " + k);
      }
    }
  }

  @Test
  void partsOfExamplesCountAsParts() {
    float[] halves = {0.5f, 0.5f, 0.5f, 0.5f};
    double[] z = {1, 1, -1, -1};
    float[] y = {1, 0, 0, 0};
    Metrics metrics = Metrics.of(z, y, halves, 0.5);
    assertEquals(new Metrics.Confusion(0.5, 0.5, 1, 0), metrics.confusion());
    assertEquals(0.75, metrics.accuracy());
  }

  @Test
  void noWeightAboveZeroIsRefused() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> Metrics.of(new double[2], new float[2], new float[2], 0.5));
    assertEquals("no example has a weight above 0", e.getMessage());
  }

  @Test
  void weightsOfAnotherLengthAreRefused() {
    float[] ones = new float[3];
    Arrays.fill(ones, 1);
    assertThrows(
        IllegalArgumentException.class, () -> Metrics.of(new double[2], new float[2], ones, 0.5));
  }
}
