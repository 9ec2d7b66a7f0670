package io.downhill.device;

import io.downhill.data.CsrRows;
import io.downhill.data.DenseRows;
import io.downhill.data.Rows;
import io.downhill.sums.Tree;
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
    return rows instanceof CsrRows csr && csr.change() == null
        ? gathered(csr, columns, to, width)
        : dense(rows, columns, to, width);
  }

  /** Sparse rows stay sparse: what they take goes by the values of these features. */
  private static CsrRows gathered(CsrRows rows, int[] columns, int[] to, int width) {
    int[] places = new int[rows.features()];
    Arrays.fill(places, -1);
    for (int k = 0; k < to.length; k++) {
      places[columns[k]] = to[k];
    }
    int[] starts = new int[rows.examples() + 1];
    for (int i = 0; i < rows.examples(); i++) {
      int count = 0;
      for (int p = rows.starts()[i]; p < rows.starts()[i + 1]; p++) {
        count += places[rows.columns()[p]] < 0 ? 0 : 1;
      }
      starts[i + 1] = starts[i] + count;
    }
    int[] names = new int[starts[rows.examples()]];
    float[] values = new float[names.length];
    IntStream.range(0, (rows.examples() + Tree.BLOCK - 1) / Tree.BLOCK)
        .parallel()
        .forEach(
            block -> {
              int end = Math.min(rows.examples(), (block + 1) * Tree.BLOCK);
              for (int i = block * Tree.BLOCK; i < end; i++) {
                gather(rows, i, places, starts[i], names, values);
              }
            });
    return new CsrRows(starts, names, values, width);
  }

  /** Writes the values of a row that have a place, in the order of their places. */
  private static void gather(
      CsrRows rows, int i, int[] places, int first, int[] names, float[] values) {
    int at = first;
    boolean ascends = true;
    for (int p = rows.starts()[i]; p < rows.starts()[i + 1]; p++) {
      int place = places[rows.columns()[p]];
      if (place >= 0) {
        ascends &= at == first || names[at - 1] < place;
        names[at] = place;
        values[at++] = rows.values()[p];
      }
    }
    if (ascends) {
      return;
    }
    long[] pairs = new long[at - first];
    for (int k = 0; k < pairs.length; k++) {
      int bits = Float.floatToRawIntBits(values[first + k]);
      pairs[k] = (long) names[first + k] << Integer.SIZE | Integer.toUnsignedLong(bits);
    }
    Arrays.sort(pairs);
    for (int k = 0; k < pairs.length; k++) {
      names[first + k] = (int) (pairs[k] >>> Integer.SIZE);
      values[first + k] = Float.intBitsToFloat((int) pairs[k]);
    }
  }

  private static Rows dense(Rows rows, int[] columns, int[] to, int width) {
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
