package io.downhill.data;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Names that a user may have meant. */
public final class Spelling {
  private static final int LISTED = 20;
  private static final int LAST = 5;

  private Spelling() {}

  /**
   * The name nearest to a word; empty unless at most two letters, or a third of the word, differ.
   */
  public static Optional<String> closest(String word, Collection<String> names) {
    String best = null;
    int least = Math.max(2, word.length() / 3) + 1;
    for (String name : names.stream().sorted().toList()) {
      int distance = distance(word.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT));
      if (distance < least && distance < Math.max(word.length(), name.length())) {
        least = distance;
        best = name;
      }
    }
    return Optional.ofNullable(best);
  }

  /**
   * Names for a message, in a row; of more than 20 the first 15 and the last 5, where labels often
   * stand.
   */
  public static String list(List<String> names) {
    int size = names.size();
    return size <= LISTED
        ? String.join(", ", names)
        : String.join(", ", names.subList(0, LISTED - LAST))
            + ", ..., "
            + String.join(", ", names.subList(size - LAST, size))
            + " ("
            + size
            + " in all)";
  }

  /** The least number of letters to insert, delete or replace (Levenshtein). */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
