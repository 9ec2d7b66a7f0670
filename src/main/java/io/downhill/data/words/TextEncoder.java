package io.downhill.data.words;

import io.downhill.data.Encoding;
import io.downhill.data.FeatureSink;

/** Writes texts to score as features, and counts the words that are none. Not thread-safe. */
public final class TextEncoder {
  private final WordReader reader = new WordReader();
  private final WordBag bag = new WordBag();
  private final WordIndex index;
  private final WordWeights weights;
  private long[] entries = new long[64];
  private long texts;
  private long empty;
  private long words;
  private long unknown;
  private String firstUnknown;
  private long[] marked = new long[4];

  /** An encoder of a column. */
  public TextEncoder(Encoding.Words encoding) {
    index = new WordIndex();
    encoding.words().forEach(index::add);
    weights = new WordWeights(encoding);
  }

  /**
   * Writes a text.
   *
   * @param text null for a gap, which has no words
   * @param first the column's first feature in the row
   */
  public void write(String text, FeatureSink x, int first) {
    bag.clear();
    reader.to(text == null ? "" : text);
    while (reader.next()) {
      words++;
      int feature = index.code(reader.word(), reader.length());
      if (feature >= 0) {
        bag.add(feature);
      } else {
        firstUnknown = unknown++ == 0 ? reader.text() : firstUnknown;
      }
    }
    texts++;
    empty += bag.size() == 0 ? 1 : 0;
    int size = bag.size();
    if (size > entries.length) {
      entries = new long[Math.max(size, 2 * entries.length)];
    }
    for (int k = 0; k < size; k++) {
      entries[k] = WordWeights.entry(bag.words()[k], bag.counts()[k]);
    }
    weights.write(entries, size, x, first);
  }

  /** How many texts were written. */
  public long texts() {
    return texts;
  }

  /** How many of them hold no word that is a feature. */
  public long empty() {
    return empty;
  }

  /** How many words the texts have, each as often as it occurs. */
  public long words() {
    return words;
  }

  /** How many of them are no feature. */
  public long unknown() {
    return unknown;
  }

  /** The first of these; null if there is none. */
  public String firstUnknown() {
    return firstUnknown;
  }

  /** Remembers what was counted so far. */
  public void mark() {
    marked = new long[] {texts, empty, words, unknown};
  }

  /** Forgets what was counted since {@link #mark}. */
  public void reset() {
    texts = marked[0];
    empty = marked[1];
    words = marked[2];
    unknown = marked[3];
  }
}
