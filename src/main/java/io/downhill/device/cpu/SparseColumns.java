package io.downhill.device.cpu;

import io.downhill.data.CsrRows;
import io.downhill.sums.Span;
import io.downhill.sums.Tree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The values of sparse rows feature by feature, within ranges of rows so short that what weighs
 * them stays in a core's cache: each the rows of a node of the tree, 32 blocks, or of a block where
 * the span ends in one. A row's place in its range is one char, so this layout takes 6 bytes a
 * value, and 8 for each feature of a range that has values there.
 *
 * @param ranges in the order of the rows
 * @param rows the place of each value's row in its range, ascending within a feature
 * @param values range by range, and by features in each
 * @param pieces the work of a pass
 */
record SparseColumns(List<Range> ranges, char[] rows, float[] values, Pieces pieces) {
  /** Pieces of all work, more than threads, so that none waits long. */
  private static final int PIECES = 64;

  /** A feature with a larger part of all values is shared by threads, range by range. */
  private static final int LONG = 16;

  /** What it costs to come to a feature in a range, in values. */
  private static final int VISIT = 4;

  /**
   * A range of rows.
   *
   * @param node which node of the span it lies in
   * @param height of that node, its level
   * @param index among the nodes of its own level, which is 1, or 0 in a node of height 0
   * @param firstRow its first row among those of the span
   * @param begin of its values
   * @param features those that have values here, ascending
   * @param ends of their values
   */
  record Range(
      int node, int height, long index, int firstRow, int begin, int[] features, int[] ends) {
    /** The place of the first of its features that is this one or a later one. */
    int place(int feature) {
      int place = Arrays.binarySearch(features, feature);
      return place < 0 ? -place - 1 : place;
    }

    /** Where the values of the feature at a place begin. */
    int begin(int place) {
      return place == 0 ? begin : ends[place - 1];
    }
  }

  /**
   * How a pass is shared out.
   *
   * @param features runs of them, (first, end), that one thread takes through all ranges
   * @param longOnes the features that threads share
   */
  record Pieces(List<int[]> features, int[] longOnes) {}

  /** Sorts the values of sparse rows. */
  static SparseColumns of(CsrRows csr, Span span) {
    char[] rows = new char[csr.values().length];
    float[] values = new float[rows.length];
    List<Range> places = places(csr, span);
    List<Range> ranges =
        IntStream.range(0, places.size())
            .parallel()
            .mapToObj(
                k -> {
                  int end = k + 1 < places.size() ? places.get(k + 1).firstRow() : csr.examples();
                  return filled(csr, places.get(k), end, rows, values);
                })
            .toList();
    return new SparseColumns(ranges, rows, values, pieces(csr.features(), ranges));
  }

  /** The ranges, without what is in them. */
  private static List<Range> places(CsrRows csr, Span span) {
    List<Range> ranges = new ArrayList<>();
    List<Span.Place> nodes = span.nodes();
    for (int k = 0; k < nodes.size(); k++) {
      Span.Place node = nodes.get(k);
      int radix = node.level() == 0 ? 1 : Tree.RADIX;
      long width = 1;
      for (int l = 1; l < node.level(); l++) {
        width *= Tree.RADIX;
      }
      for (long index = node.index() * width; index < (node.index() + 1) * width; index++) {
        if (index * radix >= span.end()) {
          break; // The root may lack some.
        }
        int row = Math.toIntExact((index * radix - span.first()) * Tree.BLOCK);
        ranges.add(new Range(k, node.level(), index, row, csr.starts()[row], null, null));
      }
    }
    return ranges;
  }

  private static Range filled(CsrRows csr, Range range, int endRow, char[] rows, float[] values) {
    int[] columns = csr.columns();
    int end = csr.starts()[endRow];
    int[] next = new int[csr.features()];
    for (int p = range.begin(); p < end; p++) {
      next[columns[p]]++;
    }
    int[] features = IntStream.range(0, next.length).filter(j -> next[j] > 0).toArray();
    int[] ends = new int[features.length];
    int place = range.begin();
    for (int k = 0; k < features.length; k++) {
      int count = next[features[k]];
      next[features[k]] = place;
      place += count;
      ends[k] = place;
    }
    for (int i = range.firstRow(); i < endRow; i++) {
      for (int p = csr.starts()[i]; p < csr.starts()[i + 1]; p++) {
        int target = next[columns[p]]++;
        rows[target] = (char) (i - range.firstRow());
        values[target] = csr.values()[p];
      }
    }
    return new Range(
        range.node(),
        range.height(),
        range.index(),
        range.firstRow(),
        range.begin(),
        features,
        ends);
  }

  private static Pieces pieces(int n, List<Range> ranges) {
    long[] work = new long[n];
    for (Range range : ranges) {
      for (int k = 0; k < range.features().length; k++) {
        work[range.features()[k]] += range.ends()[k] - range.begin(k) + VISIT;
      }
    }
    // A feature without values is work too.
    long all = Arrays.stream(work).sum() + n;
    List<int[]> runs = new ArrayList<>();
    IntStream.Builder longOnes = IntStream.builder();
    int first = 0;
    long sum = 0;
    for (int j = 0; j < n; j++) {
      boolean isLong = ranges.size() > 1 && work[j] > all / LONG;
      if (isLong || sum >= all / PIECES) {
        if (first < j) {
          runs.add(new int[] {first, j});
        }
        first = j;
        sum = 0;
      }
      if (isLong) {
        longOnes.add(j);
        first = j + 1;
      } else {
        sum += work[j] + 1;
      }
    }
    if (first < n) {
      runs.add(new int[] {first, n});
    }
    return new Pieces(runs, longOnes.build().toArray());
  }
}
