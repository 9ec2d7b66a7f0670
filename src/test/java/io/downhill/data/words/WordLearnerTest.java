package io.downhill.data.words;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.downhill.data.Encoding;
import io.downhill.data.Encoding.Words.Weighting;
import io.downhill.data.WordOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which words are learned, and what they count. */
class WordLearnerTest {
  private static final String[] TEXTS = {
    "The cat sat on the mat.",
    "A dog, a cat; and THE dog's mat!",
    "It's 42 o'clock: the train_7 left",
    "",
    "on and on and on"
  };

  private final List<String> warnings = new ArrayList<>();

  private static TextRows rows(String... texts) {
    TextRows rows = new TextRows();
    for (String text : texts) {
      rows.add(text);
    }
    return rows;
  }

  private Encoding learn(TextRows texts, Weighting weighting, int rare, int most) {
    int[] all = IntStream.range(0, texts.rows()).toArray();
    WordOptions options = new WordOptions(List.of("t"), weighting, rare);
    return new WordLearner("t", texts, all, options, warnings, most).learn(i -> 1);
  }

  private static double[] features(Encoding.Words encoding, TextRows texts, int row) {
    double[] x = new double[encoding.words().size()];
    new LearnedText(encoding, texts).write(row, (j, value) -> x[j] = value, 0);
    return x;
  }

  private void assertFeatures(double[][] expected, Encoding.Words words, TextRows texts) {
    for (int i = 0; i < TEXTS.length; i++) {
      assertArrayEquals(expected[i], features(words, texts, i), 1e-7, "text " + i);
    }
  }

  /** Values of scikit-learn 1.2.1, TfidfVectorizer(min_df=1). */
  @Test
  void weightsOfAllWordsAreThoseOfScikitLearn() {
    TextRows texts = rows(TEXTS);
    Encoding.Words words = (Encoding.Words) learn(texts, Weighting.TF_IDF, 1, 100);
    assertEquals(
        "[42, and, cat, clock, dog, it, left, mat, on, sat, the, train_7]", "" + words.words());
    double a = 0.3703069765576402;
    double b = 0.3188817764021114;
    double c = 0.4284113580814113;
    double[][] expected = {
      {0, 0, a, 0, 0, 0, 0, a, a, 0.45898595261304476, 0.6147764834816909, 0},
      {0, b, b, 0, 0.7904914850562151, 0, 0, b, 0, 0, 0.2647006801833371, 0},
      {c, 0, 0, c, 0, c, c, 0, 0, 0, 0.28691207944979286, c},
      new double[12],
      {0, 0.5547001962252291, 0, 0, 0, 0, 0, 0, 0.8320502943378437, 0, 0, 0}
    };
    assertFeatures(expected, words, texts);
  }

  /** Values of scikit-learn 1.2.1, TfidfVectorizer(min_df=2). */
  @Test
  void weightsOfFrequentWordsAreThoseOfScikitLearn() {
    TextRows texts = rows(TEXTS);
    Encoding.Words words = (Encoding.Words) learn(texts, Weighting.TF_IDF, 2, 100);
    assertEquals(List.of("and", "cat", "mat", "on", "the"), words.words());
    assertEquals(List.of(2L, 2L, 2L, 2L, 3L), words.textsWith());
    assertEquals(5, words.texts());
    double a = 0.41680418232811817;
    double b = 0.5206462341406692;
    double[][] expected = {
      {0, a, a, a, 0.6919702455896254},
      {b, b, b, 0, 0.4321834062356145},
      {0, 0, 0, 0, 1},
      new double[5],
      {0.5547001962252291, 0, 0, 0.8320502943378437, 0}
    };
    assertFeatures(expected, words, texts);
    assertEquals(
        List.of("t: 1 of 5 texts are missing or hold no word that is in 2 texts or more"),
        warnings);
  }

  @Test
  void countsAreHowOftenTextsHaveWords() {
    TextRows texts = rows(TEXTS);
    Encoding.Words words = (Encoding.Words) learn(texts, Weighting.COUNTS, 2, 100);
    assertArrayEquals(new double[] {0, 1, 1, 1, 2}, features(words, texts, 0));
    assertArrayEquals(new double[] {2, 0, 0, 3, 0}, features(words, texts, 4));
    assertEquals("5 words, counts", words.description());
    assertEquals(List.of("t:and", "t:cat", "t:mat", "t:on", "t:the"), words.features());
  }

  @Test
  void textsToScoreHaveTheBitsOfTrainingTexts() {
    TextRows texts = rows(TEXTS);
    for (Weighting weighting : Weighting.values()) {
      Encoding.Words words = (Encoding.Words) learn(texts, weighting, 1, 100);
      TextEncoder encoder = new TextEncoder(words);
      for (int i = 0; i < TEXTS.length; i++) {
        double[] x = new double[words.words().size()];
        encoder.write(TEXTS[i], (j, value) -> x[j - 7] = value, 7);
        assertArrayEquals(features(words, texts, i), x, weighting + ", text " + i);
      }
      assertEquals(0, encoder.unknown());
      assertEquals(1, encoder.empty());
    }
  }

  @Test
  void unknownWordsOfATextToScoreAreCounted() {
    Encoding.Words words = (Encoding.Words) learn(rows(TEXTS), Weighting.TF_IDF, 2, 100);
    TextEncoder encoder = new TextEncoder(words);
    encoder.write("The Zebra and the gnu", (j, value) -> {}, 0);
    encoder.mark();
    encoder.write("more", (j, value) -> {}, 0);
    encoder.write(null, (j, value) -> {}, 0);
    assertEquals(6, encoder.words());
    assertEquals(3, encoder.unknown());
    assertEquals("zebra", encoder.firstUnknown());
    assertEquals(2, encoder.empty());
    encoder.reset();
    assertEquals(5, encoder.words());
    assertEquals(2, encoder.unknown());
    assertEquals(0, encoder.empty());
    assertEquals(1, encoder.texts());
  }

  @Test
  void ofTooManyWordsTheMostFrequentAreTakenAndOfEqualOnesTheFirst() {
    TextRows texts = rows("bb cc dd", "bb cc dd", "aa bb ee", "aa ee zz");
    Encoding.Words words = (Encoding.Words) learn(texts, Weighting.TF_IDF, 2, 3);
    assertEquals(List.of("aa", "bb", "cc"), words.words());
    assertEquals(
        List.of(
            "t: 5 words are in 2 texts or more; the 3 most frequent are features, in 2 texts or"
                + " more"),
        warnings);
  }

  @Test
  void onlyTheGivenRowsTeachAndEachAsOftenAsItCounts() {
    TextRows texts = rows("aa bb", "aa", "bb cc", "cc");
    WordOptions options = new WordOptions(List.of("t"), Weighting.TF_IDF, 3);
    int[] some = {0, 1, 2};
    Encoding.Words words =
        (Encoding.Words)
            new WordLearner("t", texts, some, options, warnings).learn(i -> i == 2 ? 3 : 1);
    assertEquals(List.of("bb", "cc"), words.words());
    assertEquals(List.of(4L, 3L), words.textsWith());
    assertEquals(5, words.texts());
  }

  @Test
  void columnWithoutUsefulWordsIsLeftOut() {
    assertEquals(
        "left out: its texts hold no words",
        learn(rows("", null, "! ?", "a"), Weighting.TF_IDF, 1, 9).description());
    assertEquals(
        "left out: no word is in 2 texts or more",
        learn(rows("one", "two"), Weighting.TF_IDF, 2, 9).description());
    assertEquals(
        "left out: of its words only 'one', always the same",
        learn(rows("one", "One!"), Weighting.COUNTS, 1, 9).description());
    assertEquals(
        "1 word, counts", learn(rows("one", "one one"), Weighting.COUNTS, 1, 9).description());
    assertEquals(
        "left out: of its words only 'one', always the same",
        learn(rows("one", "one one"), Weighting.TF_IDF, 1, 9).description());
    assertEquals(
        "1 word, tf-idf", learn(rows("one", "", "one"), Weighting.TF_IDF, 1, 9).description());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u6211\u4eec\u4eca\u5929\u53bb\u516c\u56ed\u73a9\uff0c\u5929\u6c14\u5f88\u597d\u554a\u771f",
        "\u0e2a\u0e27\u0e31\u0e2a\u0e14\u0e35\u0e0a\u0e32\u0e27\u0e42\u0e25\u0e01"
      })
  void textsWithoutBlanksAreTold(String text) {
    learn(rows(text, text, "\u0e01"), Weighting.TF_IDF, 1, 9);
    assertEquals(
        1,
        warnings.stream().filter(w -> w.contains("without blanks")).count(),
        () -> "" + warnings);
  }

  @Test
  void segmentedChineseIsNotTold() {
    String text = "\u6211\u4eec \u4eca\u5929 \u53bb \u516c\u56ed \u73a9";
    Encoding learned = learn(rows(text, "\u6211\u4eec"), Weighting.TF_IDF, 1, 9);
    assertEquals(5, learned.features().size());
    assertEquals(List.of(), warnings);
  }

  @Test
  void moreDifferentWordsThanAreToldApartAreTold() {
    TextRows texts = new TextRows(new WordIndex(2));
    texts.add("one two three one");
    texts.add("two four");
    Encoding learned = learn(texts, Weighting.COUNTS, 1, 9);
    assertEquals(List.of("t:one", "t:two"), learned.features());
    assertEquals(1, warnings.size());
    assertEquals("; 2 later ones are left out", warnings.get(0).replaceFirst("^[^;]*", ""));
  }
}
