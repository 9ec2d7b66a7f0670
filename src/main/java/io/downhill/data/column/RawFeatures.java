package io.downhill.data.column;

import io.downhill.data.Dataset;
import io.downhill.data.Encoding;
import io.downhill.data.Preparation;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Makes features of raw rows, as a preparation says. */
final class RawFeatures {
  /** Rows that are encoded together: their features fit a cache. */
  static final int CHUNK = 256;

  private final RawExamples raw;
  private final List<Encoding> encodings;
  private final Preparation preparation;

  RawFeatures(RawExamples raw, Preparation preparation) {
    this.raw = raw;
    this.preparation = preparation;
    encodings = preparation.encodings();
  }

  /**
   * The features of some rows: in place where each column is one feature and all rows stay, else a
   * block at a time.
   *
   * @param rows ascending; one that is two examples stands there twice
   * @param all whether they are all rows, once each
   * @param last whether nothing is asked of these rows any more, so that each block is forgotten
   *     once its rows are features
   * @param chunk how many rows are encoded together
   */
  Dataset.Builder of(int[] rows, boolean all, boolean last, int chunk) {
    boolean inPlace =
        all
            && encodings.stream()
                .allMatch(e -> e instanceof Encoding.Numeric && e.features().size() == 1);
    return inPlace ? filled() : expanded(rows, last, chunk);
  }

  private Dataset.Builder filled() {
    for (int j = 0; j < encodings.size(); j++) {
      Encoding.Numeric numeric = (Encoding.Numeric) encodings.get(j);
      if (raw.exact(j) != null || numeric.isShifted()) {
        store(j, numeric);
      }
      if (raw.hasGaps(j)) {
        fill(j, numeric.stored(numeric.mean()));
      }
    }
    return raw.cells();
  }

  private void store(int j, Encoding.Numeric numeric) {
    for (int i = 0; i < raw.rows(); i++) {
      raw.block(i)[raw.offset(i) + j] = numeric.stored(raw.value(i, j));
    }
  }

  private void fill(int j, float mean) {
    for (int i = 0; i < raw.rows(); i++) {
      int place = raw.offset(i) + j;
      if (Float.isNaN(raw.block(i)[place])) {
        raw.block(i)[place] = mean;
      }
    }
  }

  private Dataset.Builder expanded(int[] rows, boolean last, int chunk) {
    int[][] features = new int[encodings.size()][];
    for (int j = 0; j < features.length; j++) {
      if (encodings.get(j) instanceof Encoding.Category category) {
        features[j] = features(category, raw.levels(j));
      }
    }
    Dataset.Builder builder = new Dataset.Builder(preparation.features());
    int first = 0;
    while (first < rows.length) {
      float[] block = raw.block(rows[first]);
      int end = first + 1;
      while (end < rows.length && raw.block(rows[end]) == block) {
        end++;
      }
      builder.grow(end - first);
      encode(features, Arrays.copyOfRange(rows, first, end), builder, first, chunk);
      if (last) {
        raw.cells().release(rows[first]);
      }
      first = end;
    }
    return builder;
  }

  /** Encodes these rows on all cores, a few at a time; the first is example {@code example}. */
  private void encode(
      int[][] features, int[] rows, Dataset.Builder builder, int example, int most) {
    IntStream.rangeClosed(0, (rows.length - 1) / most)
        .parallel()
        .forEach(
            chunk -> {
              int first = chunk * most;
              int end = Math.min(rows.length, first + most);
              int feature = 0;
              for (int j = 0; j < encodings.size(); j++) {
                for (int k = first; k < end; k++) {
                  int offset = builder.offset(example + k) + feature;
                  float[] x = builder.block(example + k);
                  write(encodings.get(j), features[j], raw.value(rows[k], j), x, offset);
                }
                feature += encodings.get(j).features().size();
              }
            });
  }

  /** Writes the features of a cell. */
  private static void write(
      Encoding encoding, int[] features, double value, float[] x, int offset) {
    boolean gap = Double.isNaN(value);
    if (encoding instanceof Encoding.Numeric numeric) {
      x[offset] = numeric.stored(gap ? numeric.mean() : value);
      if (numeric.indicator()) {
        x[offset + 1] = gap ? 1 : 0;
      }
    } else if (encoding instanceof Encoding.Category category) {
      int feature = gap ? category.gapFeature() : features[(int) value];
      if (feature >= 0) {
        x[offset + feature] = 1;
      }
    }
  }

  /** The feature of each code, -1 for none. */
  private static int[] features(Encoding.Category category, LevelIndex index) {
    int[] features = new int[index.levels().size()];
    CategoryFeatures places = new CategoryFeatures(category);
    Arrays.setAll(features, code -> places.of(index.levels().get(code)));
    return features;
  }
}
