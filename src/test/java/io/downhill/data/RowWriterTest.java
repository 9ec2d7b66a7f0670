package io.downhill.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowWriterTest {
  private static final int N = 50;

  /** Rows of a few values each, some empty, one of five written twice. */
  private static void write(RowWriter writer, int rows, int seed) {
    Random random = new Random(seed);
    while (writer.rows() < rows) {
      writer.next();
      for (int j = random.nextInt(N); j < N; j += 1 + random.nextInt(2 * N / 5)) {
        writer.put(j, random.nextInt(4) - 1);
      }
      if (writer.rows() < rows && random.nextInt(5) == 0) {
        writer.repeat();
      }
    }
  }

  private static float[] row(Rows rows, int i) {
    float[] x = new float[N];
    rows.copy(i, 1, x, 0);
    return x;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 1023, 1024, 1025, 5000})
  void sparseRowsAreTheDenseOnes(int m) {
    RowWriter dense = new DenseWriter(new Dataset.Builder(Dataset.defaultNames(N)));
    RowWriter sparse = new CsrWriter(new Dataset.Builder(Dataset.defaultNames(N)));
    write(dense, m, 1);
    write(sparse, m, 1);
    Rows expected = dense.ended().build().rows();
    Rows actual = sparse.ended().build().rows();
    assertTrue(actual.areSparse());
    assertEquals(expected.examples(), actual.examples());
    for (int i = 0; i < m; i++) {
      assertArrayEquals(row(expected, i), row(actual, i), "row " + i);
    }
  }

  @Test
  void zeroThatIsPutIsStored() {
    CsrWriter writer = new CsrWriter();
    writer.next();
    writer.put(3, 0);
    writer.put(7, 2);
    CsrRows rows = writer.rows(N);
    assertArrayEquals(new int[] {3, 7}, rows.columns());
    assertArrayEquals(new float[] {0, 2}, rows.values());
  }

  @Test
  void joinedRowsFollowEachOther() {
    List<CsrRows> parts = new ArrayList<>();
    List<float[]> expected = new ArrayList<>();
    for (int part = 1; part < 5; part++) {
      CsrWriter writer = new CsrWriter();
      write(writer, 3 * part, part);
      CsrRows rows = writer.rows(N);
      for (int i = 0; i < 3 * part; i++) {
        expected.add(row(rows, i));
      }
      parts.add(rows);
    }
    CsrRows joined = CsrRows.joined(parts);
    assertEquals(expected.size(), joined.examples());
    for (int i = 0; i < expected.size(); i++) {
      assertArrayEquals(expected.get(i), row(joined, i), "row " + i);
    }
  }
}
