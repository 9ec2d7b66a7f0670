package io.downhill.device.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.downhill.sums.Span;
import java.math.BigDecimal;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SumTreeTest {
  private static final int COLUMNS = 2;

  /** Pairs of very different sizes, so that any other order gives other bits. */
  private static BlockPass pairs() {
    return (block, pairs) -> {
      SplittableRandom random = new SplittableRandom(block);
      for (int j = 0; j < 2 * COLUMNS; j++) {
        double size = Math.pow(10, random.nextDouble(-6, 6)) * (j < COLUMNS ? 1 : 1e-8);
        pairs[j] = (float) ((random.nextDouble() - 0.5) * size);
      }
    };
  }

  /** The tree as it is defined: levels of nodes, each the sum of 32, in the order of the index. */
  private static float[] defined(int blocks) {
    float[][] nodes = new float[blocks][2 * COLUMNS];
    for (int b = 0; b < blocks; b++) {
      pairs().sum(b, nodes[b]);
    }
    while (nodes.length > 1) {
      float[][] parents = new float[(nodes.length + 31) / 32][2 * COLUMNS];
      for (int child = 0; child < nodes.length; child++) {
        float[] into = parents[child / 32];
        for (int j = 0; j < COLUMNS; j++) {
          float hi = into[j];
          float h = nodes[child][j];
          float sum = hi + h;
          float lost =
              new BigDecimal(hi).add(new BigDecimal(h)).subtract(new BigDecimal(sum)).floatValue();
          into[j] = sum;
          into[COLUMNS + j] += lost + nodes[child][COLUMNS + j];
        }
      }
      nodes = parents;
    }
    return nodes[0];
  }

  /** Groups of 32, of 1024 and of all blocks: the cuts are at 32, 1024 and 2048. */
  @ParameterizedTest
  @ValueSource(
      ints = {1, 2, 31, 32, 33, 34, 63, 64, 65, 66, 1023, 1024, 1025, 1026, 1057, 2047, 2048, 2049})
  void groupsDoNotChangeABit(int blocks) {
    float[] expected = defined(blocks);
    for (int threads : new int[] {1, 3}) {
      try (Workers workers = new Workers(threads)) {
        for (int values : new int[] {0, 32 * 32 * 2 * COLUMNS, 1 << 22}) {
          float[] actual = root(new SumTree(workers, COLUMNS, values), blocks);
          assertArrayEquals(
              bits(expected),
              bits(actual),
              blocks + " blocks, " + threads + " threads, " + values + " values in a group");
        }
        assertEquals(2 * COLUMNS, root(new SumTree(workers, COLUMNS), 1).length);
      }
    }
  }

  private static float[] root(SumTree tree, int blocks) {
    return tree.sum(new Span(0, blocks, blocks), SumTreeTest::pairs).get(0);
  }

  private static int[] bits(float[] values) {
    int[] bits = new int[values.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.floatToRawIntBits(values[i]);
    }
    return bits;
  }
}
