package io.downhill.device;

import io.downhill.data.DenseRows;
import io.downhill.data.Rows;
import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;

/**
 * Some features of examples as examples of their own, which have the bits of the whole where the
 * other weights are 0: a margin adds up the features of each lane, j mod 8, in ascending order, so
 * each feature stands in its own lane behind those before it in that lane. Where lanes hold
 * different numbers of features, columns of zeros fill them up. A Gram matrix has no lanes, but
 * multiplies of two features the earlier one last: for it they are gathered in their order.
 *
 * @param features which they are, ascending; not copied
 * @param at the column of each of them; not copied
 * @param width the columns, a multiple of 8
 */
record FeatureSubset(int[] features, int[] at, int width) {
  private static final int LANES = 8;

  /** The subset of these features, and room for some more. */
  static FeatureSubset of(BitSet kept) {
    int[] features = kept.stream().toArray();
    int[] at = new int[features.length];
    int[] inLane = new int[LANES];
    for (int k = 0; k < at.length; k++) {
      int lane = features[k] % LANES;
      at[k] = LANES * inLane[lane]++ + lane;
    }
    int most = Arrays.stream(inLane).max().orElse(0);
    return new FeatureSubset(features, at, LANES * rounded(most));
  }

  /**
   * A number of three binary digits that is not less: a device that compiles its passes for a
   * number of columns meets few of them.
   */
  private static int rounded(int number) {
    int unit = Integer.highestOneBit(Math.max(1, number / 4));
    return Math.max(1, (number + unit - 1) / unit * unit);
  }

  /** The columns of some of its features. */
  int[] columnsOf(int[] some) {
    return Arrays.stream(some).map(j -> at[Arrays.binarySearch(features, j)]).toArray();
  }

  /** The places of all weights of its features, in their order. */
  int[] places(int columns) {
    int[] places = new int[at.length * columns];
    for (int p = 0; p < places.length; p++) {
      places[p] = at[p / columns] * columns + p % columns;
    }
    return places;
  }

  /** These columns of rows, which are asked for whenever these are. */
  Rows of(Rows rows) {
    return gathered(rows, features, at, width);
  }

  /** Some columns of rows, in this order, and columns of zeros that make their number even. */
  static Rows inOrder(Rows rows, int[] columns) {
    int[] to = IntStream.range(0, columns.length).toArray();
    return gathered(rows, columns, to, LANES * rounded((columns.length + LANES - 1) / LANES));
  }

  private static Rows gathered(Rows rows, int[] columns, int[] to, int width) {
    return DenseRows.of(
        rows.examples(),
        width,
        (first, count, target, place) -> {
          Arrays.fill(target, place, place + count * width, 0);
          rows.each(
              first,
              first + count,
              (i, x, from) -> {
                int row = place + (i - first) * width;
                for (int k = 0; k < to.length; k++) {
                  target[row + to[k]] = x[from + columns[k]];
                }
              });
        });
  }
}
