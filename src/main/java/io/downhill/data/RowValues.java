package io.downhill.data;

import io.downhill.sums.Tree;

/**
 * The values of one row after another, for one thread: of sparse rows those that are stored, of
 * others all. Rows are best asked for in ascending order.
 *
 * <p>Value p of a row, p from 0 to before {@link #count}, is {@code value(p)} of the feature {@code
 * column(p)}; features ascend.
 */
public final class RowValues {
  private static final int NONE = -1;

  private final Rows rows;
  private final CsrRows sparse;
  private final RowWindow window;
  private int shown = NONE;
  private int[] columns;
  private float[] values;
  private int from;
  private int count;

  /** Shows the first rows when they are asked for. */
  public RowValues(Rows rows) {
    this.rows = rows;
    sparse = rows instanceof CsrRows csr && csr.change() == null ? csr : null;
    window = sparse == null ? rows.window() : null;
    if (sparse != null) {
      columns = sparse.columns();
      values = sparse.values();
    } else {
      count = rows.features();
    }
  }

  /** Goes to row i. */
  public RowValues to(int i) {
    if (sparse != null) {
      from = sparse.starts()[i];
      count = sparse.starts()[i + 1] - from;
      return this;
    }
    int block = i / Tree.BLOCK;
    if (block != shown) {
      int first = block * Tree.BLOCK;
      window.show(first, Math.min(Tree.BLOCK, rows.examples() - first));
      values = window.x();
      shown = block;
    }
    from = window.at() + i % Tree.BLOCK * count;
    return this;
  }

  /** How many values the row has. */
  public int count() {
    return count;
  }

  /** The feature of value p. */
  public int column(int p) {
    return columns == null ? p : columns[from + p];
  }

  /** Value p. */
  public float value(int p) {
    return values[from + p];
  }
}
