package io.downhill.comparison;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.BitSet;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Differences of two models, held to sums over all pairs and to examples that are repeated. */
class PairedTest {
  private static final double LEVEL = 0.95;

  /** Margins of few values, so that ties abound; 0 and -0 are one. */
  private static Paired random(SplittableRandom random, int m, boolean weighted) {
    double[] a = new double[m];
    double[] b = new double[m];
    float[] y = new float[m];
    float[] c = new float[m];
    for (int i = 0; i < m; i++) {
      y[i] = i < 2 ? 0 : i < 4 ? 1 : random.nextInt(2);
      a[i] = (random.nextInt(5) - 2 + y[i]) * (random.nextBoolean() ? 0.5 : -0.0);
      b[i] = random.nextInt(4) - 1.5;
      c[i] = i < 4 ? 1 : random.nextInt(4);
    }
    return new Paired(a, b, y, weighted ? c : null);
  }

  /** Each example as often as its weight says. */
  private static Paired repeated(Paired of) {
    int m = 0;
    for (float c : of.weights()) {
      m += (int) c;
    }
    Paired all = new Paired(new double[m], new double[m], new float[m], null);
    int k = 0;
    for (int i = 0; i < of.examples(); i++) {
      for (int copy = 0; copy < of.weights()[i]; copy++, k++) {
        all.a()[k] = of.a()[i];
        all.b()[k] = of.b()[i];
        all.labels()[k] = of.labels()[i];
      }
    }
    return all;
  }

  private static double kernel(double positive, double negative) {
    return positive > negative ? 1 : positive == negative ? 0.5 : 0;
  }

  /** The variance as DeLong and others have it, by a loop over all pairs for each example. */
  private static double[] byPairs(Paired p) {
    int m = p.examples();
    double[] positives = new double[m];
    double[] negatives = new double[m];
    double count1 = 0;
    double count0 = 0;
    double sum = 0;
    for (int i = 0; i < m; i++) {
      count1 += p.positive(i) ? 1 : 0;
      count0 += p.positive(i) ? 0 : 1;
      for (int j = 0; j < m; j++) {
        if (p.positive(i) && !p.positive(j)) {
          double d = kernel(p.a()[i], p.a()[j]) - kernel(p.b()[i], p.b()[j]);
          positives[i] += d;
          negatives[j] += d;
          sum += d;
        }
      }
    }
    double difference = sum / (count1 * count0);
    double s10 = 0;
    double s01 = 0;
    for (int i = 0; i < m; i++) {
      if (p.positive(i)) {
        s10 += Math.pow(positives[i] / count0 - difference, 2);
      } else {
        s01 += Math.pow(negatives[i] / count1 - difference, 2);
      }
    }
    double variance = s10 / (count1 - 1) / count1 + s01 / (count0 - 1) / count0;
    return new double[] {difference, Math.sqrt(variance)};
  }

  @Test
  void aucIsThatOfAllPairs() {
    SplittableRandom random = new SplittableRandom(1);
    for (int k = 0; k < 200; k++) {
      Paired paired = random(random, 5 + random.nextInt(40), false);
      double[] expected = byPairs(paired);
      Difference actual = paired.auc(LEVEL);
      assertEquals(expected[0], actual.difference(), 1e-14, "difference, case " + k);
      if (expected[1] > 0) {
        assertEquals(expected[1], actual.standardError(), 1e-14, "standard error, case " + k);
      }
    }
  }

  @Test
  void weightsAreCopies() {
    SplittableRandom random = new SplittableRandom(2);
    for (int k = 0; k < 100; k++) {
      Paired paired = random(random, 20 + random.nextInt(40), true);
      Paired all = repeated(paired);
      same(all.auc(LEVEL), paired.auc(LEVEL), "AUC, case " + k);
      same(all.logLoss(LEVEL), paired.logLoss(LEVEL), "log loss, case " + k);
    }
  }

  private static void same(Difference expected, Difference actual, String what) {
    assertEquals(expected.a(), actual.a(), 1e-12, what);
    assertEquals(expected.b(), actual.b(), 1e-12, what);
    assertEquals(expected.standardError(), actual.standardError(), 1e-12, what);
    assertEquals(expected.low(), actual.low(), 1e-12, what);
    assertEquals(expected.high(), actual.high(), 1e-12, what);
    assertEquals(expected.p(), actual.p(), 1e-9, what);
  }

  /** Student's paired differences by hand: losses differ by 1, 2, 3 and 6 times log 2. */
  @Test
  void logLossIsTheMeanOfPairedDifferences() {
    double[] a = new double[4];
    double[] b = new double[4];
    float[] y = new float[4];
    double[] times = {1, 2, 3, 6};
    for (int i = 0; i < 4; i++) {
      // Of y = 0 the loss is log(1 + exp(z)).
      a[i] = Math.log(Math.pow(2, times[i] + 1) - 1);
      b[i] = 0;
    }
    Difference difference = new Paired(a, b, y, null).logLoss(LEVEL);
    double unit = Math.log(2);
    assertEquals(4 * unit, difference.a(), 1e-14);
    assertEquals(unit, difference.b(), 1e-14);
    assertEquals(3 * unit, difference.difference(), 1e-14);
    // Squares of -2, -1, 0, 3 are 14; 14 / 3 / 4.
    double error = Math.sqrt(14.0 / 12) * unit;
    assertEquals(error, difference.standardError(), 1e-14);
    assertEquals(3 * unit - 1.959963984540054 * error, difference.low(), 1e-14);
    assertEquals(3 * unit / error, difference.z(), 1e-14);
    // SciPy 1.10: 2 * norm.sf(2.7774602993176543)
    assertEquals(0.005478553242547366, difference.p(), 1e-12);
  }

  @Test
  void weightsThatAreNoCountsAreFactsOfTheirRows() {
    Paired once = random(new SplittableRandom(3), 40, false);
    float[] c = new float[40];
    Arrays.fill(c, 1.5f);
    Paired all = new Paired(once.a(), once.b(), once.labels(), c);
    same(once.auc(LEVEL), all.auc(LEVEL), "AUC");
    same(once.logLoss(LEVEL), all.logLoss(LEVEL), "log loss");
  }

  /**
   * The share of a row in a measure is its derivative by the row's weight, times the weight; the
   * variance is n/(n-1) times the sum of their squares.
   */
  @Test
  void rowsOfFractionsAreOneObservation() {
    SplittableRandom random = new SplittableRandom(5);
    int n = 60;
    double[] a = new double[2 * n];
    double[] b = new double[2 * n];
    float[] y = new float[2 * n];
    float[] c = new float[2 * n];
    BitSet seconds = new BitSet();
    for (int k = 0; k < n; k++) {
      double marginA = random.nextInt(7) - 3;
      double marginB = random.nextInt(9) - 4;
      for (int code = 0; code < 2; code++) {
        int i = 2 * k + code;
        a[i] = marginA;
        b[i] = marginB;
        y[i] = code;
      }
      c[2 * k + 1] = (1 + random.nextInt(7)) / 8f;
      c[2 * k] = 1 - c[2 * k + 1];
      seconds.set(2 * k + 1);
    }
    Paired paired = new Paired(a, b, y, c, seconds);
    double auc = 0;
    double loss = 0;
    for (int k = 0; k < n; k++) {
      double[] up = differences(paired, k, 1 + 1.0 / 64);
      double[] down = differences(paired, k, 1 - 1.0 / 64);
      auc += Math.pow((up[0] - down[0]) * 32, 2);
      loss += Math.pow((up[1] - down[1]) * 32, 2);
    }
    double rows = n / (n - 1.0);
    double error = paired.auc(LEVEL).standardError();
    assertEquals(Math.sqrt(auc * rows), error, 1e-4 * error, "AUC");
    error = paired.logLoss(LEVEL).standardError();
    assertEquals(Math.sqrt(loss * rows), error, 1e-4 * error, "log loss");
    assertTrue(!paired.counted(), "McNemar has no p");
  }

  private static double[] differences(Paired of, int row, double times) {
    float[] c = of.weights().clone();
    c[2 * row] *= (float) times;
    c[2 * row + 1] *= (float) times;
    Paired moved = new Paired(of.a(), of.b(), of.labels(), c, of.seconds());
    return new double[] {moved.auc(LEVEL).difference(), moved.logLoss(LEVEL).difference()};
  }

  @Test
  void oneClassHasNoAuc() {
    float[] ones = {1, 1, 1};
    double[] z = {1, 2, 3};
    Difference difference = new Paired(z, new double[3], ones, null).auc(LEVEL);
    assertTrue(Double.isNaN(difference.a()) && Double.isNaN(difference.p()), "" + difference);
    Difference alone = new Paired(z, new double[3], new float[] {0, 1, 1}, null).auc(LEVEL);
    assertEquals(1.0, alone.a());
    assertTrue(Double.isNaN(alone.low()), "one negative example has no variance");
  }

  @Test
  void equalModelsHaveNoInterval() {
    double[] z = {1, -2, 3, 0.5};
    Difference difference = new Paired(z, z, new float[] {0, 1, 1, 0}, null).logLoss(LEVEL);
    assertEquals(0.0, difference.difference());
    assertTrue(Double.isNaN(difference.z()), "" + difference);
  }

  @Test
  void mcNemarIsTheExactTest() {
    // Agresti, Categorical Data Analysis, section 10.1: 150 and 86 changed their mind.
    // SciPy 1.10: binomtest(86, 236).pvalue.
    McNemar test = mcNemar(150, 86);
    assertEquals(150.0, test.onlyA());
    assertEquals(86.0, test.onlyB());
    assertEquals(3.715936139571387e-05, test.p(), 1e-15);
    assertEquals(0.5, mcNemar(0, 2).p(), 1e-15);
    assertEquals(1.0, mcNemar(3, 3).p(), "not 2 * 0.65625");
    assertEquals(1.0, mcNemar(0, 0).p());
  }

  private static McNemar mcNemar(int a, int b) {
    int m = a + b + 5;
    boolean[] rightA = new boolean[m];
    boolean[] rightB = new boolean[m];
    for (int i = 0; i < m; i++) {
      rightA[i] = i < a || i >= a + b;
      rightB[i] = i >= a;
    }
    return McNemar.of(rightA, rightB, new Paired(new double[m], new double[m], new float[m], null));
  }

  @Test
  void lengthsThatDifferFail() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new Paired(new double[2], new double[3], new float[2], null));
  }

  @Test
  void likelihoodRatioHasTheTailOfTheChiSquaredDistribution() {
    // SciPy 1.10: chi2.sf(21.826489355, 3) and chi2.sf(1300, 1).
    assertEquals(7.088455681760137e-05, LikelihoodRatio.of(true, 21.826489355, 3).p(), 1e-15);
    double far = LikelihoodRatio.of(true, 1300, 1).p();
    assertEquals(1, far / 1.1303728441493301e-284, 1e-10);
    assertEquals(1.0, LikelihoodRatio.of(true, -1e-9, 2).p());
  }
}
