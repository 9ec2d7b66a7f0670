package io.downhill.data.words;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;

/**
 * Which characters words consist of: letters, marks and numbers of Unicode 13, and the underscore.
 * A table of its own, so that every JDK finds the same words. A character that is newer ends a
 * word, as a blank does.
 */
final class WordCharacters {
  private static final String FILE = "word-characters.txt";
  private static final BitSet ALL = read();

  private WordCharacters() {}

  /** Whether a code point may stand in a word. */
  static boolean holds(int codePoint) {
    return ALL.get(codePoint);
  }

  /** How many there are. */
  static int count() {
    return ALL.cardinality();
  }

  private static BitSet read() {
    BitSet all = new BitSet(Character.MAX_CODE_POINT + 1);
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                WordCharacters.class.getResourceAsStream("/io/downhill/data/words/" + FILE),
                StandardCharsets.US_ASCII))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.startsWith("#")) {
          int dots = line.indexOf("..");
          int first = Integer.parseInt(dots < 0 ? line : line.substring(0, dots), 16);
          int last = dots < 0 ? first : Integer.parseInt(line.substring(dots + 2), 16);
          all.set(first, last + 1);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(FILE, e);
    }
    return all;
  }
}
