package io.downhill.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RowValuesTest {
  private static final int M = 2100;
  private static final int N = 7;

  private final float[][] x = new float[M][N];
  private final Dataset dense;
  private final Dataset sparse;

  RowValuesTest() {
    Random random = new Random(4);
    int[] starts = new int[M + 1];
    int[] columns = new int[M * N];
    float[] values = new float[M * N];
    int[] y = new int[M];
    int count = 0;
    for (int i = 0; i < M; i++) {
      for (int j = 0; j < N; j++) {
        if (random.nextInt(3) == 0) {
          x[i][j] = random.nextInt(50) - 20.5f;
          columns[count] = j;
          values[count++] = x[i][j];
        }
      }
      starts[i + 1] = count;
      y[i] = random.nextInt(2);
    }
    dense = Dataset.of(x, y);
    sparse =
        Dataset.ofCsr(
            starts,
            Arrays.copyOf(columns, count),
            Arrays.copyOf(values, count),
            N,
            y,
            Classes.ZERO_ONE);
  }

  @Test
  void valuesThatAreShownAreThoseOfTheRows() {
    Rows halved = sparse.rows().changed((x, place, rows) -> halve(x, place, rows * N));
    for (Rows rows : new Rows[] {dense.rows(), sparse.rows(), halved}) {
      float factor = rows == halved ? 0.5f : 1;
      RowValues row = new RowValues(rows);
      for (int i = 0; i < M; i += i % 5 + 1) {
        row.to(i);
        float[] shown = new float[N];
        int before = -1;
        for (int p = 0; p < row.count(); p++) {
          assertEquals(true, row.column(p) > before, "features ascend");
          before = row.column(p);
          shown[before] = row.value(p) / factor;
        }
        assertArrayEquals(x[i], shown, "row " + i);
      }
    }
  }

  private static void halve(float[] x, int place, int count) {
    for (int p = place; p < place + count; p++) {
      x[p] /= 2;
    }
  }

  @Test
  void oneColumnIsThatOfDenseRows() {
    for (int j = 0; j < N; j++) {
      assertArrayEquals(dense.rows().column(j), sparse.rows().column(j));
      assertEquals(x[17][j], sparse.rows().x(17, j));
    }
  }

  @Test
  void sumsOfSquaresHaveTheBitsOfDenseRows() {
    double[] k = new Random(5).doubles(M).toArray();
    assertArrayEquals(Gram.of(dense, k), Gram.of(sparse, k));
  }
}
