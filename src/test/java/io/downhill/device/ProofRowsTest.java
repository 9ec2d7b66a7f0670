package io.downhill.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.data.Classes;
import io.downhill.data.Dataset;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProofRowsTest {
  private static final int STRIPE = 32;

  /** Row i holds i; its label and its weight depend on i too. */
  private static Dataset numbered(int m) {
    Dataset.Builder builder = new Dataset.Builder(Dataset.defaultNames(1));
    float[] y = new float[m];
    float[] c = new float[m];
    for (int i = 0; i < m; i++) {
      builder.addRow(new float[] {i});
      y[i] = i % 2;
      c[i] = i % 5;
    }
    return builder.labels(y, Classes.ZERO_ONE).weights(c).build();
  }

  /** A device has other passes for sparse rows: these must be the ones that are proven. */
  @Test
  void sparseRowsStaySparse() {
    int m = 1000;
    int[] starts = new int[m + 1];
    int[] columns = new int[m];
    float[] values = new float[m];
    int[] y = new int[m];
    for (int i = 0; i < m; i++) {
      starts[i + 1] = i + 1;
      columns[i] = i % 7;
      values[i] = i;
      y[i] = i % 2;
    }
    Dataset all = Dataset.ofCsr(starts, columns, values, 7, y, Classes.ZERO_ONE);
    ProofRows rows = ProofRows.of(all, 65);
    assertTrue(rows.data().rows().areSparse());
    for (int k = 0; k < rows.index().length; k++) {
      int i = rows.index()[k];
      assertEquals(i, rows.data().x(k, i % 7));
      assertEquals(i % 2, rows.data().labels()[k]);
    }
    assertEquals(8, rows.parameters(1, 1).length);
  }

  /** Both sides of one stripe, of two, and of all: wanted rows and rows that there are. */
  @ParameterizedTest
  @CsvSource({
    "1, 1, 1", "31, 33, 1", "32, 33, 1", "33, 33, 2", "63, 1, 2", "64, 33, 2", "65, 1, 2",
    "65, 64, 2", "65, 65, 3", "96, 65, 3", "97, 96, 3", "97, 97, 4", "1000, 1, 2", "1000, 64, 2",
    "1000, 65, 3", "1000, 999, 32", "1000, 5000, 32"
  })
  void rowsAreWholeStripesAndTheLast(int m, long wanted, int stripes) {
    ProofRows rows = ProofRows.of(numbered(m), wanted);
    int[] index = rows.index();
    int[] taken = Arrays.stream(index).map(i -> i / STRIPE).distinct().toArray();
    int[] whole =
        Arrays.stream(taken)
            .flatMap(
                s -> java.util.stream.IntStream.range(s * STRIPE, Math.min(m, s * STRIPE + 32)))
            .toArray();
    assertEquals(Arrays.toString(whole), Arrays.toString(index));
    assertEquals(stripes, taken.length, Arrays.toString(taken));
    assertEquals(m - 1, index[index.length - 1]);
    assertTrue(Arrays.equals(index, Arrays.stream(index).sorted().toArray()));
    for (int k = 0; k < index.length; k++) {
      assertEquals(index[k], rows.data().x(k, 0));
      assertEquals(index[k] % 2, rows.data().labels()[k]);
      assertEquals(index[k] % 5, rows.data().weights()[k]);
    }
  }
}
