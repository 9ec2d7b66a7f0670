package io.downhill.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.data.cell.CellText;
import java.util.Arrays;
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
    float y = LabelText.canonical(first).equals(positive) ? 1 : 0;
    assertArrayEquals(new float[] {y, 1 - y}, data.labels());
  }

  @Test
  void spellingsOfOneLabelAreOne() {
    assertArrayEquals(new float[] {1, 1, 0, 1, 0}, coded("1", "1.0", " 0", "+1 ", "-0.0").labels());
  }

  @ParameterizedTest
  @CsvSource({
    "'1,1.0,2', 'labels 1 and 1.0 are one class, being one number'",
    "'01,1,+1,2,1', 'labels 01 and 1 (and 1 more such) are one class, being one number'",
    "'1,1.0,2,x',"
        + " 'labels 1 and 1.0 are classes of their own, as texts: not all labels are numbers'",
  })
  void spellingsOfANumberAreTold(String labels, String warning) {
    LabelCoder coder = new LabelCoder(Optional.empty());
    for (String label : labels.split(",")) {
      coder.add(label);
    }
    assertEquals(List.of(warning), coder.warnings());
  }

  @Test
  void ofOneSpellingEachNothingIsTold() {
    LabelCoder coder = new LabelCoder(Optional.empty());
    List.of("1.0", "2", " 2", "x").forEach(coder::add);
    assertEquals(List.of(), coder.warnings());
  }

  @Test
  void amongTextsEachSpellingIsAClass() {
    Dataset data = coded("1.0", "1", "x", "01", "1", "+1");
    assertEquals(List.of("+1", "01", "1", "1.0", "x"), data.classes().orElseThrow().names());
    assertArrayEquals(new float[] {3, 2, 4, 1, 2, 0}, data.labels());
    LabelCoder known = new LabelCoder(data.classes());
    assertEquals(3, known.codeOf("1.0"));
    assertEquals(-1, known.codeOf("1.00"));
    assertEquals(
        "label 1.00 is none of the 5 of the model: +1, 01, 1, 1.0, x", known.refusal("1.00"));
    Classes against = positive("1.0", "1.0", "1", "x");
    assertEquals(Classes.against(List.of("1", "x"), "1.0"), against);
    assertEquals(List.of("not 1.0", "1.0"), against.names());
  }

  private static Classes positive(String positive, String... labels) {
    LabelCoder coder = new LabelCoder(Optional.empty(), Optional.of(positive));
    List.of(labels).forEach(coder::add);
    return coder.labels("x").classes();
  }

  /** The doubles nearest to them are the same. */
  @Test
  void largeWholeNumbersKeepAllTheirDigits() {
    String[] labels = {
      "9007199254740993", "9007199254740992", "-9007199254740993", "18446744073709551615",
      "18446744073709551614", "1e23", "9007199254740993.0", "123456789012345678901234567890"
    };
    Dataset data = coded(labels);
    assertEquals(
        List.of(
            "-9007199254740993",
            "9007199254740992",
            "9007199254740993",
            "18446744073709551614",
            "18446744073709551615",
            "100000000000000000000000",
            "123456789012345678901234567890"),
        data.classes().orElseThrow().names());
    assertArrayEquals(new float[] {2, 1, 0, 4, 3, 5, 2, 6}, data.labels());
    LabelCoder known = new LabelCoder(data.classes());
    assertEquals(2, known.codeOf("9007199254740993"));
    assertEquals(1, known.codeOf("9007199254740992"));
    assertEquals(-1, known.codeOf("9007199254740994"));
    assertEquals(
        "9007199254740993",
        positive("9007199254740993", "9007199254740993", "9007199254740992").positive());
    assertEquals(1, LabelText.indexOf(data.classes().get(), "9007199254740992"));
  }

  @Test
  void largeDoublesAreWhatTheyStandFor() {
    assertEquals("1152921504606846976", LabelText.text(0x1p60));
    assertEquals("9007199254740994", LabelText.text(0x1p53 + 2));
    assertEquals("0.1", LabelText.text(0.1));
    assertEquals("1e999", LabelText.canonical(" 1e999"));
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

  @ParameterizedTest
  @CsvSource({
    "'10,9,1e1,8.0','8,9,10'",
    "'b,a,C,b','C,a,b'",
    "'1,x,10','1,10,x'",
    "'10%,9%,100%','9%,10%,100%'",
  })
  void classesAreInOrder(String labels, String classes) {
    Dataset data = coded(labels.split(","));
    assertEquals(new Classes(List.of(classes.split(","))), data.classes().orElseThrow());
    List<String> names = data.classes().get().names();
    for (int i = 0; i < data.examples(); i++) {
      String label = LabelText.canonical(labels.split(",")[i]);
      assertEquals(names.indexOf(label), data.labels()[i], label);
    }
  }

  @Test
  void aClassWithOneRowIsOne() {
    assertEquals(3, coded("a", "a", "b", "b", "c").classCount());
  }

  @Test
  void upToTenClassesMayBeOfOneRowEach() {
    String[] ten = {"0.5", "1.5", "2.5", "3", "4", "5", "6", "7", "8", "9"};
    assertEquals(10, coded(ten).classCount());
  }

  @Test
  void numbersToPredictAreNoClasses() {
    String[] labels = new String[200];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = "" + i % 11 * 0.5;
    }
    String told = assertThrows(DataException.class, () -> coded(labels)).getMessage();
    assertTrue(
        told.startsWith(
            "x: labels have 11 different values, 0, 0.5, 1, 1.5, 2, ..., too many for classes (0.5"
                + " is no whole number): name the column of the classes"),
        told);
  }

  @Test
  void namesOfRowsAreNoClasses() {
    String[] labels = new String[21];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = "n" + i % 11;
    }
    String told = assertThrows(DataException.class, () -> coded(labels)).getMessage();
    assertTrue(told.contains("11 different values"), told);
    assertTrue(told.contains("(fewer than two rows each)"), told);
    String[] more = Arrays.copyOf(labels, 22);
    more[21] = "n10";
    assertEquals(11, coded(more).classCount());
  }

  @Test
  void labelsWithoutEndAreGivenUp() {
    LabelCoder coder = new LabelCoder(Optional.empty());
    for (int i = 0; i <= 1000; i++) {
      assertFalse(coder.hopeless(), "after " + i);
      coder.add((double) i);
    }
    assertTrue(coder.hopeless());
    String told = assertThrows(DataException.class, () -> coder.labels("x")).getMessage();
    assertTrue(told.contains("more than 1000 different values"), told);
  }

  @Test
  void aThousandClassesAreClasses() {
    LabelCoder coder = new LabelCoder(Optional.empty());
    for (int i = 0; i < 2000; i++) {
      coder.add(i % 1000);
    }
    assertEquals("999", coder.labels("x").classes().name(999));
  }

  @Test
  void positiveClassIsAgainstTheRest() {
    LabelCoder coder = new LabelCoder(Optional.empty(), Optional.of("2.0"));
    for (int label : new int[] {3, 2, 1, 2}) {
      coder.add(label);
    }
    LabelCoder.Labels labels = coder.labels("x");
    assertEquals(Classes.against(List.of("1", "3"), "2"), labels.classes());
    assertEquals(List.of("not 2", "2"), labels.classes().names());
    assertArrayEquals(new float[] {0, 1, 0, 1}, labels.values());
    LabelCoder known = new LabelCoder(Optional.of(labels.classes()));
    assertEquals(0, known.codeOf("1"));
    assertEquals(0, known.codeOf("3.0"));
    assertEquals(0, known.codeOf("not 2"));
    assertEquals(1, known.codeOf("2"));
    assertEquals(-1, known.codeOf("4"));
  }

  @Test
  void positiveClassThatIsNoneIsToldWithSomeThatAre() {
    LabelCoder coder = new LabelCoder(Optional.empty(), Optional.of("z"));
    List.of("a", "b", "c", "d", "e", "f").forEach(coder::add);
    String told = assertThrows(DataException.class, () -> coder.labels("x")).getMessage();
    assertEquals(
        "x: no label is z, which was to be the positive one; they are a, b, c, d, e, ...", told);
  }

  @Test
  void labelThatIsNoClassIsToldWithSomeThatAre() {
    Classes classes = new Classes(List.of("a", "b", "c", "d", "e", "f"));
    LabelCoder coder = new LabelCoder(Optional.of(classes));
    assertFalse(coder.add("z"));
    assertEquals("label z is none of the 6 of the model: a, b, c, d, e, ...", coder.refusal("z"));
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
