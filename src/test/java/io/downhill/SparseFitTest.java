package io.downhill;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.downhill.data.Classes;
import io.downhill.data.CsrRows;
import io.downhill.data.Dataset;
import io.downhill.data.Standardization;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A model of sparse rows has the bits of the model of the same numbers as dense rows. */
class SparseFitTest {
  /** The same examples both ways: one column is full, one constant, one empty, most are rare. */
  private record Both(Dataset sparse, Dataset dense) {
    static Both random(int m, int n, int classes) {
      SplittableRandom random = new SplittableRandom(m + n);
      float[][] x = new float[m][n];
      int[] y = new int[m];
      int[] starts = new int[m + 1];
      int[] columns = new int[m * n];
      float[] values = new float[m * n];
      int count = 0;
      for (int i = 0; i < m; i++) {
        double tell = 0;
        for (int j = 0; j < n; j++) {
          float value = j == 0 ? 3 : (float) (random.nextDouble() * 4 + (j == 2 ? 100 : -1));
          if (j < 3 && j != 1 || random.nextInt(8) == 0 && j != 4) {
            x[i][j] = value;
            columns[count] = j;
            values[count++] = value;
            tell += j > 2 ? value * (j % 3 - 1) : 0;
          }
        }
        starts[i + 1] = count;
        y[i] = (int) Math.max(0, Math.min(classes - 1, tell + random.nextInt(3)));
      }
      Classes names =
          classes == 2
              ? Classes.ZERO_ONE
              : new Classes(IntStream.range(0, classes).mapToObj(k -> "c" + k).toList());
      return new Both(
          Dataset.ofCsr(
              starts, Arrays.copyOf(columns, count), Arrays.copyOf(values, count), n, y, names),
          Dataset.of(x, y, names));
    }
  }

  private static TrainingOptions.Builder options(int threads) {
    return TrainingOptions.builder().device("cpu").threads(threads).centre(false).iterations(60);
  }

  @ParameterizedTest
  @CsvSource({
    "newton, 2, 0, 0.001, 40000",
    "newton, 2, 0.001, 0, 3000",
    "newton, 3, 0, 0.001, 3000",
    "lbfgs, 2, 0, 0, 3000",
    "lbfgs, 3, 0.001, 0.001, 3000",
    "gd, 2, 0, 0.01, 3000",
    "nesterov, 3, 0.001, 0, 3000"
  })
  void bitsAreThoseOfDenseRows(String solver, int classes, double l1, double l2, int m) {
    Both both = Both.random(m, 11, classes);
    float[] c = new float[m];
    for (int i = 0; i < m; i++) {
      c[i] = i % 4;
    }
    for (boolean weighted : new boolean[] {false, true}) {
      Training sparse = fit(weighted ? both.sparse.weighted(c) : both.sparse, solver, l1, l2, 2);
      Training dense = fit(weighted ? both.dense.weighted(c) : both.dense, solver, l1, l2, 1);
      assertEquals(dense.report().cost(), sparse.report().cost());
      assertEquals(dense.report().verdict(), sparse.report().verdict());
      for (int k = 0; k < dense.model().parameters().count(); k++) {
        assertArrayEquals(
            dense.model().parameters().weights()[k], sparse.model().parameters().weights()[k]);
      }
      assertArrayEquals(dense.model().margins(both.dense), sparse.model().margins(both.sparse));
    }
  }

  /** Two groups of rows that a rare feature and, with certain, also the rest tell apart. */
  private static Both separable(int m, int n, boolean certain) {
    SplittableRandom random = new SplittableRandom(n);
    float[][] x = new float[m][n];
    int[] y = new int[m];
    int[] starts = new int[m + 1];
    int[] columns = new int[10 * m];
    float[] values = new float[10 * m];
    int count = 0;
    for (int i = 0; i < m; i++) {
      y[i] = random.nextInt(2);
      for (int j = random.nextInt(9); j < n; j += 1 + random.nextInt(n / 3)) {
        // Feature n / 2 stands in rows of the class 1 alone.
        if (j != n / 2 || y[i] == 1) {
          x[i][j] = certain ? (y[i] == 1 ? 1 : -1) * (1 + j % 3) : 1 + random.nextInt(3);
          columns[count] = j;
          values[count++] = x[i][j];
        }
      }
      starts[i + 1] = count;
    }
    return new Both(
        Dataset.ofCsr(
            starts,
            Arrays.copyOf(columns, count),
            Arrays.copyOf(values, count),
            n,
            y,
            Classes.ZERO_ONE),
        Dataset.of(x, y, Classes.ZERO_ONE));
  }

  @ParameterizedTest
  @CsvSource({
    "11, false, newton",
    "11, true, newton",
    "300, false, lbfgs",
    "1500, false, lbfgs",
    "1500, true, lbfgs"
  })
  void separationIsFoundAsInDenseRows(int n, boolean certain, String solver) {
    Both both = separable(2500, n, certain);
    Training sparse = fit(both.sparse, solver, 0, 0, 2);
    Training dense = fit(both.dense, solver, 0, 0, 1);
    assertEquals(dense.report().verdict(), sparse.report().verdict());
    assertEquals(false, sparse.report().verdict().separated().isEmpty());
    assertArrayEquals(dense.model().weights(), sparse.model().weights());
  }

  private static Training fit(Dataset data, String solver, double l1, double l2, int threads) {
    return new LogisticRegression(options(threads).solver(solver).l1(l1).l2(l2).build()).fit(data);
  }

  @Test
  void theScaleIsThatOfDenseRowsToTheBitAndThatOfMomentsNearly() {
    Both both = Both.random(5000, 11, 2);
    float[] c = new float[5000];
    for (int i = 0; i < c.length; i++) {
      c[i] = i % 3 / 2f;
    }
    for (float[] weights : Arrays.asList(null, c)) {
      Dataset sparse = weights == null ? both.sparse : both.sparse.weighted(weights);
      Dataset dense = weights == null ? both.dense : both.dense.weighted(weights);
      Standardization scale = Standardization.uncentredOf(sparse);
      assertArrayEquals(scale.deviations(), Standardization.uncentredOf(dense).deviations(), 0);
      double[] expected = Standardization.of(dense).uncentred().deviations();
      for (int j = 0; j < expected.length; j++) {
        assertEquals(expected[j], scale.deviations()[j], 1e-12 * expected[j], "column " + j);
      }
      assertEquals(3, scale.deviations()[0]); // Of a constant column its value.
      assertEquals(0, scale.deviations()[4]);
    }
  }

  @Test
  void theOptimumIsThatOfCentredRows() {
    Both both = Both.random(3000, 11, 2);
    Training sparse = fit(both.sparse, "newton", 0, 0.001, 1);
    Training centred =
        new LogisticRegression(
                TrainingOptions.builder().device("cpu").solver("newton").l2(0.001).build())
            .fit(both.dense);
    assertEquals(centred.report().cost(), sparse.report().cost(), 1e-7);
  }

  /** Features far apart, in the lanes that they have side by side: so every sum is the same. */
  @ParameterizedTest
  @CsvSource({"lbfgs, 2, 0, 0.01", "lbfgs, 3, 0.01, 0", "gd, 2, 0, 0.01"})
  void featuresMayBeMoreThanDenseRowsHave(String solver, int classes, double l1, double l2) {
    Dataset near = Both.random(1500, 11, classes).sparse;
    CsrRows rows = (CsrRows) near.rows();
    int[] far = IntStream.range(0, 11).map(j -> j / 8 * 2_400_000 + j % 8).toArray();
    int[] columns = IntStream.of(rows.columns()).map(j -> far[j]).toArray();
    int n = Dataset.MAX_FEATURES + 400_000;
    int[] y = new int[1500];
    Arrays.setAll(y, i -> (int) near.labels()[i]);
    Dataset wide =
        Dataset.ofCsr(rows.starts(), columns, rows.values(), n, y, near.classes().orElseThrow());
    TrainingOptions few = options(2).solver(solver).l1(l1).l2(l2).iterations(4).build();
    Training one = new LogisticRegression(few).fit(near);
    Training other = new LogisticRegression(few).fit(wide);
    for (int k = 0; k < one.model().parameters().count(); k++) {
      double[] weights = one.model().parameters().weights()[k];
      double[] all = other.model().parameters().weights()[k];
      assertArrayEquals(weights, IntStream.of(far).mapToDouble(j -> all[j]).toArray());
    }
    assertArrayEquals(one.model().margins(near), other.model().margins(wide));
    assertThrows(
        IllegalArgumentException.class, () -> new Dataset.Builder(wide.featureNames()).grow(1));
  }

  @Test
  void whatIsNoSparseRowIsRefused() {
    refused("row 1: feature 3, must ascend from 0 to n - 1", new int[] {0, 1}, new int[] {3}, 0);
    refused("y[0] is 2: a label is 0 or 1", new int[] {0, 1}, new int[] {1}, 2);
    refused(
        "starts must go from 0 to the number of values, and each value has a column: 1 values, 1"
            + " columns",
        new int[] {0, 2},
        new int[] {1},
        0);
  }

  private static void refused(String message, int[] starts, int[] columns, int label) {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                Dataset.ofCsr(
                    starts, columns, new float[] {1}, 3, new int[] {label}, Classes.ZERO_ONE));
    assertEquals(List.of(message), List.of(e.getMessage()));
  }
}
