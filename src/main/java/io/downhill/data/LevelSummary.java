package io.downhill.data;

import java.util.stream.IntStream;

/**
 * How often training rows hold each level of the columns of texts, gathered for all columns in one
 * walk over the rows.
 */
final class LevelSummary {
  // By column, then code: all rows, and those of y = 1.
  private final int[][] counts;
  private final int[][] positives;
  private final int[] gaps;
  private final int[] gapPositives;

  private LevelSummary(int columns) {
    counts = new int[columns][];
    positives = new int[columns][];
    gaps = new int[columns];
    gapPositives = new int[columns];
  }

  /** Walks over these rows. */
  static LevelSummary of(RawExamples raw, int[] rows) {
    int n = raw.names().size();
    LevelSummary summary = new LevelSummary(n);
    int[] texts = IntStream.range(0, n).filter(j -> raw.levels(j) != null).toArray();
    for (int j : texts) {
      int levels = raw.levels(j).levels().size();
      summary.counts[j] = new int[levels];
      summary.positives[j] = new int[levels];
    }
    if (texts.length > 0) {
      for (int i : rows) {
        summary.add(raw.block(i), raw.offset(i), raw.positive(i) ? 1 : 0, texts);
      }
    }
    return summary;
  }

  private void add(float[] x, int offset, int y, int[] texts) {
    for (int j : texts) {
      float code = x[offset + j];
      if (code != code) {
        gaps[j]++;
        gapPositives[j] += y;
      } else {
        counts[j][(int) code]++;
        positives[j][(int) code] += y;
      }
    }
  }

  /** How many rows hold each level, by its code. */
  int[] counts(int j) {
    return counts[j];
  }

  /** How many rows hold none. */
  int gaps(int j) {
    return gaps[j];
  }

  /** Whether every level, and a gap, is found with one label only. */
  boolean tellsLabels(int j) {
    int[] all = counts[j];
    int[] ones = positives[j];
    return IntStream.range(0, all.length).allMatch(c -> ones[c] == 0 || ones[c] == all[c])
        && (gapPositives[j] == 0 || gapPositives[j] == gaps[j]);
  }
}
