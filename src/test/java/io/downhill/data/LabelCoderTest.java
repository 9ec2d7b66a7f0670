package io.downhill.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.data.cell.CellText;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelCoderTest {
  @ParameterizedTest
  @CsvSource({
    "0,1,0,1",
    "1,-1,-1,1",
    "2,1,1,2",
    "10,9,9,10",
    "1.0,0.0,0,1",
    "0.5,-0.0,0,0.5",
    "1e3,+7,7,1000",
    "True,FALSE,false,true",
    "benign,malignant,benign,malignant",
    "yes,no,no,yes",
    "1,yes,1,yes",
    "'10,5','9,5','9,5','10,5'",
    "1,\u22121,\u22121,1",
    "10%,9%,9%,10%",
  })
  void greaterLabelIsPositive(String first, String second, String negative, String positive) {
    Dataset data = coded(first, second);
    assertEquals(new Classes(negative, positive), data.classes().orElseThrow());
    float y = LabelCoder.canonical(first).equals(positive) ? 1 : 0;
    assertArrayEquals(new float[] {y, 1 - y}, data.labels());
  }

  @Test
  void spellingsOfOneLabelAreOne() {
    assertArrayEquals(new float[] {1, 1, 0, 1, 0}, coded("1", "1.0", " 0", "+1 ", "-0.0").labels());
  }

  @Test
  void numbersAreOneLabelWhateverTheirSign() {
    LabelCoder coder = new LabelCoder(Optional.empty());
    for (double label : new double[] {0.0, -0.0, 1, 1, -0.0}) {
      assertTrue(coder.add(label));
    }
    assertArrayEquals(new float[] {0, 0, 1, 1, 0}, coder.labels("x").values());
  }

  /** Every text of up to five of these characters, against the grammar. */
  @Test
  void numbersAreToldByTheirGrammar() {
    Pattern grammar = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d{1,3})?");
    String characters = "07+-.eE ";
    for (int length = 0; length <= 5; length++) {
      for (int k = 0; k < 1 << 3 * length; k++) {
        StringBuilder text = new StringBuilder();
        for (int j = 0; j < length; j++) {
          text.append(characters.charAt(k >> 3 * j & 7));
        }
        String cell = text.toString();
        assertEquals(grammar.matcher(cell).matches(), CellText.isNumber(cell), cell);
      }
    }
    assertTrue(CellText.isNumber("-1234567890.0123456789e-123"));
    assertFalse(CellText.isNumber("1e1234"));
    assertFalse(CellText.isNumber("\u0663"));
  }

  @Test
  void manyLabelsStayInOrder() {
    LabelCoder coder = new LabelCoder(Optional.empty());
    int m = 5000;
    Dataset.Builder builder = builder(m);
    for (int i = 0; i < m; i++) {
      coder.add(i % 3 == 0 ? 1.0 : 0.0);
    }
    coder.finish(builder, "x");
    float[] y = builder.build().labels();
    for (int i = 0; i < m; i++) {
      assertEquals(i % 3 == 0 ? 1 : 0, y[i], "label " + i);
    }
  }

  @Test
  void moreThanTwoLabelsAreCountedAndFiveNamed() {
    String told =
        assertThrows(DataException.class, () -> coded("a", "b", "c", "d", "e", "f", "a"))
            .getMessage();
    assertTrue(told.contains("6 different values, must have two: a, b, c, d, e, ..."), told);
  }

  @Test
  void labelsWithoutEndAreGivenUp() {
    LabelCoder coder = new LabelCoder(Optional.empty());
    for (int i = 0; i < 1000; i++) {
      assertFalse(coder.hopeless(), "after " + i);
      coder.add(i + 0.5);
    }
    assertTrue(coder.hopeless());
  }

  @Test
  void givenClassesAreKeptAsTheyAreWritten() {
    Classes classes = new Classes("1.0", "0");
    LabelCoder coder = new LabelCoder(Optional.of(classes));
    coder.add(1.0);
    coder.add("0.0");
    assertFalse(coder.add("2"));
    Dataset.Builder builder = builder(2);
    coder.finish(builder, "x");
    Dataset data = builder.build();
    assertEquals(classes, data.classes().orElseThrow());
    assertArrayEquals(new float[] {0, 1}, data.labels());
  }

  private static Dataset coded(String... labels) {
    LabelCoder coder = new LabelCoder(Optional.empty());
    for (String label : labels) {
      coder.add(label);
    }
    Dataset.Builder builder = builder(labels.length);
    coder.finish(builder, "x");
    return builder.build();
  }

  private static Dataset.Builder builder(int m) {
    Dataset.Builder builder = new Dataset.Builder(List.of("a"));
    builder.grow(m);
    return builder;
  }
}
