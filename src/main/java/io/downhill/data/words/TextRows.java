package io.downhill.data.words;

import io.downhill.data.DataException;
import java.util.Arrays;

/**
 * The words of a column of texts while it is not yet known which are learned: each row's different
 * words by numbers, and how often each occurs. Takes eight bytes for each of them. Not thread-safe
 * while rows are added.
 */
public final class TextRows {
  private static final int MOST = Integer.MAX_VALUE - 8;

  /** Segmented Chinese and Japanese have about two characters a word, Thai about four. */
  private static final int LONGEST_MEAN = 6;

  private final WordReader reader = new WordReader();
  private final WordBag bag = new WordBag();
  private final WordIndex index;
  private int[] starts = new int[1025];
  private int[] words = new int[4096];
  private int[] counts = new int[4096];
  private int rows;
  private long all;
  private long beyond;
  private long unspaced;
  private long unspacedCharacters;
  private String firstUnspaced = "";

  /** No texts yet. */
  public TextRows() {
    this(new WordIndex());
  }

  TextRows(WordIndex index) {
    this.index = index;
  }

  /**
   * Adds a row.
   *
   * @param text null for a gap, which has no words
   * @throws DataException if the rows hold more words than one array can
   */
  public void add(String text) {
    bag.clear();
    reader.to(text == null ? "" : text);
    while (reader.next()) {
      all++;
      int code = index.add(reader.word(), reader.length());
      if (code < 0) {
        beyond++;
      } else {
        bag.add(code);
      }
      if (reader.isUnspaced()) {
        look();
      }
    }
    append();
  }

  private void look() {
    firstUnspaced = unspaced++ == 0 ? reader.text() : firstUnspaced;
    unspacedCharacters += reader.length();
  }

  private void append() {
    if (bag.size() > MOST - starts[rows]) {
      throw new DataException(
          "the texts hold more than 2^31 different words row by row; take fewer rows");
    }
    int end = starts[rows] + bag.size();
    if (end > words.length) {
      int length = (int) Math.min(Math.max(2L * words.length, end), MOST);
      words = Arrays.copyOf(words, length);
      counts = Arrays.copyOf(counts, length);
    }
    System.arraycopy(bag.words(), 0, words, starts[rows], bag.size());
    System.arraycopy(bag.counts(), 0, counts, starts[rows], bag.size());
    if (++rows == starts.length) {
      starts = Arrays.copyOf(starts, (int) Math.min(2L * rows, MOST));
    }
    starts[rows] = end;
  }

  /** The number of rows. */
  public int rows() {
    return rows;
  }

  WordIndex index() {
    return index;
  }

  /** Where the words of a row begin, and end for the one before it. */
  int start(int row) {
    return starts[row];
  }

  /** The word at a place, by its number. */
  int word(int place) {
    return words[place];
  }

  /** How often the row holds the word at a place. */
  int count(int place) {
    return counts[place];
  }

  /** How many words there are in all, each as often as it occurs. */
  long all() {
    return all;
  }

  /** How many of them were not told apart, since too many others were. */
  long beyond() {
    return beyond;
  }

  /**
   * The first word where the texts seem to be written without blanks between words, which is told
   * by the length of those of scripts where that is usual; else empty.
   */
  String firstUnspaced() {
    boolean often = 10 * unspaced > all;
    return often && unspacedCharacters > LONGEST_MEAN * unspaced ? firstUnspaced : "";
  }
}
