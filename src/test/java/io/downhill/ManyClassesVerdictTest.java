package io.downhill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.data.Classes;
import io.downhill.data.DataException;
import io.downhill.data.Dataset;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of three and more classes that are separated, and of columns that tell nothing. */
class ManyClassesVerdictTest {
  private static final List<String> NAMES = List.of("apple", "pear", "plum");

  private static TrainingReport fit(Dataset data, String solver, double l1, double l2) {
    return new LogisticRegression(
            TrainingOptions.builder().device("cpu").threads(2).solver(solver).l1(l1).l2(l2).build())
        .fit(data)
        .report();
  }

  private static Dataset data(List<float[]> x, List<Integer> y) {
    return Dataset.of(
        x.toArray(new float[0][]), y.stream().mapToInt(k -> k).toArray(), new Classes(NAMES));
  }

  /** Two features; the class apple is moved by so much. */
  private static Dataset fruit(int m, double away, double apart) {
    SplittableRandom random = new SplittableRandom(m);
    List<float[]> x = new ArrayList<>();
    List<Integer> y = new ArrayList<>();
    for (int i = 0; i < m; i++) {
      int k = random.nextInt(3);
      float width = (float) (random.nextDouble() + (k == 0 ? away : 0));
      float weight = (float) (random.nextDouble() + (k == 2 ? apart : 0));
      x.add(new float[] {width, weight});
      y.add(k);
    }
    return data(x, y);
  }

  @ParameterizedTest
  @ValueSource(strings = {"newton", "lbfgs"})
  void oneClassThatIsSeparatedIsNamedWithItsColumn(String solver) {
    Verdict verdict = fit(fruit(600, 2, 0.3), solver, 0, 0).verdict();
    assertEquals(
        "apple is separated from the other classes by column0: these weights grow for ever and have"
            + " no optimum; give --l2 0.001 or so",
        verdict.text());
    assertEquals(List.of("column0"), verdict.separated());
    assertTrue(Double.isNaN(verdict.gap()));
  }

  /** So many classes in turn, the first feature of each moved by its place, the others noise. */
  private static Dataset ranged(int m, int classes, int features, IntUnaryOperator place) {
    SplittableRandom random = new SplittableRandom(4);
    float[][] x = new float[m][features];
    int[] y = new int[m];
    for (int i = 0; i < m; i++) {
      y[i] = i % classes;
      for (int j = 0; j < features; j++) {
        x[i][j] = (j == 0 ? 2 * place.applyAsInt(y[i]) : 0) + (float) random.nextDouble();
      }
    }
    List<String> names = IntStream.range(0, classes).mapToObj(k -> "c" + k).toList();
    return Dataset.of(x, y, new Classes(names));
  }

  @ParameterizedTest
  @CsvSource({
    "100, 2, 'c0, c1, c2, c3, c4, ... (100 classes) are separated from"
        + " c100, c101, c102, c103, c104, ... (100 classes) by column0'",
    "60, 4, 'groups of classes are separated by column0 (c0, c1, c2, ... (60 classes);"
        + " c60, c61, c62, ... (60 classes); c120, c121, c122, ... (60 classes); and 1 more)'",
    "199, 2, 'c199 is separated from the other classes by column0'"
  })
  void groupsOfClassesAreSeparatedByOneColumnOfManyWeights(int size, int groups, String expected) {
    Dataset data = ranged(1600, groups == 2 ? 200 : 240, 6, k -> k / size);
    Verdict verdict = fit(data, "auto", 0, 0).verdict();
    assertEquals(
        expected + ": these weights grow for ever and have no optimum; give --l2 0.001 or so",
        verdict.text());
    assertTrue(Double.isNaN(verdict.gap()), verdict::toString);
    assertEquals(List.of("column0"), verdict.separated());
  }

  @Test
  void withoutABiasManyClassesArePartedAtZeroAlone() {
    Dataset data = ranged(1600, 200, 6, k -> k / 100);
    LogisticRegression trainer =
        new LogisticRegression(
            TrainingOptions.builder()
                .device("cpu")
                .threads(2)
                .intercept(false)
                .standardize(false)
                .build());
    assertEquals(List.of(), trainer.fit(data).report().verdict().separated());
    Dataset around = ranged(1600, 200, 6, k -> k / 100 - 1 + k / 100);
    assertEquals(List.of("column0"), trainer.fit(around).report().verdict().separated());
  }

  /** Newton's direction has something of every column. */
  @Test
  void twoGroupsAreNamedAndTheirColumnAlone() {
    Dataset data = ranged(400, 4, 5, k -> k / 2);
    assertEquals(
        "c0, c1 are separated from c2, c3 by column0: these weights grow for ever and have no"
            + " optimum; give --l2 0.001 or so",
        fit(data, "newton", 0, 0).verdict().text());
  }

  /** Each class shares a value with the next one. */
  @Test
  void pairsThatAreNotNamedAreCounted() {
    SplittableRandom random = new SplittableRandom(4);
    float[][] x = new float[400][];
    int[] y = new int[400];
    for (int i = 0; i < x.length; i++) {
      y[i] = i % 4;
      x[i] = new float[] {y[i] + random.nextInt(2), (float) random.nextDouble()};
    }
    Dataset data = Dataset.of(x, y, new Classes(List.of("a", "b", "c", "d")));
    String text = fit(data, "newton", 0, 0).verdict().text();
    assertTrue(text.startsWith("a from c, a from d, b from d are separated by column0"), text);
    float[][] five = new float[500][];
    int[] of = new int[500];
    for (int i = 0; i < five.length; i++) {
      of[i] = i % 5;
      five[i] = new float[] {of[i] + random.nextInt(2), (float) random.nextDouble()};
    }
    Dataset more = Dataset.of(five, of, new Classes(List.of("a", "b", "c", "d", "e")));
    text = fit(more, "newton", 0, 0).verdict().text();
    assertTrue(
        text.startsWith("a from c, a from d, b from d and 3 more pairs are separated by column0"),
        text);
  }

  @Test
  void allThatAreSeparatedAreSaidToBe() {
    Verdict verdict = fit(fruit(600, 3, 3), "newton", 0, 0).verdict();
    assertTrue(verdict.text().startsWith("the classes are separated by "), verdict.text());
    assertEquals(600, verdict.certain());
  }

  @ParameterizedTest
  @ValueSource(strings = {"newton", "lbfgs"})
  void whatOverlapsHasAnOptimum(String solver) {
    TrainingReport report = fit(fruit(600, 0.5, 0.3), solver, 0, 0);
    assertEquals("", report.verdict().text());
    assertTrue(report.verdict().gap() <= 1e-9 * report.cost(), report::toString);
  }

  @Test
  void aPenaltyHoldsWhatIsSeparated() {
    for (double l1 : new double[] {0, 0.001}) {
      TrainingReport report = fit(fruit(600, 3, 3), "newton", l1, l1 == 0 ? 0.001 : 0);
      assertEquals("", report.verdict().text());
      assertTrue(report.verdict().gap() <= 1e-9 * report.cost(), report::toString);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.001})
  void collinearAndConstantColumnsAreNamedOnce(double l1) {
    SplittableRandom random = new SplittableRandom(3);
    List<float[]> x = new ArrayList<>();
    List<Integer> y = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      float a = random.nextInt(9);
      float b = random.nextInt(9);
      x.add(new float[] {a, b, a + b, 4});
      y.add(random.nextInt(3));
    }
    Verdict verdict = fit(data(x, y), "newton", l1, 0).verdict();
    assertEquals(List.of("column2"), verdict.collinear());
    assertEquals(List.of("column3"), verdict.constant());
  }

  @Test
  void aClassWithoutAnExampleIsRefused() {
    Dataset data =
        data(List.of(new float[] {1}, new float[] {2}, new float[] {3}), List.of(0, 1, 0));
    DataException e = assertThrows(DataException.class, () -> fit(data, "auto", 0, 0));
    assertEquals("no example of the class plum counts: training needs one of each", e.getMessage());
  }

  /** On tables of few values, separation is told where weights have no bound, and nowhere else. */
  @Test
  void separationIsToldWhereWeightsHaveNoBound() {
    int separated = 0;
    int overlapping = 0;
    for (int seed = 0; seed < 150; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      int m = 8 + random.nextInt(20);
      List<float[]> x = new ArrayList<>();
      List<Integer> y = new ArrayList<>();
      for (int i = 0; i < m; i++) {
        float[] row = {random.nextInt(4), random.nextInt(3)};
        x.add(row);
        int tell = (int) (row[0] + random.nextInt(3)) - 1;
        y.add(i < 3 ? i : Math.max(0, Math.min(2, tell)));
      }
      double near = furthest(x, y, 1e-7);
      double far = furthest(x, y, 1e-10);
      boolean expected = far > near + 1;
      Verdict verdict = fit(data(x, y), "newton", 0, 0).verdict();
      String story = "seed " + seed + ": " + near + ", " + far + ", " + verdict.text();
      assertEquals(expected, !verdict.separated().isEmpty(), story);
      separated += expected ? 1 : 0;
      overlapping += expected ? 0 : 1;
    }
    assertTrue(separated > 20 && overlapping > 20, separated + " and " + overlapping);
  }

  /** The largest margin, from its row's mean, where J with such a penalty is least, by Newton. */
  private static double furthest(List<float[]> x, List<Integer> y, double l2) {
    int length = 9;
    double[] w = new double[length];
    double cost = cost(x, y, w, l2);
    for (int step = 0; step < 200; step++) {
      double[][] h = new double[length][length];
      double[] g = new double[length];
      for (int p = 0; p < length; p++) {
        h[p][p] = l2;
        g[p] = l2 * w[p];
      }
      for (int i = 0; i < x.size(); i++) {
        double[] row = {x.get(i)[0], x.get(i)[1], 1};
        double[] p = probabilities(row, w);
        for (int a = 0; a < length; a++) {
          g[a] += (p[a % 3] - (y.get(i) == a % 3 ? 1 : 0)) * row[a / 3] / x.size();
          for (int b = 0; b < length; b++) {
            double k = p[a % 3] * ((a % 3 == b % 3 ? 1 : 0) - p[b % 3]);
            h[a][b] += k * row[a / 3] * row[b / 3] / x.size();
          }
        }
      }
      double[] d = solve(h, g);
      double t = 1;
      double next;
      double[] at;
      do {
        at = w.clone();
        for (int p = 0; p < length; p++) {
          at[p] -= t * d[p];
        }
        next = cost(x, y, at, l2);
        t /= 2;
      } while (next > cost && t > 1e-9);
      if (next >= cost) {
        break;
      }
      w = at;
      cost = next;
    }
    double furthest = 0;
    for (float[] features : x) {
      for (int k = 0; k < 3; k++) {
        for (int l = 0; l < 3; l++) {
          double z = 0;
          for (int j = 0; j < 3; j++) {
            z += (w[j * 3 + k] - w[j * 3 + l]) * (j < 2 ? features[j] : 1);
          }
          furthest = Math.max(furthest, z);
        }
      }
    }
    return furthest;
  }

  private static double[] probabilities(double[] row, double[] w) {
    double[] p = new double[3];
    double top = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < 3; k++) {
      for (int j = 0; j < 3; j++) {
        p[k] += w[j * 3 + k] * row[j];
      }
      top = Math.max(top, p[k]);
    }
    double sum = 0;
    for (int k = 0; k < 3; k++) {
      p[k] = Math.exp(p[k] - top);
      sum += p[k];
    }
    for (int k = 0; k < 3; k++) {
      p[k] /= sum;
    }
    return p;
  }

  private static double cost(List<float[]> x, List<Integer> y, double[] w, double l2) {
    double sum = 0;
    for (int i = 0; i < x.size(); i++) {
      double[] row = {x.get(i)[0], x.get(i)[1], 1};
      sum -= Math.log(Math.max(1e-300, probabilities(row, w)[y.get(i)])) / x.size();
    }
    for (double weight : w) {
      sum += l2 / 2 * weight * weight;
    }
    return sum;
  }

  /** Gauss's elimination with pivots. */
  private static double[] solve(double[][] a, double[] right) {
    int n = right.length;
    double[] x = right.clone();
    for (int c = 0; c < n; c++) {
      int pivot = c;
      for (int r = c + 1; r < n; r++) {
        pivot = Math.abs(a[r][c]) > Math.abs(a[pivot][c]) ? r : pivot;
      }
      double[] row = a[c];
      a[c] = a[pivot];
      a[pivot] = row;
      double value = x[c];
      x[c] = x[pivot];
      x[pivot] = value;
      for (int r = c + 1; r < n; r++) {
        double share = a[r][c] / a[c][c];
        for (int k = c; k < n; k++) {
          a[r][k] -= share * a[c][k];
        }
        x[r] -= share * x[c];
      }
    }
    for (int r = n - 1; r >= 0; r--) {
      for (int k = r + 1; k < n; k++) {
        x[r] -= a[r][k] * x[k];
      }
      x[r] /= a[r][r];
    }
    return x;
  }
}
