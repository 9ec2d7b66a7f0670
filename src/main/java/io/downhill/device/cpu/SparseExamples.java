package io.downhill.device.cpu;

import io.downhill.data.CsrRows;
import io.downhill.sums.Span;
import java.util.Arrays;

/**
 * Sparse rows as passes read them: row by row for margins, and column by column for sums. A value
 * that is not there is 0, and to leave it out changes no bit of what the dense loops give.
 *
 * @param starts where the values of each row begin, length m + 1
 * @param columns the feature of each value, ascending within a row
 * @param values by rows
 * @param features n
 * @param byColumn the same by features
 */
record SparseExamples(
    int[] starts, int[] columns, float[] values, int features, SparseColumns byColumn) {
  /** Takes rows whose values need no change, and makes their transpose. */
  static SparseExamples of(CsrRows csr, Span span) {
    return new SparseExamples(
        csr.starts(), csr.columns(), csr.values(), csr.features(), SparseColumns.of(csr, span));
  }

  /**
   * x_i . w + b for each of B columns of parameters: lane l takes the features j = l mod 8 in
   * ascending order, as for dense rows.
   *
   * @param w (n+1) x B, side by side
   * @param lanes room for 8 x B
   * @param z receives B margins, in steps
   */
  void margins(int i, float[] w, int count, float[] lanes, float[] z, int at, int step) {
    if (count == 1) {
      z[at] = margin(i, w, lanes);
      return;
    }
    Arrays.fill(lanes, 0, 8 * count, 0f);
    for (int p = starts[i]; p < starts[i + 1]; p++) {
      int j = columns[p];
      int lane = (j & 7) * count;
      float x = values[p];
      for (int b = 0; b < count; b++) {
        lanes[lane + b] = Math.fma(x, w[j * count + b], lanes[lane + b]);
      }
    }
    for (int b = 0; b < count; b++) {
      float even =
          (lanes[b] + lanes[4 * count + b]) + (lanes[2 * count + b] + lanes[6 * count + b]);
      float odd =
          (lanes[count + b] + lanes[5 * count + b]) + (lanes[3 * count + b] + lanes[7 * count + b]);
      z[at + b * step] = (even + odd) + w[features * count + b];
    }
  }

  private float margin(int i, float[] w, float[] t) {
    Arrays.fill(t, 0, 8, 0f);
    for (int p = starts[i]; p < starts[i + 1]; p++) {
      int j = columns[p];
      t[j & 7] = Math.fma(values[p], w[j], t[j & 7]);
    }
    return (((t[0] + t[4]) + (t[2] + t[6])) + ((t[1] + t[5]) + (t[3] + t[7]))) + w[features];
  }
}
