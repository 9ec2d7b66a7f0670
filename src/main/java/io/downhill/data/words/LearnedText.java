package io.downhill.data.words;

import io.downhill.data.Encoding;
import io.downhill.data.FeatureSink;
import java.util.Arrays;

/** The rows that words were learned from, as features. Thread-safe. */
public final class LearnedText {
  private final TextRows texts;
  private final int[] features;
  private final WordWeights weights;

  /** Rows by the encoding that was learned from some of them. */
  public LearnedText(Encoding.Words encoding, TextRows texts) {
    this.texts = texts;
    features = new int[texts.index().size()];
    Arrays.fill(features, -1);
    for (int j = 0; j < encoding.words().size(); j++) {
      features[texts.index().code(encoding.words().get(j))] = j;
    }
    weights = new WordWeights(encoding);
  }

  /** How many features of a row are not 0. */
  public int count(int row) {
    int count = 0;
    for (int place = texts.start(row); place < texts.start(row + 1); place++) {
      count += features[texts.word(place)] >= 0 ? 1 : 0;
    }
    return count;
  }

  /**
   * Writes the features of a row.
   *
   * @param first of the column, counted over the whole row
   */
  public void write(int row, FeatureSink x, int first) {
    long[] entries = new long[count(row)];
    int size = 0;
    for (int place = texts.start(row); place < texts.start(row + 1); place++) {
      int feature = features[texts.word(place)];
      if (feature >= 0) {
        entries[size++] = WordWeights.entry(feature, texts.count(place));
      }
    }
    weights.write(entries, size, x, first);
  }
}
