package io.downhill.data;

import java.util.Arrays;

/** Writes sparse rows: the values that it gets, each with its feature. */
public final class CsrWriter implements RowWriter {
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

  /** Writes rows that are asked for. */
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
    if (size == CsrRows.MOST) {
      throw CsrRows.tooMany();
    }
    return (int) Math.min(2L * size, CsrRows.MOST);
  }

  @Override
  public int rows() {
    return rows;
  }

  @Override
  public Dataset.Builder ended() {
    return builder.rows(rows(builder.features()));
  }

  /**
   * The rows; the writer must not be used afterwards.
   *
   * @param features n
   */
  public CsrRows rows(int features) {
    int[] begins = Arrays.copyOf(starts, rows + 1);
    begins[rows] = size;
    return new CsrRows(begins, Arrays.copyOf(columns, size), Arrays.copyOf(values, size), features);
  }
}
