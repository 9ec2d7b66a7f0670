package io.downhill.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DenseRowsTest {
  private static final int N = 3;

  /** Values that tell their place, in row blocks of 1024. */
  private static Dataset numbered(int m) {
    Dataset.Builder builder = new Dataset.Builder(Dataset.defaultNames(N), 1);
    builder.grow(m);
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < N; j++) {
        builder.block(i)[builder.offset(i) + j] = N * i + j;
      }
    }
    return builder.labels(new float[m], Classes.ZERO_ONE).build();
  }

  private static float[] expected(int first, int count, float add) {
    float[] values = new float[count * N];
    for (int p = 0; p < values.length; p++) {
      values[p] = first * N + p + add;
    }
    return values;
  }

  private static Rows.Change adding(float number) {
    return (x, place, rows) -> {
      for (int p = place; p < place + rows * N; p++) {
        x[p] += number;
      }
    };
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1000, 1023, 1024, 1025, 2047})
  void rowsAreCopiedAcrossBlocksAndChangedOnTheWay(int first) {
    Rows rows = numbered(3000).rows();
    for (int count : new int[] {1, 2, 900}) {
      float[] plain = new float[count * N + 2];
      rows.copy(first, count, plain, 1);
      assertArrayEquals(expected(first, count, 0), Arrays.copyOfRange(plain, 1, count * N + 1));
      assertEquals(0, plain[0] + plain[count * N + 1], "what lies around");
      float[] changed = new float[count * N];
      rows.changed(adding(1)).changed(adding(2)).copy(first, count, changed, 0);
      assertArrayEquals(expected(first, count, 3), changed);
    }
    assertEquals(first * N + 2 + 5, rows.changed(adding(5)).x(first, 2));
    assertEquals(first * N + 2, rows.x(first, 2));
  }

  @Test
  void blocksInMemoryAreThemselvesAndChangedOnesAreMade() {
    Rows rows = numbered(2000).rows();
    assertSame(rows.block(1), rows.block(1));
    assertSame(rows.block(1), rows.take(1));
    Rows changed = rows.changed(adding(1));
    assertNotSame(rows.block(1), changed.block(1));
    assertNotSame(rows.block(1), changed.take(1));
    assertEquals(1024 * N, rows.block(1)[0], "the memory is as it was");
    assertEquals(1024 * N + 1, changed.block(1)[0]);
    assertEquals((2000 - 1024) * N + Rows.PADDING, changed.block(1).length);
  }

  @Test
  void blocksThatAreGivenAwayAreChangedWhereTheyStandAndForgotten() {
    Dataset data = numbered(2000);
    float[] memory = data.block(1);
    Rows given = data.givenAway().rows().changed(adding(1));
    assertSame(memory, given.take(1));
    assertEquals(1024 * N + 1, memory[0]);
    assertEquals(0, data.block(0)[0], "the other block is there");
    for (Rows rows : new Rows[] {data.rows(), given, given.kept()}) {
      String told = assertThrows(IllegalStateException.class, () -> rows.block(1)).getMessage();
      assertTrue(told.contains("given away"), told);
      assertThrows(IllegalStateException.class, () -> rows.take(1));
    }
  }

  @Test
  void keptRowsAreNotGivenAway() {
    Dataset data = numbered(10);
    data.givenAway().rows().kept().take(0);
    assertEquals(4, data.x(1, 1));
  }

  @Test
  void aSampleIsAViewOfItsRows() {
    Dataset data = numbered(5000);
    StripeSample sample = StripeSample.of(5000, 1100).orElseThrow();
    Rows view = data.rows().of(sample);
    data.block(0)[0] = -7;
    for (int i = 0; i < view.examples(); i++) {
      int original = sample.places()[i / 32] + i % 32;
      assertEquals(data.x(original, 0), view.x(i, 0), "row " + i);
    }
    float[] block = view.block(0);
    assertEquals(view.x(1023, 2), block[1023 * N + 2]);
    assertEquals(1024, view.examples());
  }

  @Test
  void rowsOfAnotherShapeAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> numbered(5).with(numbered(6).rows()));
  }
}
