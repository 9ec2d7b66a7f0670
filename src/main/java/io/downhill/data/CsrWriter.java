package io.downhill.data;

import java.util.Arrays;
import java.util.List;

/** Writes sparse rows: the values that it gets, each with its feature. */
public final class CsrWriter implements RowWriter {
  /** The most elements that a Java array is sure to hold. */
  private static final int MOST = Integer.MAX_VALUE - 8;

  private final Dataset.Builder builder;
  private int[] starts = new int[1025];
  private int[] columns = new int[4096];
  private float[] values = new float[4096];
  private int rows;
  private int size;

  /** Writes all rows of a builder that has none. */
  public CsrWriter(Dataset.Builder builder) {
    this.builder = builder;
  }

  /** Writes rows that are {@linkplain #joined joined} with others. */
  public CsrWriter() {
    this(null);
  }

  @Override
  public void next() {
    if (rows + 1 == starts.length) {
      starts = Arrays.copyOf(starts, larger(rows));
    }
    starts[rows++] = size;
  }

  @Override
  public void repeat() {
    int from = starts[rows - 1];
    int end = size;
    next();
    for (int p = from; p < end; p++) {
      put(columns[p], values[p]);
    }
  }

  @Override
  public void put(int feature, float value) {
    if (size == values.length) {
      int length = larger(size);
      columns = Arrays.copyOf(columns, length);
      values = Arrays.copyOf(values, length);
    }
    columns[size] = feature;
    values[size++] = value;
  }

  /** Twice as many elements, as far as there can be. */
  private static int larger(int size) {
    if (size == MOST) {
      throw tooMany();
    }
    return (int) Math.min(2L * size, MOST);
  }

  private static DataException tooMany() {
    return new DataException(
        "sparse rows: at most 2^31 - 9 values that are not 0 are supported; take fewer rows, or"
            + " leave out columns with --exclude");
  }

  @Override
  public int rows() {
    return rows;
  }

  @Override
  public Dataset.Builder ended() {
    return builder.rows(joined(List.of(this), builder.features()));
  }

  /**
   * The rows of some writers, one after the other; the writers must not be used afterwards.
   *
   * @param features n
   * @throws DataException if there are more values than one array can hold
   */
  public static CsrRows joined(List<CsrWriter> parts, int features) {
    long all = 0;
    int m = 0;
    for (CsrWriter part : parts) {
      all += part.size;
      m = Math.addExact(m, part.rows);
    }
    if (all > MOST) {
      throw tooMany();
    }
    int[] starts = new int[m + 1];
    int[] columns = new int[(int) all];
    float[] values = new float[(int) all];
    int row = 0;
    int at = 0;
    for (CsrWriter part : parts) {
      for (int i = 0; i < part.rows; i++) {
        starts[row++] = at + part.starts[i];
      }
      System.arraycopy(part.columns, 0, columns, at, part.size);
      System.arraycopy(part.values, 0, values, at, part.size);
      at += part.size;
      part.columns = null;
      part.values = null;
    }
    starts[m] = at;
    return new CsrRows(starts, columns, values, features);
  }
}
