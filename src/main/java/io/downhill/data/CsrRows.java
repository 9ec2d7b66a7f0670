package io.downhill.data;

import io.downhill.sums.Tree;
import java.util.Arrays;
import java.util.List;

/**
 * Sparse rows, compressed (CSR): the values of row i that are given stand at {@code starts[i]} to
 * before {@code starts[i + 1]}, each with its feature; all others are 0. A device gets them as
 * dense rows, block by block, so that X need not stand in memory as a whole before it is there.
 *
 * @param starts length m + 1, from 0 on, never falling; not copied
 * @param columns the feature of each value, ascending within a row; not copied
 * @param values not copied
 * @param features n
 * @param change what is done to the dense values on their way; null for nothing
 */
public record CsrRows(int[] starts, int[] columns, float[] values, int features, Change change)
    implements Rows {
  /** The most elements that a Java array is sure to hold. */
  static final int MOST = Integer.MAX_VALUE - 8;

  /**
   * Checks the layout.
   *
   * @throws IllegalArgumentException if a start, a feature or a length does not fit
   */
  public CsrRows {
    int m = starts.length - 1;
    if (features < 1
        || m < 1
        || starts[0] != 0
        || starts[m] != values.length
        || columns.length != values.length) {
      throw new IllegalArgumentException(
          "starts must go from 0 to the number of values, and each value has a column: "
              + values.length
              + " values, "
              + columns.length
              + " columns");
    }
    for (int i = 0; i < m; i++) {
      int before = -1;
      if (starts[i + 1] < starts[i]) {
        throw new IllegalArgumentException("row " + (i + 1) + " starts behind its end");
      }
      for (int p = starts[i]; p < starts[i + 1]; p++) {
        if (!Float.isFinite(values[p])) {
          throw new IllegalArgumentException("row " + (i + 1) + ": " + values[p] + " is no number");
        }
        if (columns[p] <= before || columns[p] >= features) {
          throw new IllegalArgumentException(
              "row " + (i + 1) + ": feature " + columns[p] + ", must ascend from 0 to n - 1");
        }
        before = columns[p];
      }
    }
  }

  /** Rows as they are. */
  public CsrRows(int[] starts, int[] columns, float[] values, int features) {
    this(starts, columns, values, features, null);
  }

  /**
   * The rows of several parts, one after the other.
   *
   * @param parts not empty; each is forgotten once it is copied
   * @throws DataException if there are more values than one array can hold
   */
  public static CsrRows joined(List<CsrRows> parts) {
    int features = parts.get(0).features;
    int rows = 0;
    long size = 0;
    for (CsrRows part : parts) {
      rows = Math.addExact(rows, part.examples());
      size += part.values.length;
    }
    if (size > MOST) {
      throw tooMany();
    }
    int[] starts = new int[rows + 1];
    int[] columns = new int[(int) size];
    float[] values = new float[(int) size];
    int row = 0;
    int at = 0;
    for (int k = 0; k < parts.size(); k++) {
      CsrRows part = parts.set(k, null);
      for (int i = 0; i < part.examples(); i++) {
        starts[row++] = at + part.starts[i];
      }
      System.arraycopy(part.columns, 0, columns, at, part.columns.length);
      System.arraycopy(part.values, 0, values, at, part.values.length);
      at += part.values.length;
    }
    starts[rows] = at;
    return new CsrRows(starts, columns, values, features);
  }

  static DataException tooMany() {
    return new DataException(
        "sparse rows: at most 2^31 - 9 values that are not 0 are supported; take fewer rows, or"
            + " leave out columns with --exclude");
  }

  /**
   * Whether every row has a value of each of these features, be it 0.
   *
   * @param features which they are, length n
   * @param columns the feature of each value of the rows
   */
  static boolean haveAll(boolean[] features, int examples, int[] columns) {
    int[] counts = new int[features.length];
    for (int column : columns) {
      counts[column]++;
    }
    boolean all = true;
    for (int j = 0; j < counts.length; j++) {
      all &= !features[j] || counts[j] == examples;
    }
    return all;
  }

  @Override
  public int examples() {
    return starts.length - 1;
  }

  @Override
  public int rowsPerBlock() {
    return Dataset.rowsPerBlock(features);
  }

  @Override
  public float[] block(int k) {
    float[] block = new float[blockRows(k) * features + PADDING];
    copy(k * rowsPerBlock(), blockRows(k), block, 0);
    return block;
  }

  @Override
  public void copy(int first, int count, float[] target, int place) {
    Arrays.fill(target, place, place + count * features, 0f);
    for (int i = 0; i < count; i++) {
      for (int p = starts[first + i]; p < starts[first + i + 1]; p++) {
        target[place + i * features + columns[p]] = values[p];
      }
    }
    if (change != null) {
      change.apply(target, place, count);
    }
  }

  @Override
  public float x(int i, int j) {
    if (change != null) {
      return Rows.super.x(i, j);
    }
    int p = Arrays.binarySearch(columns, starts[i], starts[i + 1], j);
    return p < 0 ? 0 : values[p];
  }

  @Override
  public float[] column(int j) {
    if (change != null) {
      return Rows.super.column(j);
    }
    float[] column = new float[examples()];
    for (int i = 0; i < column.length; i++) {
      column[i] = x(i, j);
    }
    return column;
  }

  /** The rows of a sample, copied. */
  @Override
  public CsrRows of(StripeSample sample) {
    int[] which = new int[sample.examples()];
    Arrays.setAll(which, i -> sample.places()[i / Tree.STRIPE] + i % Tree.STRIPE);
    return of(which);
  }

  /** Some rows, copied. */
  @Override
  public CsrRows of(int[] which) {
    int m = which.length;
    int[] begins = new int[m + 1];
    for (int i = 0; i < m; i++) {
      begins[i + 1] = Math.addExact(begins[i], starts[which[i] + 1] - starts[which[i]]);
    }
    int[] places = new int[begins[m]];
    float[] taken = new float[begins[m]];
    for (int i = 0; i < m; i++) {
      int first = starts[which[i]];
      int count = begins[i + 1] - begins[i];
      System.arraycopy(columns, first, places, begins[i], count);
      System.arraycopy(values, first, taken, begins[i], count);
    }
    return new CsrRows(begins, places, taken, features, change);
  }

  /** Copied. */
  @Override
  public CsrRows range(int first, int count) {
    int[] begins = new int[count + 1];
    Arrays.setAll(begins, i -> starts[first + i] - starts[first]);
    int end = starts[first + count];
    return new CsrRows(
        begins,
        Arrays.copyOfRange(columns, starts[first], end),
        Arrays.copyOfRange(values, starts[first], end),
        features,
        change);
  }

  @Override
  public boolean areSparse() {
    return true;
  }

  @Override
  public void eachValue(int first, int end, ValueVisitor visitor) {
    if (change != null) {
      Rows.super.eachValue(first, end, visitor);
      return;
    }
    for (int i = first; i < end; i++) {
      for (int p = starts[i]; p < starts[i + 1]; p++) {
        if (values[p] != 0) {
          visitor.value(i, columns[p], values[p]);
        }
      }
    }
  }

  /**
   * At once where no 0 moves that is not stored, so that the rows remain sparse for whoever reads
   * them.
   */
  @Override
  public CsrRows changed(Change next) {
    float[] changed = change == null ? next.ofValues(examples(), columns, values) : null;
    if (changed != null) {
      return new CsrRows(starts, columns, changed, features);
    }
    return new CsrRows(
        starts, columns, values, features, change == null ? next : change.then(next));
  }

  @Override
  public String toString() {
    return "CsrRows[" + examples() + " x " + features + ", " + values.length + " values]";
  }
}
