package io.downhill.data.column;

import io.downhill.data.Encoding;
import io.downhill.data.FeatureSink;
import io.downhill.data.words.LearnedText;
import io.downhill.data.words.TextRows;
import java.util.Arrays;

/** Writes the raw cells of one column as features. Thread-safe. */
sealed interface CellFeatures {
  /**
   * Writes the features of a cell.
   *
   * @param i the raw row
   * @param value the number or the code in it, NaN for a gap
   */
  void write(int i, double value, FeatureSink x);

  /**
   * Those of a column.
   *
   * @param first its first feature in the row
   * @param index of its texts; null for a column of numbers or words
   * @param texts of a column whose words become features; null for others
   */
  static CellFeatures of(Encoding encoding, int first, LevelIndex index, TextRows texts) {
    if (encoding instanceof Encoding.Numeric numeric) {
      return new OfNumber(numeric, first);
    }
    if (encoding instanceof Encoding.Words words) {
      return new OfText(new LearnedText(words, texts), first);
    }
    return encoding instanceof Encoding.Category category
        ? OfCategory.of(category, first, index)
        : new OfNothing();
  }

  /** A number, and where gaps were frequent 1 at a gap. */
  record OfNumber(Encoding.Numeric encoding, int first) implements CellFeatures {
    @Override
    public void write(int i, double value, FeatureSink x) {
      boolean gap = Double.isNaN(value);
      x.put(first, encoding.stored(gap ? encoding.mean() : value));
      if (gap && encoding.indicator()) {
        x.put(first + 1, 1);
      }
    }
  }

  /**
   * A category.
   *
   * @param features of each code, counted over the row; negative for none
   * @param gap that of a gap
   */
  record OfCategory(int[] features, int gap) implements CellFeatures {
    static OfCategory of(Encoding.Category category, int first, LevelIndex index) {
      CategoryFeatures places = new CategoryFeatures(category);
      int[] features = new int[index.levels().size()];
      Arrays.setAll(features, code -> place(places.of(index.levels().get(code)), first));
      return new OfCategory(features, place(category.gapFeature(), first));
    }

    private static int place(int feature, int first) {
      return feature < 0 ? feature : first + feature;
    }

    @Override
    public void write(int i, double value, FeatureSink x) {
      int feature = Double.isNaN(value) ? gap : features[(int) value];
      if (feature >= 0) {
        x.put(feature, 1);
      }
    }
  }

  /** A text. */
  record OfText(LearnedText texts, int first) implements CellFeatures {
    @Override
    public void write(int i, double value, FeatureSink x) {
      texts.write(i, x, first);
    }
  }

  /** A column that is left out. */
  record OfNothing() implements CellFeatures {
    @Override
    public void write(int i, double value, FeatureSink x) {}
  }
}
