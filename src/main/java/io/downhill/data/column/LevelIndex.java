package io.downhill.data.column;

import io.downhill.data.cell.CellText;
import io.downhill.data.cell.Scale;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Numbers the different texts of a column in the order in which they come, and counts them. */
public final class LevelIndex {
  /** The most texts that are told apart: more are no category, and their codes fit a float. */
  static final int MOST = 1 << 20;

  private final int most;
  private final Map<String, Integer> codes = new HashMap<>();
  private final List<String> levels = new ArrayList<>();
  private Scale expected = Scale.NUMBER;
  private int[] counts = new int[16];
  private long beyond;
  private long valuesBeyond;

  /** No texts yet. */
  public LevelIndex() {
    this(MOST);
  }

  /** The same that tells so many apart. */
  LevelIndex(int most) {
    this.most = most;
  }

  /** Counts a text that has come before: its code, -1 if it is new or has none. */
  public int countKnown(String text) {
    int code = codes.getOrDefault(text, -1);
    if (code >= 0) {
      counts[code]++;
    }
    return code;
  }

  /**
   * Counts a text that is not known: its code, -1 if there are already too many; but the first one
   * then that is no {@link #expect expected} value has a code too, so that a mistake can be told.
   */
  public int count(String text) {
    String level = text.strip();
    Integer code = codes.get(level);
    if (code == null) {
      if (isFull() && isBeyond(level)) {
        return -1;
      }
      code = add(level, 0);
    }
    counts[code]++;
    if (codes.size() < 2 * most) {
      codes.put(text, code);
    }
    return code;
  }

  private int add(String level, int count) {
    int code = levels.size();
    levels.add(level);
    codes.put(level, code);
    if (code == counts.length) {
      counts = Arrays.copyOf(counts, 2 * code);
    }
    counts[code] = count;
    return code;
  }

  /** Counts a text without a code, unless it is to have one. */
  private boolean isBeyond(String level) {
    boolean value = !Double.isNaN(expected.value(level));
    if (!value && levels.size() == most) {
      return false;
    }
    beyond++;
    valuesBeyond += value ? 1 : 0;
    return true;
  }

  /** Says of what scale the texts are, as far as is known. */
  public void expect(Scale scale) {
    expected = scale;
  }

  /** How many texts got this code. */
  int counted(int code) {
    return counts[code];
  }

  /** How many texts got no code. */
  long beyond() {
    return beyond;
  }

  /** How many of those are values of the expected scale. */
  long valuesBeyond() {
    return valuesBeyond;
  }

  /** The texts by their codes, without the blanks around them. */
  public List<String> levels() {
    return levels;
  }

  /** Whether there are as many texts as are told apart. */
  boolean isFull() {
    return levels.size() >= most;
  }

  /**
   * The same texts as levels of a category, each in its one spelling.
   *
   * @param places length of {@link #levels}; takes the code that each has there
   */
  LevelIndex asLevels(int[] places) {
    LevelIndex merged = new LevelIndex();
    for (int code = 0; code < places.length; code++) {
      String level = CellText.level(levels.get(code));
      Integer known = merged.codes.get(level);
      places[code] = known == null ? merged.add(level, counts[code]) : known;
      merged.counts[places[code]] += known == null ? 0 : counts[code];
    }
    return merged;
  }
}
