package io.downhill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.data.Classes;
import io.downhill.data.Dataset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Separation is told where a direction separates, by its definition in whole numbers, and nowhere
 * else: on tables of two columns with few values, so that many rows are on the plane.
 */
class SeparationDefinitionTest {
  private static final int ROUNDS = 300;

  /** A table of whole numbers. */
  private record Table(int[][] x, int[] y, float[] c, String traits) {
    static Table of(long seed) {
      SplittableRandom random = new SplittableRandom(seed);
      int m = 3 + random.nextInt(12);
      int values = 2 + random.nextInt(4);
      int[][] x = new int[m][2];
      int[] y = new int[m];
      float[] c = new float[m];
      for (int i = 0; i < m; i++) {
        x[i][0] = random.nextInt(values) - 1;
        x[i][1] = random.nextInt(values) - 1;
        int tell = 2 * x[i][0] - x[i][1] + random.nextInt(3) - 1;
        y[i] = tell > 0 ? 1 : 0;
        c[i] = random.nextInt(4);
      }
      y[0] = 0;
      y[1] = 1;
      c[0] = 1;
      c[1] = 1;
      return new Table(x, y, c, "seed " + seed);
    }

    /** The rows that count, those of the negative class negated, the bias last. */
    List<long[]> rows(boolean weighted, boolean intercept) {
      List<long[]> rows = new ArrayList<>();
      for (int i = 0; i < y.length; i++) {
        int s = y[i] == 1 ? 1 : -1;
        if (!weighted || c[i] > 0) {
          rows.add(new long[] {s * x[i][0], s * x[i][1], intercept ? s : 0});
        }
      }
      return rows;
    }

    /** The same with the classes exchanged, in the opposite order. */
    Table mirrored() {
      int m = y.length;
      Table other = new Table(new int[m][], new int[m], new float[m], traits);
      for (int i = 0; i < m; i++) {
        other.x[i] = x[m - 1 - i];
        other.y[i] = 1 - y[m - 1 - i];
        other.c[i] = c[m - 1 - i];
      }
      return other;
    }

    @Override
    public String toString() {
      return traits;
    }

    Dataset data(boolean weighted, double first, double second) {
      Dataset.Builder builder = new Dataset.Builder(List.of("a", "b"));
      float[] labels = new float[y.length];
      for (int i = 0; i < y.length; i++) {
        builder.addRow(new float[] {(float) (first * x[i][0]), (float) (second * x[i][1])});
        labels[i] = y[i];
      }
      if (weighted) {
        builder.weights(c.clone());
      }
      return builder.labels(labels, Classes.ZERO_ONE).build();
    }
  }

  /**
   * The most rows of which one direction makes the class certain. The directions with no row on the
   * wrong side are a cone; each is a sum of its edges, which are perpendicular to two rows (or to
   * one, and to what is perpendicular to all), and the sum of all edges makes the most certain.
   */
  private static int certain(List<long[]> rows) {
    Set<List<Long>> candidates = new LinkedHashSet<>();
    List<long[]> planes = new ArrayList<>(rows);
    for (long[] p : rows) {
      candidates.add(list(p));
      for (long[] q : rows) {
        planes.add(cross(p, q));
      }
    }
    for (long[] p : rows) {
      for (long[] q : planes) {
        candidates.add(list(cross(p, q)));
        candidates.add(list(cross(q, p)));
      }
    }
    boolean[] certain = new boolean[rows.size()];
    for (List<Long> d : candidates) {
      if (rows.stream().allMatch(row -> dot(row, d) >= 0)) {
        for (int i = 0; i < certain.length; i++) {
          certain[i] |= dot(rows.get(i), d) > 0;
        }
      }
    }
    int count = 0;
    for (boolean one : certain) {
      count += one ? 1 : 0;
    }
    return count;
  }

  private static List<Long> list(long[] v) {
    return List.of(v[0], v[1], v[2]);
  }

  private static long[] cross(long[] p, long[] q) {
    return new long[] {
      p[1] * q[2] - p[2] * q[1], p[2] * q[0] - p[0] * q[2], p[0] * q[1] - p[1] * q[0]
    };
  }

  private static long dot(long[] row, List<Long> d) {
    return row[0] * d.get(0) + row[1] * d.get(1) + row[2] * d.get(2);
  }

  private static int rank(List<long[]> rows, int... columns) {
    List<long[]> picked =
        rows.stream()
            .map(row -> new long[] {at(row, columns, 0), at(row, columns, 1), at(row, columns, 2)})
            .toList();
    int rank = 0;
    for (long[] p : picked) {
      rank = Math.max(rank, isZero(p) ? 0 : 1);
      for (long[] q : picked) {
        long[] plane = cross(p, q);
        rank = Math.max(rank, isZero(plane) ? 0 : 2);
        for (long[] r : picked) {
          rank = Math.max(rank, dot(r, list(plane)) == 0 ? 0 : 3);
        }
      }
    }
    return rank;
  }

  private static long at(long[] row, int[] columns, int k) {
    return k < columns.length ? row[columns[k]] : 0;
  }

  private static boolean isZero(long[] v) {
    return v[0] == 0 && v[1] == 0 && v[2] == 0;
  }

  private static Verdict verdict(TrainingOptions.Builder options, Dataset data) {
    return new LogisticRegression(options.device("cpu").threads(1).build())
        .fit(data)
        .report()
        .verdict();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void certainRowsAreCounted(boolean intercept) {
    for (int seed = 0; seed < ROUNDS; seed++) {
      Table table = Table.of(seed);
      boolean weighted = seed % 2 == 1;
      List<long[]> rows = table.rows(weighted, intercept);
      int certain = certain(rows);
      Verdict told =
          verdict(TrainingOptions.builder().intercept(intercept), table.data(weighted, 1, 1));
      assertEquals(certain, told.certain(), () -> table + ": " + told);
      assertEquals(certain == 0, told.separated().isEmpty(), () -> table + ": " + told);
      boolean complete = told.text().startsWith("the classes are separated by");
      assertEquals(certain == rows.size(), complete, () -> table + ": " + told);
    }
  }

  @ParameterizedTest
  @CsvSource({"newton, 1, 1", "lbfgs, 1, 1", "lbfgs, 1024, 0.125", "gd, 1, 1", "nesterov, 4, 4"})
  void isToldWhereItIsByEverySolverInEveryUnit(String solver, float first, float second) {
    for (int seed = ROUNDS; seed < 3 * ROUNDS / 2; seed++) {
      Table table = Table.of(seed);
      List<long[]> rows = table.rows(false, true);
      int certain = certain(rows);
      TrainingOptions.Builder options = TrainingOptions.builder().solver(solver).standardize(false);
      Verdict told = verdict(options, table.data(false, first, second));
      assertEquals(certain == 0, told.separated().isEmpty(), () -> table + ": " + told);
      // Of some rows where a direction was found that is not the best of all.
      assertTrue(told.certain() <= certain, () -> table + ": " + told);
    }
  }

  @Test
  void isTheSameInTheMirror() {
    for (int seed = 0; seed < ROUNDS; seed++) {
      Table table = Table.of(seed);
      Verdict here = verdict(TrainingOptions.builder(), table.data(true, 1, 1));
      Verdict mirrored = verdict(TrainingOptions.builder(), table.mirrored().data(true, -1, 1));
      assertEquals(here.certain(), mirrored.certain(), table::toString);
      assertEquals(here.collinear(), mirrored.collinear(), table::toString);
    }
  }

  @Test
  void sumsOfOthersAreNotMixedUpWithIt() {
    for (int seed = 0; seed < ROUNDS; seed++) {
      Table table = Table.of(seed);
      List<long[]> rows = table.rows(true, true);
      boolean first = rank(rows, 0, 2) == 2;
      boolean second = rank(rows, 1, 2) == 2;
      boolean both = rank(rows, 0, 1, 2) == 3;
      Verdict told = verdict(TrainingOptions.builder(), table.data(true, 1, 1));
      List<String> expected = first && second && !both ? List.of("b") : List.of();
      assertEquals(expected, told.collinear(), () -> table + ": " + told);
    }
  }
}
