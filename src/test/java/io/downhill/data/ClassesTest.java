package io.downhill.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClassesTest {
  static final Classes COLOURS = new Classes(List.of("red", "green", "blue"));

  @Test
  void classesAreNamedInTheirOrder() {
    assertEquals(3, COLOURS.count());
    assertEquals("green", COLOURS.name(1));
    assertFalse(COLOURS.areTwo());
  }

  @Test
  void twoClassesAreOneNegativeAndOnePositive() {
    Classes two = new Classes(List.of("no", "yes"));
    assertEquals(new Classes("no", "yes"), two);
    assertEquals("no", two.negative());
    assertEquals("yes", two.positive());
    assertTrue(two.areTwo());
  }

  @Test
  void ofThreeClassesNoneIsPositive() {
    Exception e = assertThrows(IllegalStateException.class, COLOURS::positive);
    assertTrue(e.getMessage().startsWith("there are 3 classes"), e.getMessage());
    assertThrows(IllegalStateException.class, COLOURS::negative);
  }

  @Test
  void classesThatAreNoneAreRefused() {
    for (List<String> names : List.of(List.of("a"), List.of("a", "b", "a"), List.of("a", "a"))) {
      assertThrows(IllegalArgumentException.class, () -> new Classes(names), names.toString());
    }
    assertThrows(IllegalArgumentException.class, () -> new Classes(Arrays.asList("a", null)));
    assertThrows(IllegalArgumentException.class, () -> new Classes(null, "b"));
  }

  private static Dataset.Builder builder(int examples) {
    Dataset.Builder builder = new Dataset.Builder(List.of("x"));
    for (int i = 0; i < examples; i++) {
      builder.addRow(new float[] {i});
    }
    return builder;
  }

  @Test
  void totalsAreOneAClass() {
    float[] y = {2, 0, 2, 1, 2};
    Dataset data = builder(5).labels(y, COLOURS).build();
    assertEquals(3, data.classCount());
    assertArrayEquals(new double[] {1, 1, 3}, data.classTotals());
    Dataset weighted = data.weighted(new float[] {1, 2, 0, 4, 0.5f});
    assertArrayEquals(new double[] {2, 4, 1.5}, weighted.classTotals());
    assertEquals(7.5, weighted.totalWeight());
  }

  @Test
  void totalsOfManyClassesAreThoseOfTheClassesAlone() {
    int m = 70_000;
    Classes seven = new Classes(List.of("a", "b", "c", "d", "e", "f", "g"));
    float[] y = new float[m];
    float[] c = new float[m];
    for (int i = 0; i < m; i++) {
      y[i] = i * 31 % 7;
      c[i] = 1f / (1 + i % 13);
    }
    Dataset data = builder(m).labels(y, seven).weights(c).build();
    double[] totals = data.classTotals();
    for (int k = 0; k < 7; k++) {
      float[] own = new float[m];
      for (int i = 0; i < m; i++) {
        own[i] = y[i] == k ? 1 : 0;
      }
      Dataset alone = builder(m).labels(own, Classes.ZERO_ONE).weights(c).build();
      assertEquals(alone.classTotals()[1], totals[k], "class " + k);
    }
  }

  @Test
  void signsTellOnlyTwoClassesApart() {
    Dataset data = builder(3).labels(new float[] {0, 1, 2}, COLOURS).build();
    Exception e = assertThrows(IllegalStateException.class, data::signedWeights);
    assertEquals("there are 3 classes: a sign tells only two apart", e.getMessage());
  }

  @Test
  void labelThatIsNoneIsRefusedWithItsRow() {
    for (float wrong : new float[] {3, -1, 0.5f, Float.NaN}) {
      Dataset.Builder builder = builder(3).labels(new float[] {0, wrong, 2}, COLOURS);
      Exception e = assertThrows(IllegalArgumentException.class, builder::build);
      String told = "row 2: label " + wrong + ", must be a whole number from 0 to 2";
      assertEquals(told, e.getMessage());
    }
    float[][] x = {{1}, {2}};
    Exception e =
        assertThrows(
            IllegalArgumentException.class, () -> Dataset.of(x, new int[] {0, 3}, COLOURS));
    assertEquals("y[1] is 3: a label is from 0 to 2", e.getMessage());
  }

  @Test
  void arraysOfAnyNumberOfClassesAreADataSet() {
    Dataset data = Dataset.of(new float[][] {{1}, {2}, {3}}, new int[] {2, 0, 1}, COLOURS);
    assertArrayEquals(new float[] {2, 0, 1}, data.labels());
    assertEquals(COLOURS, data.classes().orElseThrow());
  }
}
