package io.downhill;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.data.Classes;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Measures of many classes against plain double loops. */
class ClassMetricsTest {
  private static Classes classes(int count) {
    return new Classes(IntStream.range(0, count).mapToObj(k -> "c" + k).toList());
  }

  /** Margins of which each third example has those of the one before, so that there are ties. */
  private static double[] margins(int m, int classes, long seed) {
    Random random = new Random(seed);
    double[] z = new double[m * classes];
    for (int p = 0; p < z.length; p++) {
      z[p] = p / classes % 3 == 2 ? z[p - classes] : random.nextGaussian();
    }
    return z;
  }

  private static float[] labels(int m, int classes, long seed) {
    Random random = new Random(seed);
    float[] y = new float[m];
    for (int i = 0; i < m; i++) {
      y[i] = Math.max(random.nextInt(classes), random.nextInt(classes));
    }
    return y;
  }

  private static double[] softmax(double[] z, int i, int classes) {
    double[] p = new double[classes];
    double sum = 0;
    for (int k = 0; k < classes; k++) {
      sum += Math.exp(z[i * classes + k]);
    }
    for (int k = 0; k < classes; k++) {
      p[k] = Math.exp(z[i * classes + k]) / sum;
    }
    return p;
  }

  /** A(k|l) by all pairs of examples. */
  private static double auc(double[] z, float[] y, float[] c, int classes, int k, int l) {
    double wins = 0;
    double all = 0;
    for (int i = 0; i < y.length; i++) {
      for (int j = 0; j < y.length; j++) {
        if (y[i] == k && y[j] == l) {
          double own = softmax(z, i, classes)[k];
          double other = softmax(z, j, classes)[k];
          double both = (c == null ? 1 : c[i]) * (c == null ? 1.0 : c[j]);
          wins += both * (own == other ? 0.5 : own > other ? 1 : 0);
          all += both;
        }
      }
    }
    return wins / all;
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 5, 9})
  void measuresAreThoseOfTheirDefinitions(int classes) {
    int m = 120;
    for (boolean weighted : new boolean[] {false, true}) {
      double[] z = margins(m, classes, classes);
      float[] y = labels(m, classes, 7);
      float[] c = null;
      if (weighted) {
        c = new float[m];
        for (int i = 0; i < m; i++) {
          c[i] = i % 4 * 0.5f;
        }
      }
      ClassMetrics metrics = ClassMetrics.of(z, y, c, classes(classes));
      double[][] confusion = new double[classes][classes];
      double loss = 0;
      double all = 0;
      for (int i = 0; i < m; i++) {
        double[] p = softmax(z, i, classes);
        int best = 0;
        for (int k = 0; k < classes; k++) {
          best = z[i * classes + k] > z[i * classes + best] ? k : best;
        }
        double one = c == null ? 1 : c[i];
        confusion[(int) y[i]][best] += one;
        loss -= one * Math.log(p[(int) y[i]]);
        all += one;
      }
      double right = 0;
      double macro = 0;
      double byWeight = 0;
      double sum = 0;
      for (int k = 0; k < classes; k++) {
        double actual = 0;
        double predicted = 0;
        for (int l = 0; l < classes; l++) {
          actual += confusion[k][l];
          predicted += confusion[l][k];
          if (l != k) {
            sum += auc(z, y, c, classes, k, l);
          }
        }
        double f1 = 2 * confusion[k][k] / (actual + predicted);
        right += confusion[k][k];
        macro += f1 / classes;
        byWeight += actual * f1 / all;
      }
      assertArrayEquals(confusion, metrics.confusion());
      assertEquals(all, metrics.weight());
      assertEquals(weighted ? 90 : 120, metrics.examples());
      assertEquals(right / all, metrics.accuracy(), 1e-15);
      assertEquals(loss / all, metrics.logLoss(), 1e-12);
      assertEquals(macro, metrics.macroF1(), 1e-14);
      assertEquals(byWeight, metrics.weightedF1(), 1e-14);
      assertEquals(sum / (classes * (classes - 1)), metrics.auc(), 1e-12);
    }
  }

  @Test
  void ordersOfProbabilitiesThatRoundToOneAreKept() {
    // p of the class 0 is 1 in double for both, and larger for the first.
    double[] z = {60, 0, 0, 50, 0, 0};
    ClassMetrics metrics = ClassMetrics.of(z, new float[] {0, 1}, null, classes(3));
    // A(0|1) is 1, and A(1|0) too.
    assertEquals(1, metrics.auc());
    metrics = ClassMetrics.of(z, new float[] {1, 0}, null, classes(3));
    assertEquals(0, metrics.auc());
  }

  @Test
  void lossKeepsItsDigitsWhereTheProbabilityIsNearOne() {
    double[] z = {50, 0, 0};
    double loss = ClassMetrics.of(z, new float[] {0}, null, classes(3)).logLoss();
    assertEquals(2 * Math.exp(-50), loss, 1e-36);
    double other = ClassMetrics.of(z, new float[] {1}, null, classes(3)).logLoss();
    assertEquals(50, other, 1e-14);
  }

  @Test
  void classesThatAreNotThereCountInNoMean() {
    double[] z = {1, 0, 0, 0, 0, 0, 1, 0, 1, 0, 0, 0};
    ClassMetrics metrics = ClassMetrics.of(z, new float[] {0, 1, 0}, null, classes(4));
    // Predicted are 0, 2 and 0: F1 of the classes 0, 1 and 2 is 1, 0 and 0, and 3 has none.
    assertEquals(1 / 3.0, metrics.macroF1(), 1e-15);
    assertTrue(Double.isNaN(metrics.classes().get(3).f1()));
    assertTrue(Double.isNaN(metrics.classes().get(3).recall()));
    assertEquals(0, metrics.classes().get(1).recall());
    ClassMetrics one = ClassMetrics.of(z, new float[] {2, 2, 2}, null, classes(4));
    assertTrue(Double.isNaN(one.auc()));
    assertEquals(1 / 3.0, one.accuracy());
  }

  @Test
  void argumentsThatDoNotFitAreRefused() {
    double[] z = {1, 0, 0};
    List<Executable> calls =
        List.of(
            () -> ClassMetrics.of(z, new float[] {0, 1}, null, classes(3)),
            () -> ClassMetrics.of(new double[0], new float[0], null, classes(3)),
            () -> ClassMetrics.of(z, new float[] {0}, new float[2], classes(3)),
            () -> ClassMetrics.of(z, new float[] {0}, new float[] {0}, classes(3)));
    calls.forEach(call -> assertThrows(IllegalArgumentException.class, call));
  }
}
