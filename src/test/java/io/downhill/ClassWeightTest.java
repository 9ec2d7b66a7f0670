package io.downhill;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.data.Classes;
import io.downhill.data.Dataset;
import java.util.List;
import java.util.Map;
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

  private static final Classes ABC = new Classes(List.of("a", "b", "c"));

  private static Dataset three() {
    return Dataset.of(new float[6][1], new int[] {0, 1, 1, 2, 2, 2}, ABC);
  }

  @Test
  void balancedGivesEachOfThreeClassesAThird() {
    assertArrayEquals(
        new float[] {2, 1, 1, 2 / 3f, 2 / 3f, 2 / 3f}, weights(ClassWeight.BALANCED, three()));
  }

  @Test
  void factorsAreFoundByTheNamesOfClasses() {
    ClassWeight rule = ClassWeight.of(Map.of("c", 2.0, "a", 0.5));
    assertArrayEquals(new float[] {0.5f, 1, 1, 2, 2, 2}, weights(rule, three()));
    ClassWeight ofTwo = ClassWeight.of(Map.of("1.0", 3.0));
    assertArrayEquals(new float[] {3, 1, 1, 1}, weights(ofTwo, data()));
  }

  @Test
  void classOfFactorZeroIsLeftOut() {
    Dataset own = three().weighted(new float[] {1, 2, 3, 4, 5, 6});
    Dataset kept = ClassWeight.of(Map.of("b", 0.0, "c", 2.0)).kept(own);
    assertEquals(new Classes("a", "c"), kept.classes().orElseThrow());
    assertArrayEquals(new float[] {0, 0, 0, 1, 1, 1}, kept.labels());
    assertArrayEquals(new float[] {1, 0, 0, 4, 5, 6}, kept.weights());
    assertArrayEquals(
        new float[] {1, 0, 0, 8, 10, 12},
        weights(ClassWeight.of(Map.of("b", 0.0, "c", 2.0)), kept));
    assertSame(own, ClassWeight.of(Map.of("b", 2.0)).kept(own));
    assertSame(own, ClassWeight.BALANCED.kept(own));
  }

  @Test
  void factorsThatDoNotFitTheClassesAreRefused() {
    refused("class-weight is about a class x, which", ClassWeight.of(Map.of("x", 1.0)));
    refused(
        "class-weight leaves 'a' alone: training needs two, so at most 1 of 3 may have 0",
        ClassWeight.of(Map.of("b", 0.0, "c", 0.0)));
    refused(
        "class-weight leaves no class: training needs two, so at most 1 of 3 may have 0",
        ClassWeight.of(Map.of("a", 0.0, "b", 0.0, "c", 0.0)));
    Dataset two = Dataset.of(new float[][] {{1}, {2}}, new int[] {0, 1}, new Classes("a", "b"));
    Exception e =
        assertThrows(
            IllegalArgumentException.class, () -> ClassWeight.of(Map.of("b", 0.0)).kept(two));
    assertEquals(
        "class-weight leaves 'a' alone: training needs two, so none may have 0", e.getMessage());
    refused("class-weight of two numbers is for two", new ClassWeight(false, 1, 2));
  }

  @Test
  void aClassThatIsNamedTwiceIsRefused() {
    Classes numbers = new Classes(List.of("1", "2", "3"));
    Dataset data = Dataset.of(new float[][] {{1}, {2}, {3}}, new int[] {0, 1, 2}, numbers);
    ClassWeight rule = ClassWeight.of(Map.of("1", 2.0, "1.0", 3.0));
    Exception e = assertThrows(IllegalArgumentException.class, () -> rule.kept(data));
    assertEquals("class-weight names the class 1 twice", e.getMessage());
  }

  /** Texts are not numbers, however they look. */
  @Test
  void amongTextsSpellingsAreClassesOfTheirOwn() {
    Classes texts = new Classes(List.of("1", "1.0", "x"));
    Dataset data = Dataset.of(new float[][] {{1}, {2}, {3}}, new int[] {0, 1, 2}, texts);
    assertArrayEquals(new float[] {1, 3, 1}, weights(ClassWeight.of(Map.of("1.0", 3.0)), data));
  }

  private static void refused(String start, ClassWeight rule) {
    Exception e = assertThrows(IllegalArgumentException.class, () -> rule.kept(three()));
    assertTrue(e.getMessage().startsWith(start), e.getMessage());
  }

  @Test
  void libraryTrainsWithoutAClassOfFactorZero() {
    float[][] x = {{1}, {2}, {3}, {1}, {2}, {9}};
    Dataset data = Dataset.of(x, new int[] {0, 1, 2, 2, 0, 1}, ABC);
    TrainingOptions options =
        TrainingOptions.builder().classWeight(ClassWeight.of(Map.of("b", 0.0))).l2(0.1).build();
    LogisticModel model = new LogisticRegression(options).fit(data).model();
    assertEquals(new Classes("a", "c"), model.classes());
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
