package io.downhill.data.column;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * What training rows hold in the columns of numbers, gathered for all columns in one walk over the
 * rows, in their order. Sums are weighted; rows are counted as {@link Outcomes#copies} says.
 */
public final class NumberSummary {
  private static final int PART = 1 << 16;

  private final RawExamples raw;
  private final Outcomes outcomes;
  private final double[] first;
  // Of the differences from the first value, so that a column far from 0 keeps its digits.
  private final double[] sums;
  private final double[] weights;
  private final boolean[] varies;
  private final boolean[] fraction;
  // Indices: y, then the column.
  private final double[][] gaps;
  private final double[][] least;
  private final double[][] most;
  private final double[] examples;
  // Not the sums over the classes, which parts of rows would make inexact.
  private final double[] allGaps;
  private double rows;

  private NumberSummary(RawExamples raw) {
    int columns = raw.names().size();
    this.raw = raw;
    outcomes = raw.outcomes();
    first = new double[columns];
    sums = new double[columns];
    weights = new double[columns];
    varies = new boolean[columns];
    fraction = new boolean[columns];
    int classes = outcomes.classes().count();
    examples = new double[classes];
    gaps = new double[classes][columns];
    allGaps = new double[columns];
    least = new double[classes][columns];
    most = new double[classes][columns];
    Arrays.fill(first, Double.NaN);
    for (int y = 0; y < classes; y++) {
      Arrays.fill(least[y], Double.POSITIVE_INFINITY);
      Arrays.fill(most[y], Double.NEGATIVE_INFINITY);
    }
  }

  /**
   * Walks over these rows, in parts on all cores that are joined in their order. What it says of
   * columns of texts is about their codes, and means nothing.
   */
  public static NumberSummary of(RawExamples raw, int[] rows) {
    return of(raw, rows, PART);
  }

  /** The same in parts of so many rows. */
  static NumberSummary of(RawExamples raw, int[] rows, int part) {
    NumberSummary[] parts = new NumberSummary[Math.max(1, (rows.length - 1) / part + 1)];
    IntStream.range(0, parts.length)
        .parallel()
        .forEach(
            k -> {
              int first = k * part;
              parts[k] = of(raw, rows, first, first + Math.min(part, rows.length - first));
            });
    for (int k = 1; k < parts.length; k++) {
      parts[0].add(parts[k]);
    }
    return parts[0];
  }

  private static NumberSummary of(RawExamples raw, int[] rows, int begin, int end) {
    NumberSummary summary = new NumberSummary(raw);
    ExactColumn[] exact = new ExactColumn[summary.first.length];
    Arrays.setAll(exact, raw::exact);
    for (int k = begin; k < end; k++) {
      summary.add(rows[k], exact);
    }
    return summary;
  }

  /** Adds the summary of the rows that follow. */
  private void add(NumberSummary next) {
    for (int j = 0; j < first.length; j++) {
      if (first[j] != first[j]) {
        first[j] = next.first[j];
        sums[j] = next.sums[j];
      } else if (next.first[j] == next.first[j]) {
        double shift = next.first[j] - first[j];
        sums[j] += next.sums[j] + next.weights[j] * shift;
        varies[j] |= next.first[j] != first[j];
      }
      weights[j] += next.weights[j];
      allGaps[j] += next.allGaps[j];
      varies[j] |= next.varies[j];
      fraction[j] |= next.fraction[j];
      for (int y = 0; y < gaps.length; y++) {
        gaps[y][j] += next.gaps[y][j];
        least[y][j] = Math.min(least[y][j], next.least[y][j]);
        most[y][j] = Math.max(most[y][j], next.most[y][j]);
      }
    }
    Arrays.setAll(examples, y -> examples[y] + next.examples[y]);
    rows += next.rows;
  }

  private void add(int i, ExactColumn[] exact) {
    int y = outcomes.label(i);
    float[] x = raw.block(i);
    int offset = raw.offset(i);
    double weight = outcomes.weight(i);
    double all = outcomes.copies(i);
    double copies = outcomes.copies(i, y);
    double[] gapsOfClass = gaps[y];
    double[] leastOfClass = least[y];
    double[] mostOfClass = most[y];
    double[] first = this.first;
    double[] sums = this.sums;
    double[] weights = this.weights;
    boolean[] varies = this.varies;
    boolean[] fraction = this.fraction;
    examples[y] += copies;
    rows += all;
    if (outcomes.divided() && y == 1 && outcomes.isOf(i, 0)) {
      addOfBoth(i, exact);
    }
    for (int j = 0; j < first.length; j++) {
      double value = exact[j] == null ? x[offset + j] : exact[j].get(i);
      if (value != value) {
        gapsOfClass[j] += copies;
        allGaps[j] += all;
        continue;
      }
      if (first[j] != first[j]) {
        first[j] = value;
      }
      double difference = value - first[j];
      sums[j] += weight * difference;
      weights[j] += weight;
      varies[j] |= difference != 0;
      if (!fraction[j]) {
        fraction[j] = value != Math.rint(value);
      }
      leastOfClass[j] = value < leastOfClass[j] ? value : leastOfClass[j];
      mostOfClass[j] = value > mostOfClass[j] ? value : mostOfClass[j];
    }
  }

  /** What is of the class 0 in a row of both. */
  private void addOfBoth(int i, ExactColumn[] exact) {
    double copies = outcomes.copies(i, 0);
    examples[0] += copies;
    for (int j = 0; j < first.length; j++) {
      double value = exact[j] == null ? raw.block(i)[raw.offset(i) + j] : exact[j].get(i);
      if (value != value) {
        gaps[0][j] += copies;
      } else {
        least[0][j] = Math.min(least[0][j], value);
        most[0][j] = Math.max(most[0][j], value);
      }
    }
  }

  /** The number of rows. */
  double rows() {
    return rows;
  }

  /** The number of gaps. */
  double gaps(int j) {
    return allGaps[j];
  }

  /** The first value, NaN if there is none. */
  double first(int j) {
    return first[j];
  }

  /** The greatest value of column j minus the least, not finite if there are none. */
  double range(int j) {
    double greatest = Arrays.stream(most).mapToDouble(of -> of[j]).max().getAsDouble();
    return greatest - Arrays.stream(least).mapToDouble(of -> of[j]).min().getAsDouble();
  }

  /** Whether there are two different values. */
  boolean varies(int j) {
    return varies[j];
  }

  /** Whether every value is a whole number. */
  boolean isWhole(int j) {
    return !fraction[j];
  }

  /** The mean of the values, summed in double precision, part by part in the order of the rows. */
  double mean(int j) {
    return first[j] + sums[j] / weights[j];
  }

  /** Whether a value alone, or its absence alone, tells every label. */
  boolean tellsLabels(int j) {
    if (examples.length > 2) {
      return gaps(j) == 0 && areApart(j);
    }
    boolean apart = gaps(j) == 0 && (most[0][j] < least[1][j] || most[1][j] < least[0][j]);
    boolean filled =
        gaps[0][j] == 0 && gaps[1][j] == examples[1]
            || gaps[1][j] == 0 && gaps[0][j] == examples[0];
    return apart || filled;
  }

  /** Whether the ranges of the classes that there are do not overlap. */
  private boolean areApart(int j) {
    int[] order =
        IntStream.range(0, examples.length)
            .filter(y -> examples[y] > 0)
            .boxed()
            .sorted(Comparator.comparingDouble(y -> least[y][j]))
            .mapToInt(y -> y)
            .toArray();
    return order.length > 1
        && IntStream.range(1, order.length)
            .allMatch(k -> most[order[k - 1]][j] < least[order[k]][j]);
  }
}
