package io.downhill.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.downhill.data.Dataset;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which columns part the classes, by all pairs of rows of few values. */
class ColumnRangesTest {
  private static final int ROUNDS = 300;

  private static boolean isBelow(float[][] x, int[] y, float[] c, int low) {
    return IntStream.range(0, y.length)
        .allMatch(
            p ->
                IntStream.range(0, y.length)
                    .allMatch(
                        q ->
                            y[p] != low
                                || y[q] == low
                                || c[p] == 0
                                || c[q] == 0
                                || x[p][0] <= x[q][0]));
  }

  @Test
  void partsWhereNoRowIsBeyondOneOfTheOtherClass() {
    for (int seed = 0; seed < ROUNDS; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      int m = 2 + random.nextInt(4);
      int values = 1 + random.nextInt(4);
      float[][] x = new float[m][1];
      int[] y = new int[m];
      float[] c = new float[m];
      for (int i = 0; i < m; i++) {
        x[i][0] = random.nextInt(values) - 2;
        y[i] = i < 2 ? i : random.nextInt(2);
        c[i] = i < 2 ? 1 : random.nextInt(2);
      }
      boolean rises = isBelow(x, y, c, 0);
      boolean falls = isBelow(x, y, c, 1);
      ColumnRanges ranges = ColumnRanges.of(Dataset.of(x, y).weighted(c), 1);
      String what = "seed " + seed;
      // Both where there is one value.
      assertEquals(rises != falls, ranges.part(0), what);
      if (rises != falls) {
        assertEquals(rises ? 1 : -1, ranges.sign(0), what);
        double[] positive = values(x, y, c, 1);
        double[] negative = values(x, y, c, 0);
        double[] low = rises ? negative : positive;
        double[] high = rises ? positive : negative;
        double between =
            (IntStream.range(0, low.length).mapToDouble(k -> low[k]).max().orElseThrow()
                    + IntStream.range(0, high.length).mapToDouble(k -> high[k]).min().orElseThrow())
                / 2;
        assertEquals(between, ranges.between(0), what);
      }
    }
  }

  private static double[] values(float[][] x, int[] y, float[] c, int of) {
    return IntStream.range(0, y.length)
        .filter(i -> y[i] == of && c[i] > 0)
        .mapToDouble(i -> x[i][0])
        .toArray();
  }
}
