package io.downhill.data.column;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The values of a column in double precision, where float32 may not keep their digits. */
final class ExactColumn {
  private static final int FIRST = 32;
  private static final int PART = 1 << 16;

  private final List<double[]> parts = new ArrayList<>();
  private final int first;
  private final int part;
  private int size;

  /** No values yet. */
  ExactColumn() {
    this(FIRST, PART);
  }

  /** The same in arrays of {@code part} values; the first array begins with fewer and doubles. */
  ExactColumn(int first, int part) {
    this.first = first;
    this.part = part;
  }

  /** Appends a value, NaN for a gap. */
  void add(double value) {
    int place = size % part;
    if (place == 0) {
      parts.add(new double[parts.isEmpty() ? first : part]);
    } else if (size < part && place == parts.get(0).length) {
      parts.set(0, Arrays.copyOf(parts.get(0), 2 * place));
    }
    parts.get(size / part)[place] = value;
    size++;
  }

  /** The value of row i. */
  double get(int i) {
    return parts.get(i / part)[i % part];
  }

  /** The values of some rows. */
  double[] get(int[] rows) {
    double[] values = new double[rows.length];
    Arrays.setAll(values, k -> get(rows[k]));
    return values;
  }

  /** All values so far. */
  double[] values() {
    double[] values = new double[size];
    for (int k = 0; k < parts.size(); k++) {
      System.arraycopy(parts.get(k), 0, values, k * part, Math.min(part, size - k * part));
    }
    return values;
  }
}
