package io.downhill.data.column;

import java.util.stream.IntStream;

/**
 * How often training rows hold each level of the columns of texts, gathered for all columns in one
 * walk over the rows, which count as {@link Outcomes#copies} says.
 */
public final class LevelSummary {
  // By column, then code: all rows, and those of y = 1; of three and more classes those of the
  // class that the first row of this level has.
  private final double[][] counts;
  private final double[][] positives;
  private final double[] gaps;
  private final double[] gapPositives;
  private final int[][] firsts;
  private final int[] gapFirsts;

  private LevelSummary(int columns) {
    counts = new double[columns][];
    positives = new double[columns][];
    gaps = new double[columns];
    gapPositives = new double[columns];
    firsts = new int[columns][];
    gapFirsts = new int[columns];
  }

  /** Walks over these rows. */
  public static LevelSummary of(RawExamples raw, int[] rows) {
    int n = raw.names().size();
    LevelSummary summary = new LevelSummary(n);
    int[] texts = IntStream.range(0, n).filter(j -> raw.levels(j) != null).toArray();
    for (int j : texts) {
      int levels = raw.levels(j).levels().size();
      summary.counts[j] = new double[levels];
      summary.positives[j] = new double[levels];
      summary.firsts[j] = new int[levels];
    }
    if (texts.length > 0) {
      Outcomes outcomes = raw.outcomes();
      for (int i : rows) {
        double copies = outcomes.copies(i);
        if (outcomes.classes().areTwo()) {
          double positives = outcomes.isOf(i, 0) ? outcomes.copies(i, 1) : copies;
          summary.add(raw.block(i), raw.offset(i), copies, positives, texts);
        } else {
          summary.addOf(outcomes.label(i), raw.block(i), raw.offset(i), copies, texts);
        }
      }
    }
    return summary;
  }

  private void add(float[] x, int offset, double copies, double positives, int[] texts) {
    for (int j : texts) {
      float code = x[offset + j];
      if (code != code) {
        gaps[j] += copies;
        gapPositives[j] += positives;
      } else {
        counts[j][(int) code] += copies;
        this.positives[j][(int) code] += positives;
      }
    }
  }

  private void addOf(int label, float[] x, int offset, double copies, int[] texts) {
    for (int j : texts) {
      float code = x[offset + j];
      if (code != code) {
        gapFirsts[j] = gaps[j] == 0 ? label : gapFirsts[j];
        gaps[j] += copies;
        gapPositives[j] += label == gapFirsts[j] ? copies : 0;
      } else {
        int c = (int) code;
        firsts[j][c] = counts[j][c] == 0 ? label : firsts[j][c];
        counts[j][c] += copies;
        positives[j][c] += label == firsts[j][c] ? copies : 0;
      }
    }
  }

  /** How many rows hold each level, by its code. */
  double[] counts(int j) {
    return counts[j];
  }

  /** How many rows hold a gap. */
  double gaps(int j) {
    return gaps[j];
  }

  /** Whether every level, and a gap, is found with one label only. */
  boolean tellsLabels(int j) {
    double[] all = counts[j];
    double[] ones = positives[j];
    return IntStream.range(0, all.length).allMatch(c -> ones[c] == 0 || ones[c] == all[c])
        && (gapPositives[j] == 0 || gapPositives[j] == gaps[j]);
  }
}
