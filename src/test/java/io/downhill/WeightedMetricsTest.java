package io.downhill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

/** A weight of k is k copies, a weight of 0 an example that is not there. */
class WeightedMetricsTest {
  private static final int ROUNDS = 200;
  private static final double[] THRESHOLDS = {0.5, 0.3, 0, 1};

  /**
   * Scored examples.
   *
   * @param z margins
   * @param y labels
   * @param c weights, whole numbers
   */
  private record Examples(long seed, double[] z, float[] y, float[] c) {
    static Examples of(long seed) {
      SplittableRandom random = new SplittableRandom(seed);
      int m = 3 + random.nextInt(40);
      int values = 1 + random.nextInt(8); // few, so that many are tied
      Examples examples = new Examples(seed, new double[m], new float[m], new float[m]);
      for (int i = 0; i < m; i++) {
        examples.z[i] = (random.nextInt(values) - values / 2) / 2.0;
        examples.y[i] = random.nextInt(3) == 0 ? 1 : 0;
        examples.c[i] = random.nextInt(4);
      }
      examples.c[0] = 1;
      return examples;
    }

    Examples repeated() {
      List<Integer> rows = new ArrayList<>();
      for (int i = 0; i < c.length; i++) {
        for (int k = 0; k < c[i]; k++) {
          rows.add(i);
        }
      }
      Examples all = new Examples(seed, new double[rows.size()], new float[rows.size()], null);
      for (int k = 0; k < rows.size(); k++) {
        all.z[k] = z[rows.get(k)];
        all.y[k] = y[rows.get(k)];
      }
      return all;
    }

    double[] probabilities() {
      return DoubleStream.of(z).map(LogisticModel::sigmoid).toArray();
    }

    @Override
    public String toString() {
      return "seed " + seed + ", " + z.length + " examples";
    }
  }

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
      Examples weighted = Examples.of(seed);
      Examples repeated = weighted.repeated();
      for (double threshold : THRESHOLDS) {
        double[] expected = measures(Metrics.of(repeated.z, repeated.y, threshold));
        double[] actual = measures(Metrics.of(weighted.z, weighted.y, weighted.c, threshold));
        String what = weighted + ", threshold " + threshold;
        assertEquals(expected.length, actual.length, what);
        for (int k = 0; k < expected.length; k++) {
          assertEquals(expected[k], actual[k], 1e-12, what + ", measure " + k);
        }
      }
    }
  }

  @Test
  void everyMeasureIsThatOfItsDefinition() {
    for (int seed = 0; seed < ROUNDS; seed++) {
      Examples weighted = Examples.of(seed);
      Examples all = weighted.repeated();
      Metrics metrics = Metrics.of(weighted.z, weighted.y, weighted.c, 0.3);
      String what = weighted.toString();
      assertEquals(accuracy(all, 0.3), metrics.accuracy(), 1e-12, what);
      assertEquals(auc(all), metrics.auc(), 1e-12, what);
      assertEquals(averagePrecision(all), metrics.prAuc(), 1e-12, what);
      assertEquals(logLoss(all), metrics.logLoss(), 1e-12, what);
    }
  }

  private static double accuracy(Examples e, double threshold) {
    int right = 0;
    for (int i = 0; i < e.z.length; i++) {
      right += (LogisticModel.sigmoid(e.z[i]) > threshold) == (e.y[i] == 1) ? 1 : 0;
    }
    return (double) right / e.z.length;
  }

  private static double logLoss(Examples e) {
    double sum = 0;
    for (int i = 0; i < e.z.length; i++) {
      double a = LogisticModel.sigmoid(e.z[i]);
      sum -= StrictMath.log(e.y[i] == 1 ? a : 1 - a);
    }
    return sum / e.z.length;
  }

  private static double auc(Examples e) {
    double halves = 0;
    double pairs = 0;
    for (int p = 0; p < e.z.length; p++) {
      for (int q = 0; q < e.z.length; q++) {
        if (e.y[p] == 1 && e.y[q] == 0) {
          pairs++;
          halves += e.z[p] > e.z[q] ? 2 : e.z[p] == e.z[q] ? 1 : 0;
        }
      }
    }
    return halves / (2 * pairs);
  }

  private static double averagePrecision(Examples e) {
    double positives = 0;
    for (float y : e.y) {
      positives += y;
    }
    double area = 0;
    double before = 0;
    double[] cuts = DoubleStream.of(e.z).distinct().sorted().toArray();
    for (int k = cuts.length - 1; k >= 0; k--) {
      double hits = 0;
      double predicted = 0;
      for (int i = 0; i < e.z.length; i++) {
        predicted += e.z[i] >= cuts[k] ? 1 : 0;
        hits += e.z[i] >= cuts[k] ? e.y[i] : 0;
      }
      area += hits / predicted * (hits - before) / positives;
      before = hits;
    }
    return positives == 0 ? Double.NaN : area;
  }

  @Test
  void theThresholdIsThatOfTheExamplesRepeated() {
    for (String rule : List.of("f1", "youden", "cost 1,3", "cost 5,2")) {
      for (int seed = 0; seed < ROUNDS; seed++) {
        Examples weighted = Examples.of(seed);
        Examples repeated = weighted.repeated();
        Threshold threshold = Threshold.parse(rule);
        assertEquals(
            threshold.choose(repeated.probabilities(), repeated.y),
            threshold.choose(weighted.probabilities(), weighted.y, weighted.c),
            rule + ", " + weighted);
      }
    }
  }

  @Test
  void noMeasureDependsOnTheOrderOfTheFile() {
    for (int seed = 0; seed < ROUNDS; seed++) {
      Examples e = Examples.of(seed);
      Examples turned = Examples.of(seed);
      for (int i = 0; i < e.z.length; i++) {
        turned.z[i] = e.z[e.z.length - 1 - i];
        turned.y[i] = e.y[e.z.length - 1 - i];
        turned.c[i] = e.c[e.z.length - 1 - i];
      }
      double[] expected = measures(Metrics.of(e.z, e.y, e.c, 0.5));
      double[] actual = measures(Metrics.of(turned.z, turned.y, turned.c, 0.5));
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
