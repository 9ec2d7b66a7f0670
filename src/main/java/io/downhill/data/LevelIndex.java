package io.downhill.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Numbers the different texts of a column in the order in which they come, and counts them. */
final class LevelIndex {
  /** The most levels that are told apart: more are no category, and their codes fit a float. */
  static final int MOST = 1 << 20;

  private final Map<String, Integer> spellings = new HashMap<>();
  private final Map<String, Integer> codes = new HashMap<>();
  private final List<String> levels = new ArrayList<>();
  private int[] counts = new int[16];
  private long beyond;
  private long numbersBeyond;

  /** Counts a text that has come before: its code, -1 if it is new or has none. */
  int countKnown(String text) {
    int code = spellings.getOrDefault(text, -1);
    if (code >= 0) {
      counts[code]++;
    }
    return code;
  }

  /**
   * Counts a text that is not known: its code, -1 if there are already too many; but the first one
   * then that is no number has a code too, so that a mistake among numbers can be told.
   */
  int count(String text) {
    String level = CellText.level(text);
    Integer code = codes.get(level);
    if (code == null) {
      if (isFull() && isBeyond(level)) {
        return -1;
      }
      code = levels.size();
      levels.add(level);
      codes.put(level, code);
      if (code == counts.length) {
        counts = Arrays.copyOf(counts, 2 * code);
      }
    }
    counts[code]++;
    if (spellings.size() < 2 * MOST) {
      spellings.put(text, code);
    }
    return code;
  }

  /** Counts a text without a code, unless it is to have one. */
  private boolean isBeyond(String level) {
    boolean number = !Double.isNaN(CellText.number(level));
    if (!number && levels.size() == MOST) {
      return false;
    }
    beyond++;
    numbersBeyond += number ? 1 : 0;
    return true;
  }

  /** How many texts got this code. */
  int counted(int code) {
    return counts[code];
  }

  /** How many texts got no code. */
  long beyond() {
    return beyond;
  }

  /** How many of those are numbers. */
  long numbersBeyond() {
    return numbersBeyond;
  }

  /** The levels by their codes. */
  List<String> levels() {
    return levels;
  }

  /** Whether there are as many levels as are told apart. */
  boolean isFull() {
    return levels.size() >= MOST;
  }
}
