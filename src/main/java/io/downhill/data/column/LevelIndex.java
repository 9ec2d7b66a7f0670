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
  /** The most texts that are told apart where less than {@link #REPEATED} rows hold each. */
  static final int MOST = 1 << 20;

  /**
   * The most texts that are told apart: more are no category. Codes up to 2^24 are exact floats.
   */
  private static final int MOST_REPEATED = 1 << 22;

  /** Texts that stand in fewer rows each, on average, are hardly levels. */
  private static final int REPEATED = 2;

  private final int most;
  private int limit;
  private final Map<String, Integer> codes = new HashMap<>();
  private final List<String> levels = new ArrayList<>();
  private Scale expected = Scale.NUMBER;
  private int[] counts = new int[16];
  private long counted;
  private long beyond;
  private long valuesBeyond;

  /** No texts yet. */
  public LevelIndex() {
    this(MOST, MOST_REPEATED);
  }

  /** The same that tells at most {@code limit} texts apart. */
  LevelIndex(int limit) {
    this(limit, limit);
  }

  /** The same that tells up to {@code most} texts apart if those so far come again and again. */
  LevelIndex(int limit, int most) {
    this.limit = limit;
    this.most = most;
  }

  /**
   * Counts a text that has a code.
   *
   * @return its code, -1 if it has none
   */
  public int countKnown(String text) {
    int code = codes.getOrDefault(text, -1);
    if (code >= 0) {
      counts[code]++;
      counted++;
    }
    return code;
  }

  /**
   * Counts a text that may be new.
   *
   * @return its code; -1 if there are too many, unless it is the first text that is no {@linkplain
   *     #expect expected} value, which gets a code so that a mistake can be told
   */
  public int count(String text) {
    String level = text.strip();
    Integer code = codes.get(level);
    if (code == null) {
      if (isFull() && !widens() && isBeyond(level)) {
        return -1;
      }
      code = add(level, 0);
    }
    counts[code]++;
    counted++;
    if (codes.size() < 2 * limit) {
      codes.put(text, code);
    }
    return code;
  }

  /** Whether more texts are told apart from now on, since those so far come again and again. */
  private boolean widens() {
    if (limit == most || counted < (long) REPEATED * limit || beyond > 0) {
      return false;
    }
    limit = most;
    return true;
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

  /** Whether a text gets no code, since there are too many; counts it then. */
  private boolean isBeyond(String level) {
    boolean value = !Double.isNaN(expected.value(level));
    if (!value && levels.size() == limit) {
      return false;
    }
    beyond++;
    valuesBeyond += value ? 1 : 0;
    return true;
  }

  /** Sets the scale on which texts are expected to be values. */
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

  /** How many texts are told apart at most. */
  int limit() {
    return limit;
  }

  /** Whether there are as many texts as are told apart. */
  boolean isFull() {
    return levels.size() >= limit;
  }

  /**
   * The same texts as levels of a category, each in its one spelling.
   *
   * @param places length of {@link #levels}; takes the code that each has there
   */
  LevelIndex asLevels(int[] places) {
    LevelIndex merged = new LevelIndex(limit);
    for (int code = 0; code < places.length; code++) {
      String level = CellText.level(levels.get(code));
      Integer known = merged.codes.get(level);
      places[code] = known == null ? merged.add(level, counts[code]) : known;
      merged.counts[places[code]] += known == null ? 0 : counts[code];
    }
    return merged;
  }
}
