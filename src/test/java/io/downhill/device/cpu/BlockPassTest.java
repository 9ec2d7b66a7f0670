package io.downhill.device.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.downhill.data.Dataset;
import io.downhill.device.Panel;
import io.downhill.sums.Span;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How many rows a pass takes at once does not show. */
class BlockPassTest {
  private static final int N = 3;
  private static final int[] BATCHES = {32, 64, 96, 256, 1024};

  private final SplittableRandom random = new SplittableRandom(7);

  private float[] values(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (random.nextDouble() * 4 - 2);
    }
    return values;
  }

  private CpuExamples examples(int m) {
    float[][] x = new float[m][];
    int[] y = new int[m];
    for (int i = 0; i < m; i++) {
      x[i] = values(N);
      y[i] = random.nextInt(2);
    }
    Dataset data = Dataset.of(x, y);
    return CpuExamples.of(data.rows(), data.signedWeights(), Span.whole(m));
  }

  private static float[] sums(BlockPass pass, CpuExamples examples, int columns) {
    float[] all = new float[examples.blocks() * 2 * columns];
    for (int block = 0; block < examples.blocks(); block++) {
      float[] pairs = new float[2 * columns];
      pass.sum(block, pairs);
      System.arraycopy(pairs, 0, all, block * 2 * columns, 2 * columns);
    }
    return all;
  }

  /** Rows on both sides of a stripe, of each batch, and of a block. */
  @ParameterizedTest
  @ValueSource(
      ints = {1, 31, 32, 33, 63, 64, 65, 95, 96, 97, 255, 256, 257, 1023, 1024, 1025, 1281, 2049})
  void batchesDoNotChangeABit(int m) {
    CpuExamples examples = examples(m);
    float[] w = values(N + 1);
    float[] v = values(N + 1);
    float[] z = values(m);
    float[] d = values(m);
    float[] gradient = new float[0];
    float[] product = new float[0];
    float[] line = new float[0];
    for (int batch : BATCHES) {
      Loops loops = new ScalarLoops();
      float[] g = sums(new GradientPass(loops, examples, examples.y(), w, batch), examples, N + 2);
      float[] p =
          sums(new ProductPass(loops, examples, examples.y(), w, v, batch), examples, N + 2);
      float[] t = {0.3f};
      float[] l = sums(new LinePass(loops, examples, Panel.ONE, z, d, t, batch), examples, 3);
      if (batch > BATCHES[0]) {
        assertArrayEquals(gradient, g, "gradient of " + m + " rows, " + batch + " at once");
        assertArrayEquals(product, p, "product of " + m + " rows, " + batch + " at once");
        assertArrayEquals(line, l, "line of " + m + " rows, " + batch + " at once");
      }
      gradient = g;
      product = p;
      line = l;
    }
  }

  /** The rows of a batch fit 48 KiB: 1 stripe from 193 features on, 8 up to 48. */
  @Test
  void batchesFitTheCache() {
    int[] n = {1, 48, 49, 64, 65, 96, 97, 128, 129, 192, 193, 10_000};
    int[] stripes = {8, 8, 7, 6, 5, 4, 3, 3, 2, 2, 1, 1};
    for (int i = 0; i < n.length; i++) {
      assertEquals(32 * stripes[i], BlockPass.batch(n[i]), "n = " + n[i]);
    }
  }
}
