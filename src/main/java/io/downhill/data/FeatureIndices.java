package io.downhill.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Which index of sparse data is which feature: all from a first one on, or those alone that stand
 * in the data, where the greatest is so large that vectors of all would fill memory with zeros.
 * Features are called by their index.
 */
public final class FeatureIndices {
  private static final int WORD = 64;

  /** Features of a row of indices without gaps up to which their vectors are no burden. */
  private static final int DENSE = Dataset.MAX_FEATURES;

  private final int first;
  private final int features;

  /** A bit for each index from {@link #first} on; null where all are features. */
  private final long[] words;

  /** The features before each word. */
  private final int[] before;

  private FeatureIndices(int first, int features, long[] words) {
    this.first = first;
    this.words = words;
    this.before = words == null ? null : new int[words.length];
    int count = 0;
    for (int k = 0; words != null && k < words.length; k++) {
      before[k] = count;
      count += Long.bitCount(words[k]);
    }
    this.features = words == null ? features : count;
  }

  /** All indices from one on. */
  public static FeatureIndices from(int first, int features) {
    return new FeatureIndices(first, features, null);
  }

  /**
   * Those of data to train on: all up to the greatest, or, where these are more than {@link
   * Dataset#MAX_FEATURES}, those alone that have a value.
   *
   * @param first from where on they count
   * @param greatest of all
   * @param values the index of each value, in parts
   */
  public static FeatureIndices in(int first, int greatest, List<int[]> values) {
    if (greatest - first < DENSE) {
      return from(first, greatest - first + 1);
    }
    long[] words = new long[(greatest - first) / WORD + 1];
    for (int[] part : values) {
      for (int index : part) {
        words[(index - first) / WORD] |= 1L << (index - first);
      }
    }
    return new FeatureIndices(first, 0, words);
  }

  /**
   * Those that features are called by, where some between them are none.
   *
   * @param prefix what stands before each index
   * @param shift what is to be added to the index in a name
   * @return empty unless the names are ascending indices
   */
  public static Optional<FeatureIndices> named(String prefix, List<String> names, int shift) {
    int[] indices = new int[names.size()];
    int last = -1;
    for (int j = 0; j < indices.length; j++) {
      String name = names.get(j);
      String index = name.startsWith(prefix) ? name.substring(prefix.length()) : "";
      if (!index.matches("0|[1-9]\\d{0,9}") || Long.parseLong(index) + shift <= last) {
        return Optional.empty();
      }
      long place = Long.parseLong(index) + shift;
      if (place >= Integer.MAX_VALUE) {
        return Optional.empty();
      }
      last = (int) place;
      indices[j] = last;
    }
    long[] words = new long[last / WORD + 1];
    for (int index : indices) {
      words[index / WORD] |= 1L << index;
    }
    return Optional.of(new FeatureIndices(0, 0, words));
  }

  /** n. */
  public int features() {
    return features;
  }

  /** Whether all indices from the first to the last are features. */
  public boolean areAll() {
    return words == null;
  }

  /** The feature of an index, from 0 on; -1 for none. */
  public int feature(int index) {
    int place = index - first;
    if (words == null) {
      return place < features ? place : -1;
    }
    int word = place / WORD;
    if (word >= words.length || (words[word] >> place & 1) == 0) {
      return -1;
    }
    return before[word] + Long.bitCount(words[word] & (1L << place) - 1);
  }

  /** How many of these indices are of no feature. */
  public long unknown(int[] indices) {
    return Arrays.stream(indices).filter(index -> feature(index) < 0).count();
  }

  /** The names of the features, in their order. */
  public List<String> names(String prefix) {
    if (words == null) {
      return IntStream.range(first, first + features).mapToObj(j -> prefix + j).toList();
    }
    List<String> names = new ArrayList<>(features);
    for (int k = 0; k < words.length; k++) {
      for (long left = words[k]; left != 0; left &= left - 1) {
        names.add(prefix + ((long) k * WORD + Long.numberOfTrailingZeros(left) + first));
      }
    }
    return List.copyOf(names);
  }

  /** The same values by features; those of no feature are left out. */
  public CsrRows of(CsrRows rows) {
    int[] starts = new int[rows.starts().length];
    int[] columns = new int[rows.columns().length];
    float[] values = new float[columns.length];
    int place = 0;
    for (int i = 1; i < starts.length; i++) {
      for (int p = rows.starts()[i - 1]; p < rows.starts()[i]; p++) {
        int feature = feature(rows.columns()[p]);
        if (feature >= 0) {
          columns[place] = feature;
          values[place++] = rows.values()[p];
        }
      }
      starts[i] = place;
    }
    return new CsrRows(
        starts, Arrays.copyOf(columns, place), Arrays.copyOf(values, place), features);
  }

  /** What to tell where some indices are none of the features; empty where all are. */
  public List<String> told(String where, int greatest) {
    return words == null
        ? List.of()
        : List.of(
            where
                + ": indices go up to "
                + greatest
                + ": the "
                + features
                + " of them that have a value are the features, and no others");
  }
}
