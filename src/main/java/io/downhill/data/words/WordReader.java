package io.downhill.data.words;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.Locale;

/**
 * Finds the words of a text: runs of two and more {@linkplain WordCharacters word characters}, in
 * lower case and composed (NFC), so that é is one word character however it is written. A character
 * that stands alone is no word, as scikit-learn's vectorizers have it, unless it is an ideograph.
 *
 * <p>Lower case is that of no language (I becomes i). Of English texts the words are those of
 * scikit-learn's default pattern {@code (?u)\b\w\w+\b}; marks are word characters here and not
 * there, so that words of Hindi or Tamil are not cut at their vowels. Not thread-safe.
 */
public final class WordReader {
  private static final char[] ASCII = new char[128];
  private static final int FIRST_MARK = 0x300;
  private static final int LETTERS = 0x400;
  private static final int CYRILLIC_MARKS = 0x483;
  private static final int CYRILLIC_LETTERS = 0x48A;
  private static final int END_OF_CYRILLIC = 0x530;
  private static final char DOTTED_CAPITAL_I = 0x130;

  static {
    for (char c = 0; c < ASCII.length; c++) {
      ASCII[c] = WordCharacters.holds(c) ? Character.toLowerCase(c) : 0;
    }
  }

  private String text = "";
  private int at;
  private char[] word = new char[64];
  private int length;

  /** Begins a text. */
  public WordReader to(String next) {
    text = next;
    at = 0;
    return this;
  }

  /** Goes to the next word; false behind the last one. */
  public boolean next() {
    int end = text.length();
    while (at < end) {
      int first = at;
      boolean simple = run(end);
      if (at == first) {
        at += Character.charCount(text.codePointAt(at));
      } else {
        if (!simple) {
          fold(text.substring(first, at));
        }
        if (isWord()) {
          return true;
        }
      }
    }
    return false;
  }

  /**
   * Takes the word characters from here on.
   *
   * @return whether each has one lower case and is composed already
   */
  private boolean run(int end) {
    length = 0;
    boolean simple = true;
    while (at < end) {
      char c = text.charAt(at);
      if (c < ASCII.length) {
        char lower = ASCII[c];
        if (lower == 0) {
          return simple;
        }
        put(lower);
        at++;
      } else {
        int codePoint = text.codePointAt(at);
        if (!WordCharacters.holds(codePoint)) {
          return simple;
        }
        simple &= isSimple(c);
        put(Character.toLowerCase(c));
        at += Character.charCount(codePoint);
      }
    }
    return simple;
  }

  /** Whether it is a letter without marks to compose it with, whose lower case is one character. */
  private static boolean isSimple(char c) {
    return c < FIRST_MARK && c != DOTTED_CAPITAL_I
        || c >= LETTERS && c < CYRILLIC_MARKS
        || c >= CYRILLIC_LETTERS && c < END_OF_CYRILLIC;
  }

  private void put(char c) {
    if (length == word.length) {
      word = Arrays.copyOf(word, 2 * length);
    }
    word[length++] = c;
  }

  private void fold(String run) {
    String folded = Normalizer.normalize(run.toLowerCase(Locale.ROOT), Normalizer.Form.NFC);
    length = 0;
    for (int k = 0; k < folded.length(); k++) {
      put(folded.charAt(k));
    }
  }

  private boolean isWord() {
    int first = Character.codePointAt(word, 0, length);
    return length > Character.charCount(first) || Character.isIdeographic(first);
  }

  /** The word's characters, the first {@link #length} of these; good until the next word. */
  char[] word() {
    return word;
  }

  /** The word's length. */
  int length() {
    return length;
  }

  /** The word as a text. */
  public String text() {
    return new String(word, 0, length);
  }

  /** Whether the word is of a script that is usually written without blanks between words. */
  boolean isUnspaced() {
    char c = word[0];
    return c >= 0xE01 && c <= 0xEDF // Thai, Lao
        || c >= 0x1000 && c <= 0x109F // Myanmar
        || c >= 0x1780 && c <= 0x17FF // Khmer
        || c >= 0x3040 && c <= 0x9FFF // Kana, ideographs
        || Character.isSurrogate(c)
            && Character.isIdeographic(Character.codePointAt(word, 0, length));
  }
}
