package io.downhill.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows and samples of them are the same on both sides of each place where a row block ends. */
class BlocksTest {
  private static Dataset numbered(int m, int blockElements) {
    Dataset.Builder builder = new Dataset.Builder(List.of("i", "j"), blockElements);
    float[] y = new float[m];
    float[] c = new float[m];
    for (int i = 0; i < m; i++) {
      builder.addRow(new float[] {i, -i});
      y[i] = i % 2;
      c[i] = i + 1;
    }
    return builder.labels(y, Classes.ZERO_ONE).weights(c).build();
  }

  @ParameterizedTest
  @CsvSource({
    "1023, 1024, 1023",
    "1024, 1024, 1024",
    "1025, 1024, 1024",
    "1055, 1, 1024",
    "2047, 2047, 1024",
    "2048, 2048, 2048",
    "2049, 2048, 2048",
    "5005, 3000, 2048",
    "4100, 4096, 4096"
  })
  void sampleIsStripesOfThirtyTwoEachFromItsPart(int m, int asked, int expected) {
    Dataset data = numbered(m, 1);
    Dataset sample = data.sample(asked);
    assertEquals(expected, sample.examples());
    if (m == expected) {
      assertSame(data, sample);
      return;
    }
    int stripes = expected / 32;
    int all = (m + 31) / 32;
    for (int k = 0; k < stripes; k++) {
      int first = (int) sample.x(32 * k, 0);
      // The last stripe of the data ends with them.
      int stripe = first == m - 32 ? all - 1 : first / 32;
      assertEquals(first, first == m - 32 ? first : 32 * stripe, "stripe " + k);
      assertEquals(k, Math.min(k, (int) (((stripe + 1L) * stripes - 1) / all)), "its part");
      for (int i = 0; i < 32; i++) {
        int at = 32 * k + i;
        assertEquals(first + i, sample.x(at, 0), "row " + at);
        assertEquals(-first - i, sample.x(at, 1), "row " + at);
        assertEquals((first + i) % 2, sample.labels()[at], "row " + at);
        assertEquals(first + i + 1, sample.weights()[at], "row " + at);
      }
    }
    Dataset whole = numbered(m, 1 << 20).sample(asked);
    for (int k = 0; k < sample.blockCount(); k++) {
      assertArrayEquals(whole.block(k), sample.block(k), "blocks of another size");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 1023, 1024, 1025, 2047, 2048, 2049})
  void rowsOfBlocksOfTheLeastSizeStayTheirs(int m) {
    Dataset data = numbered(m, 1);
    assertEquals((m + 1023) / 1024, data.blockCount());
    int seen = 0;
    for (int k = 0; k < data.blockCount(); k++) {
      for (int i = 0; i < data.blockRows(k); i++) {
        assertEquals(seen, data.block(k)[2 * i]);
        assertEquals(seen, data.x(seen, 0));
        seen++;
      }
    }
    assertEquals(m, seen);
  }
}
