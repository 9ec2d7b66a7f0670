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
}
