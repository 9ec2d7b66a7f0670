package io.downhill.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CsrRowsTest {
  private static final int N = 7;

  /** Sparse rows, some of them empty, and the same numbers dense. */
  private record Both(CsrRows sparse, Dataset dense) {
    static Both random(int m) {
      SplittableRandom random = new SplittableRandom(m);
      float[][] x = new float[m][N];
      int[] starts = new int[m + 1];
      List<Integer> columns = new ArrayList<>();
      List<Float> values = new ArrayList<>();
      for (int i = 0; i < m; i++) {
        for (int j = 0; j < N; j++) {
          if (random.nextInt(4) == 0 && i % 5 > 0) {
            x[i][j] = (float) random.nextDouble() - 0.5f;
            columns.add(j);
            values.add(x[i][j]);
          }
        }
        starts[i + 1] = columns.size();
      }
      float[] all = new float[values.size()];
      for (int p = 0; p < all.length; p++) {
        all[p] = values.get(p);
      }
      int[] places = columns.stream().mapToInt(Integer::intValue).toArray();
      return new Both(new CsrRows(starts, places, all, N), Dataset.of(x, new int[m]));
    }
  }

  @Test
  void blocksAreThoseOfTheDenseRows() {
    Both both = Both.random(3000);
    Rows dense = both.dense.rows();
    assertEquals(dense.blockCount(), both.sparse.blockCount());
    assertArrayEquals(dense.block(0), both.sparse.block(0));
    float[] some = new float[500 * N + 1];
    float[] expected = new float[500 * N + 1];
    some[0] = expected[0] = 9;
    java.util.Arrays.fill(some, 1, some.length, 5f);
    both.sparse.copy(1234, 500, some, 1);
    dense.copy(1234, 500, expected, 1);
    assertArrayEquals(expected, some);
    assertEquals(dense.x(17, 3), both.sparse.x(17, 3));
  }

  @Test
  void theScaleOfSparseRowsIsThatOfTheDenseOnes() {
    Both both = Both.random(2500);
    Dataset sparse = both.dense.with(both.sparse);
    Standardization scale = Standardization.of(both.dense);
    assertArrayEquals(scale.means(), Standardization.of(sparse).means(), 0);
    assertArrayEquals(both.dense.standardized(scale).block(0), sparse.standardized(scale).block(0));
  }

  @Test
  void whatIsNoCsrIsRefused() {
    int[] starts = {0, 2, 3};
    int[] columns = {0, 2, 1};
    float[] values = {1, 2, 3};
    assertEquals(2, new CsrRows(starts, columns, values, 3).examples());
    assertRefused(new int[] {0, 2}, columns, values, 3);
    assertRefused(new int[] {1, 2, 3}, columns, values, 3);
    assertRefused(new int[] {0, 4, 3}, columns, values, 3);
    assertRefused(starts, new int[] {0, 2}, values, 3);
    assertRefused(starts, columns, values, 2);
    assertRefused(starts, new int[] {2, 0, 1}, values, 3);
    assertRefused(starts, new int[] {1, 1, 1}, values, 3);
    assertRefused(starts, new int[] {-1, 1, 1}, values, 3);
    assertRefused(starts, columns, new float[] {1, Float.NaN, 3}, 3);
    assertRefused(new int[] {0, 0}, new int[0], new float[0], 0);
    assertRefused(new int[] {0}, new int[0], new float[0], 3);
  }

  private static void assertRefused(int[] starts, int[] columns, float[] values, int n) {
    assertThrows(IllegalArgumentException.class, () -> new CsrRows(starts, columns, values, n));
  }
}
