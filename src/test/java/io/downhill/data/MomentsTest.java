package io.downhill.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What chunks and blocks of rows give together is what all rows give at once. */
class MomentsTest {
  private static final int ROWS = 12;

  /** A column that is the same in each chunk of this length, another one, a constant. */
  private static float[] rows(int chunk) {
    float[] x = new float[ROWS * 3];
    Random random = new Random(7);
    for (int i = 0; i < ROWS; i++) {
      x[3 * i] = i / chunk;
      x[3 * i + 1] = random.nextInt(16);
      x[3 * i + 2] = 0.1f;
    }
    return x;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 11, 12, 13})
  void chunksOfAnyLengthGiveWhatOneDoes(int chunk) {
    float[] x = rows(chunk);
    Moments whole = Moments.of(x, 0, ROWS, 3, null, 0, ROWS);
    Moments parts = Moments.of(x, 0, ROWS, 3, null, 0, chunk);
    assertArrayEquals(whole.means(), parts.means(), 1e-14);
    assertArrayEquals(whole.deviations(), parts.deviations(), 1e-14);
    assertEquals(0, parts.deviations()[2], "a constant");
    assertEquals(0.1f, parts.means()[2], "a constant");
  }

  @Test
  void columnThatIsConstantInEachChunkAndBlockVaries() {
    float[] first = {5, 5, 5, 5};
    float[] second = {7, 7, 7, 7};
    Moments chunks = Moments.of(new float[] {5, 5, 7, 7}, 0, 4, 1, null, 0, 2);
    assertEquals(1, chunks.deviations()[0]);
    Moments blocks = Moments.of(first, 0, 4, 1, null, 0);
    blocks = blocks.plus(Moments.of(second, 0, 4, 1, null, 4));
    assertEquals(6, blocks.means()[0]);
    assertEquals(1, blocks.deviations()[0]);
  }

  @Test
  void columnThatVariesInALaterChunkOnlyVaries() {
    Moments moments = Moments.of(new float[] {5, 5, 5, 7}, 0, 4, 1, null, 0, 2);
    assertEquals(5.5, moments.means()[0]);
    assertEquals(Math.sqrt(0.75), moments.deviations()[0], 1e-15);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 8})
  void rowsOfNoWeightAreNoneWhereverAChunkBegins(int chunk) {
    // A chunk, and the begin of another one, of rows that do not count.
    float[] x = {9, 8, 1, 7, 3, 6, 5, 4};
    float[] c = {0, 0, 2, 0, 1, 0, 1, 0};
    Moments moments = Moments.of(x, 0, 8, 1, c, 0, chunk);
    assertEquals(2.5, moments.means()[0], 1e-15);
    assertEquals(Math.sqrt(2.75), moments.deviations()[0], 1e-15);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 6, 20})
  void constantIsOneWhateverItsMeanIsRoundedTo(int chunk) {
    float[] x = new float[20];
    float[] c = new float[20];
    for (int seed = 0; seed < 50; seed++) {
      Random random = new Random(seed);
      for (int i = 0; i < x.length; i++) {
        boolean none = i < 3 || random.nextInt(3) == 0;
        c[i] = none ? 0 : Math.scalb(random.nextFloat(), -random.nextInt(20));
        x[i] = c[i] == 0 ? i : 0.1f;
      }
      Moments moments = Moments.of(x, 0, 20, 1, c, 0, chunk);
      assertEquals(0.1f, moments.means()[0], "seed " + seed);
      assertEquals(0, moments.deviations()[0], "seed " + seed);
    }
  }

  /** Neighbours of float32 far from 0, and next to it, of any weight. */
  @ParameterizedTest
  @ValueSource(floats = {0.1f, 1e9f, 3e38f, 1e-38f, 1e-45f, -7f})
  void oneOtherValueIsSeenHoweverNear(float value) {
    for (float weight : new float[] {1, 1e-30f, 1e30f}) {
      float[] x = new float[256];
      float[] c = new float[256];
      Arrays.fill(x, value);
      Arrays.fill(c, weight);
      assertEquals(0, Moments.of(x, 0, 256, 1, c, 0).deviations()[0]);
      x[200] = Math.nextUp(value);
      assertTrue(Moments.of(x, 0, 256, 1, c, 0).deviations()[0] > 0, value + ", " + weight);
      c[200] = 0;
      assertEquals(0, Moments.of(x, 0, 256, 1, c, 0).deviations()[0]);
    }
  }

  @Test
  void valuesThatAreNotFiniteAreSeen() {
    float[] x = {1, 2, 3e38f, -3e38f, 3e38f, 5};
    assertTrue(Moments.of(x, 0, 3, 2, null, 0).isFinite());
    for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
      x[3] = bad;
      assertFalse(Moments.of(x, 0, 3, 2, null, 0).isFinite());
    }
  }

  @Test
  void weightsAreThoseOfTheBlocksOwnRows() {
    float[] c = {9, 9, 9, 1, 3, 2, 2};
    Moments block = Moments.of(new float[] {1, 2, 3, 4}, 0, 4, 1, c, 3, 3);
    assertEquals(21 / 8.0, block.means()[0], 1e-15);
  }

  @Test
  void blocksOfTheLeastSizeGiveWhatOneDoes() {
    int m = 2 * Dataset.ROW_ALIGNMENT + 1;
    Random random = new Random(1);
    Dataset.Builder small = new Dataset.Builder(Dataset.defaultNames(2), 1);
    Dataset.Builder large = new Dataset.Builder(Dataset.defaultNames(2));
    for (int i = 0; i < m; i++) {
      float[] row = {i / Dataset.ROW_ALIGNMENT, random.nextInt(16)};
      small.addRow(row);
      large.addRow(row);
    }
    Dataset blocks = small.build();
    Standardization parts = Standardization.of(blocks);
    Standardization whole = Standardization.of(large.build());
    assertEquals(3, blocks.blockCount());
    assertArrayEquals(whole.means(), parts.means(), 0);
    assertArrayEquals(whole.deviations(), parts.deviations(), 0);
    Standardization after = Standardization.of(blocks.standardized(parts));
    assertArrayEquals(new double[2], after.means(), 1e-7);
    assertArrayEquals(new double[] {1, 1}, after.deviations(), 1e-7);
  }
}
