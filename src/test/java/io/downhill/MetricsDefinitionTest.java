package io.downhill;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Each measure, and each threshold, by its definition over all rows, on margins that are tied. */
class MetricsDefinitionTest {
  private static final int ROUNDS = 300;
  private static final double[] THRESHOLDS = {0.5, 0.3, 0, 1};

  /** Rows that count once. */
  private record Rows(double[] z, float[] y, double threshold) {
    int size() {
      return z.length;
    }

    double probability(int i) {
      return 1 / (1 + Math.exp(-z[i]));
    }

    /** How many rows are of a class and were predicted so. */
    int count(int label, boolean predicted) {
      return (int)
          IntStream.range(0, size())
              .filter(i -> y[i] == label)
              .filter(i -> predicted == (z[i] > Math.log(threshold / (1 - threshold))))
              .count();
    }

    double accuracy() {
      return (double) (count(1, true) + count(0, false)) / size();
    }

    double precision() {
      return (double) count(1, true) / (count(1, true) + count(0, true));
    }

    double recall() {
      return (double) count(1, true) / (count(1, true) + count(1, false));
    }

    double f1() {
      return 2.0 * count(1, true) / (2 * count(1, true) + count(0, true) + count(1, false));
    }

    double logLoss() {
      return IntStream.range(0, size())
          .mapToDouble(i -> -Math.log(y[i] == 1 ? probability(i) : 1 - probability(i)))
          .average()
          .orElseThrow();
    }

    double brier() {
      return IntStream.range(0, size())
          .mapToDouble(i -> (probability(i) - y[i]) * (probability(i) - y[i]))
          .average()
          .orElseThrow();
    }

    double auc() {
      double halves = 0;
      double pairs = 0;
      for (int p = 0; p < size(); p++) {
        for (int q = 0; q < size(); q++) {
          if (y[p] == 1 && y[q] == 0) {
            pairs++;
            halves += z[p] > z[q] ? 2 : z[p] == z[q] ? 1 : 0;
          }
        }
      }
      return halves / (2 * pairs);
    }

    double averagePrecision() {
      double positives = IntStream.range(0, size()).filter(i -> y[i] == 1).count();
      double area = 0;
      for (double cut : DoubleStream.of(z).distinct().toArray()) {
        double predicted = DoubleStream.of(z).filter(v -> v >= cut).count();
        double hits = IntStream.range(0, size()).filter(i -> z[i] >= cut && y[i] == 1).count();
        double step = IntStream.range(0, size()).filter(i -> z[i] == cut && y[i] == 1).count();
        area += hits / predicted * step;
      }
      return positives == 0 ? Double.NaN : area / positives;
    }

    /** The tenth of the rows in which those end that have no larger margin than row i. */
    int tenth(int i) {
      int end = (int) DoubleStream.of(z).filter(v -> v <= z[i]).count();
      return (10 * end + size() - 1) / size();
    }

    List<Metrics.Calibration> calibration() {
      List<Metrics.Calibration> groups = new ArrayList<>();
      for (int tenth = 1; tenth <= 10; tenth++) {
        int group = tenth;
        int[] rows = IntStream.range(0, size()).filter(i -> tenth(i) == group).toArray();
        if (rows.length > 0) {
          groups.add(
              new Metrics.Calibration(
                  rows.length,
                  IntStream.of(rows).mapToDouble(this::probability).average().orElseThrow(),
                  IntStream.of(rows).mapToDouble(i -> y[i]).average().orElseThrow()));
        }
      }
      return groups;
    }
  }

  @Test
  void everyMeasureIsThatOfItsDefinition() {
    for (int seed = 0; seed < ROUNDS; seed++) {
      ScoredExamples examples = ScoredExamples.of(seed);
      ScoredExamples repeated = examples.repeated();
      for (double threshold : THRESHOLDS) {
        Rows rows = new Rows(repeated.z(), repeated.y(), threshold);
        Metrics actual = Metrics.of(examples.z(), examples.y(), examples.c(), threshold);
        String what = examples + ", threshold " + threshold;
        assertEquals(rows.size(), actual.weight(), what);
        assertEquals(
            new Metrics.Confusion(
                rows.count(1, true),
                rows.count(0, true),
                rows.count(0, false),
                rows.count(1, false)),
            actual.confusion(),
            what);
        assertEquals(rows.accuracy(), actual.accuracy(), 1e-15, what);
        assertEquals(rows.precision(), actual.precision(), 1e-15, what);
        assertEquals(rows.recall(), actual.recall(), 1e-15, what);
        assertEquals(rows.f1(), actual.f1(), 1e-15, what);
        assertEquals(rows.logLoss(), actual.logLoss(), 1e-13, what);
        assertEquals(rows.brier(), actual.brier(), 1e-13, what);
        assertEquals(rows.auc(), actual.auc(), 1e-15, what);
        assertEquals(rows.averagePrecision(), actual.prAuc(), 1e-14, what);
        assertSame(rows.calibration(), actual.calibration(), what);
      }
    }
  }

  private static void assertSame(
      List<Metrics.Calibration> expected, List<Metrics.Calibration> actual, String what) {
    assertEquals(expected.size(), actual.size(), what + ": " + expected + ", " + actual);
    for (int k = 0; k < expected.size(); k++) {
      assertEquals(expected.get(k).examples(), actual.get(k).examples(), what);
      assertEquals(expected.get(k).predicted(), actual.get(k).predicted(), 1e-14, what);
      assertEquals(expected.get(k).actual(), actual.get(k).actual(), 1e-14, what);
    }
  }

  private static Metrics measured(ScoredExamples e) {
    return Metrics.of(e.z(), e.y(), e.c(), 0.5);
  }

  @Test
  void examplesThatCountAreThoseOfAWeight() {
    assertEquals(2, Metrics.of(new double[3], new float[3], new float[] {2, 0, 3}, 0.5).examples());
  }

  @Test
  void losesNothingInTheMirror() {
    for (int seed = 0; seed < ROUNDS; seed++) {
      // No margin is 0, which is predicted negative in the mirror too.
      ScoredExamples e = ScoredExamples.of(seed).margins(1, 0.25);
      Metrics here = measured(e);
      Metrics mirrored = measured(e.swapped().margins(-1, 0));
      assertEquals(here.logLoss(), mirrored.logLoss(), e.toString());
      assertEquals(here.brier(), mirrored.brier(), e.toString());
      assertEquals(here.auc(), mirrored.auc(), e.toString());
      assertEquals(here.accuracy(), mirrored.accuracy(), e.toString());
      Metrics.Confusion c = here.confusion();
      assertEquals(
          new Metrics.Confusion(
              c.trueNegatives(), c.falseNegatives(), c.truePositives(), c.falsePositives()),
          mirrored.confusion(),
          e.toString());
    }
  }

  @Test
  void rankingOfTheOtherClassIsTheRest() {
    for (int seed = 0; seed < ROUNDS; seed++) {
      ScoredExamples e = ScoredExamples.of(seed);
      assertEquals(1 - measured(e).auc(), measured(e.swapped()).auc(), 1e-15, e.toString());
      assertEquals(1 - measured(e).auc(), measured(e.margins(-1, 0)).auc(), 1e-15, e.toString());
    }
  }

  @Test
  void rankingDependsOnNoUnit() {
    for (int seed = 0; seed < ROUNDS; seed++) {
      ScoredExamples e = ScoredExamples.of(seed);
      for (double factor : new double[] {0x1p-1000, 8, 0x1p1000}) {
        Metrics scaled = measured(e.margins(factor, 0));
        assertEquals(measured(e).auc(), scaled.auc(), e.toString());
        assertEquals(measured(e).prAuc(), scaled.prAuc(), e.toString());
      }
    }
  }
}
