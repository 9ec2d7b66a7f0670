package io.downhill.data;

import io.downhill.sums.Tree;

/**
 * The features of examples, X (m x n), asked for by row blocks: from memory, from a device, or made
 * of something else on the way. Block k holds the examples from {@code k * rowsPerBlock()} on, a
 * multiple of 1024, so that a block of sums never lies in two of them. Thread-safe.
 */
public sealed interface Rows permits DenseRows, CsrRows {
  /** Elements behind the last row of a row block, so that vector loops may read past it. */
  int PADDING = 32;

  /** m, the number of examples. */
  int examples();

  /** n, the number of features. */
  int features();

  /** Examples in each row block but the last. */
  int rowsPerBlock();

  /** The number of row blocks. */
  default int blockCount() {
    return (int) ((examples() + rowsPerBlock() - 1L) / rowsPerBlock());
  }

  /** Examples in row block k. */
  default int blockRows(int k) {
    return Math.min(rowsPerBlock(), examples() - k * rowsPerBlock());
  }

  /**
   * Row block k, example-major: {@code blockRows(k) * n} values and {@value #PADDING} more. Not to
   * be changed, since it may be the memory of these rows; it may as well be made anew each time.
   */
  float[] block(int k);

  /**
   * Row block k for whoever keeps it: where these rows are given away they forget it, and do not
   * give it again.
   */
  default float[] take(int k) {
    return block(k);
  }

  /**
   * Copies some rows.
   *
   * @param first the first of them
   * @param place where it begins in the target
   */
  void copy(int first, int count, float[] target, int place);

  /** The value of feature j of example i; for many of them ask for blocks. */
  default float x(int i, int j) {
    float[] row = new float[features()];
    copy(i, 1, row, 0);
    return row[j];
  }

  /** Looks at rows where they stand. */
  @FunctionalInterface
  interface Reader<T> {
    /**
     * Looks at them; they are not to be changed.
     *
     * @param x example-major
     * @param place where the first of them begins
     */
    T of(float[] x, int place);
  }

  /** Shows some rows of one block, in place where they are in memory as they are. */
  default <T> T read(int first, int count, Reader<T> reader) {
    float[] x = new float[count * features() + PADDING];
    copy(first, count, x, 0);
    return reader.of(x, 0);
  }

  /** These rows with their values changed on the way, whenever they are asked for. */
  Rows changed(Change change);

  /** These rows, each block of them to be taken once: {@link #take} gives away their memory. */
  default Rows givenAway() {
    return this;
  }

  /** Whether {@link #take} gives away their memory. */
  default boolean areGivenAway() {
    return false;
  }

  /** These rows, not given away: they can be asked for again. */
  default Rows kept() {
    return this;
  }

  /** What is done to the values of rows on their way. */
  @FunctionalInterface
  interface Change {
    /**
     * Changes rows in place.
     *
     * @param x example-major
     * @param place where the first of them begins
     */
    void apply(float[] x, int place, int rows);

    /** This, and then another. */
    default Change then(Change next) {
      return (x, place, rows) -> {
        apply(x, place, rows);
        next.apply(x, place, rows);
      };
    }
  }

  /** The rows of a sample, as a view: they are copied from here when they are asked for. */
  default Rows of(StripeSample sample) {
    int n = features();
    return DenseRows.of(
        sample.examples(),
        n,
        (first, count, target, place) -> {
          for (int done = 0; done < count; ) {
            int row = (first + done) % Tree.STRIPE;
            int rows = Math.min(count - done, Tree.STRIPE - row);
            int stripe = sample.places()[(first + done) / Tree.STRIPE];
            copy(stripe + row, rows, target, place + done * n);
            done += rows;
          }
        });
  }
}
