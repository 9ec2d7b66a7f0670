package io.downhill.data;

import java.util.List;

/**
 * Which columns of a table are texts whose words become features, and how.
 *
 * @param columns by name or number
 * @param weighting what a word of a text counts
 * @param rare a word in fewer texts is no feature; at least 1
 */
public record WordOptions(List<String> columns, Encoding.Words.Weighting weighting, int rare) {
  /** The least number of texts that hold a word that is a feature, unless told otherwise. */
  public static final int RARE = 2;

  /** No column is a text. */
  public static final WordOptions NONE = of();

  /** Checks the number and copies the list. */
  public WordOptions {
    columns = List.copyOf(Argument.noneNull(columns, "text"));
    Argument.notNull(weighting, "weighting");
    if (rare < 1) {
      throw new IllegalArgumentException("rare must be at least 1, not " + rare);
    }
  }

  /** The defaults for these columns. */
  public static WordOptions of(String... columns) {
    return new WordOptions(
        List.of(Argument.notNull(columns, "columns")), Encoding.Words.Weighting.TF_IDF, RARE);
  }
}
