package io.downhill.data.npy;

import io.downhill.data.DataException;

/**
 * Checks that rows have finite values.
 *
 * @param file how messages name it
 * @param n values of a row
 */
record FiniteRows(String file, int n) {
  /**
   * Checks the elements [first, end), which begin with those of a row.
   *
   * @param row the index of that row in the file
   * @throws DataException for the first value that is not finite
   */
  void check(float[] x, int first, int end, int row) {
    int greatest = 0;
    for (int i = first; i < end; i++) {
      greatest = Math.max(greatest, Float.floatToRawIntBits(x[i]) & 0x7fffffff);
    }
    if (greatest < Float.floatToRawIntBits(Float.POSITIVE_INFINITY)) {
      return;
    }
    int i = first;
    while (Float.isFinite(x[i])) {
      i++;
    }
    throw new DataException(
        file
            + ": row "
            + (row + (i - first) / n + 1L)
            + ", column column"
            + (i - first) % n
            + ": "
            + (Float.isNaN(x[i])
                ? "NaN is not a number; fill it or leave the row out"
                : x[i] + " is not a finite float32 number"));
  }
}
