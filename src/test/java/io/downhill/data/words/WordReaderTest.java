package io.downhill.data.words;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a word is, the same on every JDK. */
class WordReaderTest {
  /** Letters, marks and numbers of Unicode 13, and the underscore. */
  private static final int CHARACTERS = 135318;

  static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    WordReader reader = new WordReader().to(text);
    while (reader.next()) {
      words.add(reader.text());
    }
    return words;
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "The CAT sat, on 42 mats.      | the cat sat on 42 mats",
        "I can't; it's a train_7 o'clock | can it train_7 clock",
        "don\u2019t -- x y z            | don",
        "na\u00efve CAF\u00c9           | na\u00efve caf\u00e9",
        "CAFE\u0301 cafe\u0301 caf\u00e9 | caf\u00e9 caf\u00e9 caf\u00e9",
        "\u0130STANBUL I\u015eIK        | i\u0307stanbul i\u015fik",
        "\u039f\u0394\u039f\u03a3       | \u03bf\u03b4\u03bf\u03c2",
        "\u041f\u0440\u0418\u0432\u0415\u0422 \u0419\u043e\u0434 | \u043f\u0440\u0438\u0432\u0435\u0442 \u0439\u043e\u0434",
        "\u0438\u0306\u043e\u0434       | \u0439\u043e\u0434",
        "\u0939\u093f\u0928\u094d\u0926\u0940 | \u0939\u093f\u0928\u094d\u0926\u0940",
        "\u4f60\u597d\u4e16\u754c\uff0c\u4e0d \u597d | \u4f60\u597d\u4e16\u754c \u4e0d \u597d",
        "\ud842\udfb7 \ud83d\ude00 ok\ud83d\ude00ok | \ud842\udfb7 ok ok",
        "stra\u00dfe STRASSE            | stra\u00dfe strasse",
        "ab\ud800cd \udc00ef            | ab cd ef",
        "\u0301 q\u0301 b               | q\u0301",
        "a b c ! ?                      | ''"
      })
  void textHasWords(String text, String expected) {
    assertEquals(
        expected.isEmpty() ? List.of() : List.of(expected.split(" ")), words(text), () -> text);
  }

  /** The default pattern of scikit-learn's vectorizers, on lower case. */
  @Test
  void englishTextsHaveTheWordsOfScikitLearn() {
    Pattern pattern = Pattern.compile("\\b\\w\\w+\\b");
    Random random = new Random(5);
    for (int t = 0; t < 2000; t++) {
      StringBuilder text = new StringBuilder();
      for (int k = random.nextInt(40); k > 0; k--) {
        text.append(
            (char) (random.nextInt(3) == 0 ? random.nextInt(128) : 65 + random.nextInt(50)));
      }
      List<String> expected =
          pattern
              .matcher(text.toString().toLowerCase(Locale.ROOT))
              .results()
              .map(match -> match.group())
              .toList();
      assertEquals(expected, words(text.toString()), () -> "text: " + text);
    }
  }

  /** The words of each character between letters and alone; the same number on each JDK. */
  @Test
  void everyJdkFindsTheSameWords() {
    long hash = 0;
    int count = 0;
    for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
      for (String word : words("a" + Character.toString(c) + "bA " + Character.toString(c))) {
        hash = 31 * hash + word.hashCode();
        count++;
      }
    }
    assertEquals("words 1215836, hash -1878231978018482786", "words " + count + ", hash " + hash);
  }

  @Test
  void wordCharactersAreThoseOfUnicode13() {
    int newer = 0;
    for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
      boolean now = c == '_' || isWordCharacterOfThisJdk(c);
      assertTrue(now || !WordCharacters.holds(c), "no letter any more: " + Integer.toHexString(c));
      newer += now && !WordCharacters.holds(c) ? 1 : 0;
    }
    assertEquals(CHARACTERS, WordCharacters.count());
    int jdk = Runtime.version().feature();
    assertTrue(jdk > 18 || newer == 0, "JDK " + jdk + " has " + newer + " more");
  }

  private static boolean isWordCharacterOfThisJdk(int c) {
    return switch (Character.getType(c)) {
      case Character.UPPERCASE_LETTER,
          Character.LOWERCASE_LETTER,
          Character.TITLECASE_LETTER,
          Character.MODIFIER_LETTER,
          Character.OTHER_LETTER,
          Character.NON_SPACING_MARK,
          Character.ENCLOSING_MARK,
          Character.COMBINING_SPACING_MARK,
          Character.DECIMAL_DIGIT_NUMBER,
          Character.LETTER_NUMBER,
          Character.OTHER_NUMBER ->
          true;
      default -> false;
    };
  }

  @Test
  void wordOfAnyLengthIsOne() {
    String word = "x".repeat(100_000) + "\u00e9";
    assertEquals(List.of(word, "end"), words(word.toUpperCase(Locale.ROOT) + " END"));
  }
}
