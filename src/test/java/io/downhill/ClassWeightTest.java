package io.downhill;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.downhill.data.Dataset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClassWeightTest {
  private static final int[] LABELS = {1, 0, 0, 0};

  private static Dataset data() {
    return Dataset.of(new float[4][1], LABELS);
  }

  private static float[] weights(ClassWeight rule, Dataset data) {
    return rule.apply(data).weights();
  }

  @Test
  void balancedGivesBothClassesHalfOfTheExamples() {
    assertArrayEquals(
        new float[] {2, 2 / 3f, 2 / 3f, 2 / 3f}, weights(ClassWeight.BALANCED, data()));
  }

  @Test
  void balancedGivesBothClassesHalfOfTheWeight() {
    // 9 in all, 1 of them positive: factors of 9/2 and 9/16.
    Dataset own = data().weighted(new float[] {1, 2, 6, 0});
    assertArrayEquals(new float[] {4.5f, 1.125f, 3.375f, 0}, weights(ClassWeight.BALANCED, own));
  }

  @Test
  void balancedDependsOnNoUnitOfTheWeights() {
    float[] once = weights(ClassWeight.BALANCED, data().weighted(new float[] {1, 2, 6, 0}));
    float[] more = weights(ClassWeight.BALANCED, data().weighted(new float[] {8, 16, 48, 0}));
    for (int i = 0; i < once.length; i++) {
      assertEquals(8 * once[i], more[i], "row " + i);
    }
  }

  @Test
  void factorsAreThoseOfTheirClasses() {
    assertArrayEquals(
        new float[] {3, 0.5f, 0.5f, 0.5f}, weights(new ClassWeight(false, 0.5, 3), data()));
  }

  @Test
  void factorsComeOnTopOfOwnWeights() {
    Dataset own = data().weighted(new float[] {2, 4, 0, 8});
    assertArrayEquals(new float[] {6, 2, 0, 4}, weights(new ClassWeight(false, 0.5, 3), own));
  }

  @Test
  void oneFactorAloneCounts() {
    assertArrayEquals(new float[] {1, 2, 2, 2}, weights(new ClassWeight(false, 2, 1), data()));
    assertArrayEquals(new float[] {2, 1, 1, 1}, weights(new ClassWeight(false, 1, 2), data()));
  }

  @Test
  void noneLeavesTheDataAsTheyAre() {
    Dataset data = data();
    assertSame(data, ClassWeight.NONE.apply(data));
    assertNull(data.weights());
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY, 1e39})
  void otherFactorsAreRefused(double factor) {
    for (boolean first : new boolean[] {true, false}) {
      IllegalArgumentException e =
          assertThrows(
              IllegalArgumentException.class,
              () -> new ClassWeight(false, first ? factor : 1, first ? 1 : factor));
      assertEquals(
          "class-weight must be balanced or two numbers above 0, not " + factor, e.getMessage());
    }
  }
}
