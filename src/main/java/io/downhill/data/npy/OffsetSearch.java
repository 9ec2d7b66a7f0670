package io.downhill.data.npy;

import io.downhill.data.Offsets;
import io.downhill.data.StripeSample;
import io.downhill.data.cell.Digits;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the offsets of a matrix by a sample of its rows. */
final class OffsetSearch {
  private static final int ROWS = 1024;
  private static final int FEWEST_ROWS = 32;

  /** The most cells that are looked at, unless that is fewer than {@link #FEWEST_ROWS} rows. */
  private static final int CELLS = 1 << 18;

  private static final Logger LOG = LoggerFactory.getLogger(OffsetSearch.class);

  private final int m;
  private final double[][] columns;

  /** Looks at a matrix of m rows and n columns. */
  OffsetSearch(int m, int n) {
    this.m = m;
    columns = new double[n][Math.min(m, Math.max(FEWEST_ROWS, Math.min(ROWS, CELLS / n)))];
  }

  /** How many rows are looked at. */
  int rows() {
    return columns[0].length;
  }

  /** The k-th row of the sample: at random in the k-th part, since rows may repeat periodically. */
  long row(int k) {
    long begin = (long) k * m / rows();
    long end = (k + 1L) * m / rows();
    return begin + Long.remainderUnsigned(StripeSample.mixed(k), end - begin);
  }

  /** Sets a cell of the k-th row. */
  void set(int k, int j, double value) {
    columns[j][k] = Double.isInfinite(value) ? Double.NaN : value; // The reading refuses infinity.
  }

  /**
   * The offsets for the sample; empty if every column has offset 0 and unit 1. Warns of a column
   * whose digits are lost all the same.
   *
   * @param file as messages name it
   */
  Optional<Offsets> offsets(String file) {
    Offsets all = Offsets.none(columns.length);
    boolean shifted = false;
    for (int j = 0; j < columns.length; j++) {
      Digits digits = rows() < m ? Digits.ofSome(columns[j]) : Digits.of(columns[j]);
      all.offsets()[j] = digits.offset();
      all.units()[j] = digits.unit();
      if (digits.lost()) {
        LOG.warn(
            "{}: most values of column{} cannot be told apart in float32: take a number off all of"
                + " them, or split the column",
            file,
            j);
      }
      shifted |= digits.offset() != 0 || digits.unit() != 1;
    }
    return shifted ? Optional.of(all) : Optional.empty();
  }
}
