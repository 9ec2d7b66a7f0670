package io.downhill.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatasetTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 28, 100, 4095, 4096, 4097, 100_000, Dataset.MAX_FEATURES})
  void rowBlocksAreAlignedAndFitAnArray(int n) {
    int rows = Dataset.rowsPerBlock(n);
    assertEquals(0, rows % Dataset.ROW_ALIGNMENT, "n " + n);
    assertTrue((long) rows * n <= Integer.MAX_VALUE - 8, "n " + n + ", rows " + rows);
  }

  @Test
  void rowsLandInTheirBlocks() {
    int n = 2000;
    Dataset.Builder builder = new Dataset.Builder(Dataset.defaultNames(n));
    int m = Dataset.rowsPerBlock(n) + 3;
    float[] row = new float[n];
    for (int i = 0; i < m; i++) {
      row[n - 1] = i;
      builder.addRow(row);
    }
    Dataset data = builder.build();
    assertEquals(2, data.blockCount());
    assertEquals(3, data.blockRows(1));
    assertEquals(3 * n + Dataset.PADDING, data.block(1).length);
    for (int i = 0; i < m; i++) {
      assertEquals(i, data.x(i, n - 1), "row " + i);
    }
  }

  @Test
  void valueThatIsNotFiniteIsToldWithItsPlace() {
    float[][] x = {{1, 2}, {1, Float.NaN}};
    String told =
        assertThrows(IllegalArgumentException.class, () -> Dataset.of(x, new int[] {0, 1}))
            .getMessage();
    assertTrue(told.contains("row 2, column column1: NaN"), told);
  }

  @Test
  void labelThatIsNeitherZeroNorOneIsTold() {
    float[][] x = {{1}, {2}};
    String told =
        assertThrows(IllegalArgumentException.class, () -> Dataset.of(x, new int[] {0, 2}))
            .getMessage();
    assertTrue(told.contains("y[1] is 2"), told);
  }

  @Test
  void rowsOfDifferentLengthAreRefused() {
    float[][] x = {{1}, {2, 3}};
    String told =
        assertThrows(IllegalArgumentException.class, () -> Dataset.of(x, new int[] {0, 1}))
            .getMessage();
    assertTrue(told.contains("2 values, the first has 1"), told);
  }

  @Test
  void noExamplesAreRefused() {
    assertThrows(DataException.class, () -> new Dataset.Builder(List.of("a")).build());
  }

  @Test
  void noFeaturesAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Dataset.Builder(List.of()));
  }

  /** Whose one feature and whose weights are the numbers of the rows. */
  private static Dataset numbered(int m) {
    Dataset.Builder builder = new Dataset.Builder(List.of("row"));
    builder.grow(m);
    float[] rows = new float[m];
    for (int i = 0; i < m; i++) {
      rows[i] = i;
      builder.block(i)[builder.offset(i)] = i;
    }
    return builder.labels(new float[m], Classes.ZERO_ONE).weights(rows).build();
  }

  @ParameterizedTest
  @ValueSource(ints = {1025, 5000, 16_400, 100_003, 5_000_000})
  void sampleIsOfWholeStripesAllOverTheData(int m) {
    Dataset sample = numbered(m).sample(Math.max(1024, m / 16));
    assertEquals(0, sample.examples() % Dataset.ROW_ALIGNMENT, "examples of the sample");
    int stripes = sample.examples() / 32;
    double part = (double) m / stripes;
    for (int k = 0; k < stripes; k++) {
      float first = sample.x(32 * k, 0);
      // A stripe ends where the data do, or is cut at a multiple of 32.
      assertTrue(first % 32 == 0 || first == m - 32, "stripe " + k + " begins at " + first);
      assertTrue(Math.abs(first - k * part) <= part + 64, "stripe " + k + " is at " + first);
      for (int i = 0; i < 32; i++) {
        assertEquals(first + i, sample.x(32 * k + i, 0), "stripe " + k + ", row " + i);
        assertEquals(first + i, sample.weights()[32 * k + i], "stripe " + k + ", weight " + i);
      }
    }
  }

  @Test
  void sampleDoesNotFallIntoStepWithTheData() {
    Dataset sample = numbered(1 << 20).sample(1 << 16);
    // Every sixteenth stripe is taken: of 16 kinds that come by turns each should have its share.
    int[] seen = new int[16];
    for (int k = 0; k < sample.examples() / 32; k++) {
      seen[(int) (sample.x(32 * k, 0) / 32) % 16]++;
    }
    for (int kind = 0; kind < 16; kind++) {
      assertTrue(Math.abs(seen[kind] - 128) < 60, "kind " + kind + ": " + seen[kind] + " stripes");
    }
  }

  @Test
  void smallDataAreTheirOwnSample() {
    Dataset data = numbered(1024);
    assertEquals(1024, data.sample(1024).examples());
    assertEquals(1023, data.sample(1024).x(1023, 0));
  }
}
