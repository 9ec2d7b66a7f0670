package io.downhill.verdict;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.data.Classes;
import io.downhill.data.Dataset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which columns part the classes, by all groups of classes and rows of few values. */
class ColumnRangesTest {
  private static final int ROUNDS = 2000;

  /** Rows of one column; those of weight 0 do not count. */
  private record Sample(int classes, float[] x, int[] y, float[] c) {
    static Sample drawn(int seed) {
      SplittableRandom random = new SplittableRandom(seed);
      int classes = 2 + random.nextInt(3);
      int m = classes + random.nextInt(4);
      int values = 1 + random.nextInt(5);
      Sample sample = new Sample(classes, new float[m], new int[m], new float[m]);
      for (int i = 0; i < m; i++) {
        sample.y[i] = i < classes ? i : random.nextInt(classes);
        int level = sample.y[i] * random.nextInt(2) + random.nextInt(values) - 2;
        sample.x[i] = random.nextBoolean() ? level : level * -1f; // Of 0 that is -0.
        sample.c[i] = i < classes ? 1 : random.nextInt(2);
      }
      return sample;
    }

    Dataset data() {
      float[][] rows = new float[x.length][];
      Arrays.setAll(rows, i -> new float[] {x[i]});
      List<String> names = IntStream.range(0, classes).mapToObj(k -> "class" + k).toList();
      return Dataset.of(rows, y, new Classes(names)).weighted(c);
    }

    /** Whether no value of these classes is beyond the least of the others, or beyond 0. */
    boolean isCut(int below, boolean atZero) {
      return IntStream.range(0, x.length)
          .filter(p -> c[p] > 0 && (below >> y[p] & 1) == 1)
          .allMatch(
              p ->
                  (!atZero || x[p] <= 0)
                      && IntStream.range(0, x.length)
                          .filter(q -> c[q] > 0 && (below >> y[q] & 1) == 0)
                          .allMatch(q -> x[p] <= x[q] && (!atZero || x[q] >= 0)));
    }

    boolean varies() {
      return counted().distinct().count() > 1;
    }

    boolean isOneValue(int k, int l) {
      return IntStream.range(0, x.length)
              .filter(i -> c[i] > 0 && (y[i] == k || y[i] == l))
              .mapToDouble(i -> x[i] + 0f)
              .distinct()
              .count()
          == 1;
    }

    private java.util.stream.DoubleStream counted() {
      return IntStream.range(0, x.length).filter(i -> c[i] > 0).mapToDouble(i -> x[i] + 0f);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void partsWhereAGroupOfClassesIsNowhereBeyondTheOthers(boolean intercept) {
    int[] found = new int[2];
    for (int seed = 0; seed < ROUNDS; seed++) {
      Sample s = Sample.drawn(seed);
      int all = (1 << s.classes) - 1;
      int[] cuts = IntStream.range(1, all).filter(below -> s.isCut(below, !intercept)).toArray();
      Optional<ColumnRanges.Lines> lines = ColumnRanges.of(s.data(), s.classes).cuts(0, intercept);
      String what = "seed " + seed + ": " + s;
      assertEquals(cuts.length > 0 && s.varies(), lines.isPresent(), what);
      found[lines.isPresent() ? 1 : 0]++;
      lines.ifPresent(
          of -> {
            noneMovesTowardsAWrongClass(s, of, what);
            eachCutIsMade(s, cuts, of, what);
          });
    }
    assertTrue(Math.min(found[0], found[1]) > 200, Arrays.toString(found));
  }

  private static void noneMovesTowardsAWrongClass(Sample s, ColumnRanges.Lines lines, String what) {
    boolean moved = false;
    for (int i = 0; i < s.x.length; i++) {
      double own = lines.slopes()[s.y[i]] * s.x[i] + lines.biases()[s.y[i]];
      for (int k = 0; k < s.classes && s.c[i] > 0; k++) {
        double other = lines.slopes()[k] * s.x[i] + lines.biases()[k];
        assertTrue(own >= other, what);
        moved |= own > other;
      }
    }
    assertTrue(moved, what);
  }

  private static void eachCutIsMade(Sample s, int[] cuts, ColumnRanges.Lines lines, String what) {
    for (int below : cuts) {
      for (int k = 0; k < s.classes; k++) {
        for (int l = 0; l < s.classes; l++) {
          boolean apart = (below >> k & 1) == 1 && (below >> l & 1) == 0;
          // Of classes with one value, the same, either may be the lower.
          if (apart && !s.isOneValue(k, l)) {
            assertTrue(lines.slopes()[k] < lines.slopes()[l], what + ", cut " + below);
          }
        }
      }
    }
  }

  @Test
  void aCutIsHalfWayBetweenTheGroups() {
    Dataset data =
        Dataset.of(
            new float[][] {{3}, {1}, {9}, {2}, {8}},
            new int[] {0, 1, 2, 1, 3},
            new Classes(List.of("a", "b", "c", "d")));
    ColumnRanges.Lines lines = ColumnRanges.of(data, 4).cuts(0, true).orElseThrow();
    assertArrayEquals(new double[] {1, 0, 3, 2}, lines.slopes());
    assertArrayEquals(new double[] {-2.5, 0, -2.5 - 5.5 - 8.5, -2.5 - 5.5}, lines.biases());
  }
}
