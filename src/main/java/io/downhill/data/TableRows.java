package io.downhill.data;

/** The rows of a table from the first to the last, some cells of each. Closed by who opened it. */
public interface TableRows extends AutoCloseable {
  /**
   * A cell to read.
   *
   * @param column its place in the table
   * @param text whether it is read as a text, else as a number
   * @param verbatim whether a text that stands for a gap is read too, as it is written
   */
  record Cell(int column, boolean text, boolean verbatim) {
    /** A cell of which a text that stands for a gap is read as a gap. */
    public Cell(int column, boolean text) {
      this(column, text, false);
    }

    /** A text as it is written. */
    public static Cell verbatim(int column) {
      return new Cell(column, true, true);
    }
  }

  /**
   * Goes to the next row, at first to the first.
   *
   * @return whether there is one
   * @throws NotNumbers if a column that is read as numbers holds something else
   */
  boolean next();

  /** The number in a cell of this row, by its place among those asked for; NaN for a gap. */
  double number(int k);

  /** The text of a cell of this row, by its place among those asked for; null for a gap. */
  String text(int k);

  /** About which part of the table has been read, from 0 to 1; NaN if not known. */
  default double part() {
    return Double.NaN;
  }

  /** Where this row stands, as a message begins. */
  String place();

  @Override
  void close();

  /** Columns that should be read as numbers hold something else. */
  final class NotNumbers extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int[] columns;

    public NotNumbers(int[] columns, Throwable cause) {
      super("not numbers: " + columns.length + " columns", cause);
      this.columns = columns;
    }

    /** Their places in the table. */
    public int[] columns() {
      return columns;
    }
  }
}
