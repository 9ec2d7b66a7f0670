package io.downhill.device.cpu;

import io.downhill.data.CsrRows;
import io.downhill.sums.Span;
import java.util.Arrays;

/**
 * Sparse rows as passes read them: CSR, and the numbering of each block's features. A value that is
 * not there is 0, and to leave it out changes no bit of what the dense loops give.
 *
 * @param starts where the values of each row begin, length m + 1
 * @param columns the feature of each value, ascending within a row
 * @param values by rows
 * @param features n
 * @param blocks of 1024 rows
 * @param span which blocks of all these are
 */
record SparseExamples(
    int[] starts, int[] columns, float[] values, int features, SparseBlock[] blocks, Span span) {
  /** Takes rows whose values need no change. */
  static SparseExamples of(CsrRows csr, Span span) {
    return new SparseExamples(
        csr.starts(), csr.columns(), csr.values(), csr.features(), SparseBlock.of(csr), span);
  }

  /** Elements for what is kept by numbers, of any block, for so many columns. */
  int room(int count) {
    int room = 0;
    for (SparseBlock block : blocks) {
      int each = count == 1 || block.isWide() ? count : SparseEights.EIGHT;
      room = Math.max(room, Math.multiplyExact(block.width(features), each));
    }
    return room;
  }

  /**
   * x_i . w + b for each of B columns of parameters: lane l takes the features j = l mod 8 in
   * ascending order, as for dense rows.
   *
   * @param w (n+1) x B, side by side
   * @param lanes room for 8 x B
   * @param z receives the B margins from {@code at} on
   */
  void margins(int i, float[] w, int count, float[] lanes, float[] z, int at) {
    Arrays.fill(lanes, 0, 8 * count, 0f);
    for (int p = starts[i]; p < starts[i + 1]; p++) {
      int j = columns[p];
      float x = values[p];
      if (count == 1) {
        lanes[j & 7] = Math.fma(x, w[j], lanes[j & 7]);
        continue;
      }
      int lane = (j & 7) * count;
      for (int b = 0; b < count; b++) {
        lanes[lane + b] = Math.fma(x, w[j * count + b], lanes[lane + b]);
      }
    }
    sums(lanes, count, w, features * count, z, at, 1);
  }

  /** Adds up the lanes, and the bias, which stands at a place of w, and its neighbours. */
  static void sums(float[] lanes, int count, float[] w, int bias, float[] z, int at, int step) {
    for (int b = 0; b < count; b++) {
      float even =
          (lanes[b] + lanes[4 * count + b]) + (lanes[2 * count + b] + lanes[6 * count + b]);
      float odd =
          (lanes[count + b] + lanes[5 * count + b]) + (lanes[3 * count + b] + lanes[7 * count + b]);
      z[at + b * step] = (even + odd) + w[bias + b];
    }
  }
}
