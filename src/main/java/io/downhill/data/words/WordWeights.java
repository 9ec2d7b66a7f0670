package io.downhill.data.words;

import io.downhill.data.Encoding;
import io.downhill.data.FeatureSink;
import java.util.Arrays;

/**
 * What the words of a text count as features. With {@code counts} how often each occurs; with
 * {@code tf-idf} that times
 *
 * <pre>idf = log((1 + texts) / (1 + texts that hold the word)) + 1</pre>
 *
 * as of the training rows, all divided by the square root of the sum of their squares over the
 * words that are features: scikit-learn's TfidfVectorizer with its defaults. In double, the words
 * in ascending order, and rounded to float32 once. Thread-safe.
 */
final class WordWeights {
  private final double[] idf; // null for counts

  /** Those of a column. */
  WordWeights(Encoding.Words encoding) {
    idf = encoding.weighting() == Encoding.Words.Weighting.TF_IDF ? idf(encoding) : null;
  }

  private static double[] idf(Encoding.Words encoding) {
    double[] idf = new double[encoding.words().size()];
    for (int j = 0; j < idf.length; j++) {
      double texts = 1.0 + encoding.texts();
      idf[j] = StrictMath.log(texts / (1.0 + encoding.textsWith().get(j))) + 1;
    }
    return idf;
  }

  /** A word by its feature, and how often it occurs. */
  static long entry(int feature, int count) {
    return (long) feature << Integer.SIZE | count;
  }

  /**
   * Writes the features of a text.
   *
   * @param entries one for each of its words; sorted on the way
   * @param size how many there are
   * @param first feature of the column, counted over the whole row
   */
  void write(long[] entries, int size, FeatureSink x, int first) {
    Arrays.sort(entries, 0, size);
    double squares = 0;
    for (int k = 0; k < size; k++) {
      double value = value(entries[k]);
      squares += value * value;
    }
    double norm = idf == null ? 1 : Math.sqrt(squares);
    for (int k = 0; k < size; k++) {
      x.put(first + feature(entries[k]), (float) (value(entries[k]) / norm));
    }
  }

  private double value(long entry) {
    int count = (int) entry;
    return idf == null ? count : count * idf[feature(entry)];
  }

  private static int feature(long entry) {
    return (int) (entry >> Integer.SIZE);
  }
}
