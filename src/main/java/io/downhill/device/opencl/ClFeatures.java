package io.downhill.device.opencl;

import io.downhill.data.CsrRows;

/**
 * The values of some rows feature by feature (CSC), on the host.
 *
 * @param first the first row
 * @param end the row behind the last
 * @param starts where the values of each feature begin, length n + 1
 * @param rows the row of each value among all examples, ascending within a feature
 * @param values by features
 */
record ClFeatures(int first, int end, int[] starts, int[] rows, float[] values) {
  /** Sorts the values of the rows from {@code first} to before {@code end} by their features. */
  static ClFeatures of(CsrRows csr, int first, int end) {
    int n = csr.features();
    int from = csr.starts()[first];
    int to = csr.starts()[end];
    int[] columns = csr.columns();
    int[] starts = new int[n + 1];
    for (int p = from; p < to; p++) {
      starts[columns[p] + 1]++;
    }
    for (int j = 0; j < n; j++) {
      starts[j + 1] += starts[j];
    }
    int[] next = starts.clone();
    int[] rows = new int[to - from];
    float[] values = new float[to - from];
    for (int i = first; i < end; i++) {
      for (int p = csr.starts()[i]; p < csr.starts()[i + 1]; p++) {
        int place = next[columns[p]]++;
        rows[place] = i;
        values[place] = csr.values()[p];
      }
    }
    return new ClFeatures(first, end, starts, rows, values);
  }

  /** Where the values of a feature begin whose row is this one or a later one. */
  int place(int feature, long row) {
    int from = starts[feature];
    int to = starts[feature + 1];
    if (row <= first) {
      return from;
    }
    if (row >= end) {
      return to;
    }
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (rows[middle] < row) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return from;
  }
}
