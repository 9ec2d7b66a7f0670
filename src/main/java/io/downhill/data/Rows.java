package io.downhill.data;

import io.downhill.sums.Tree;
import java.util.Optional;
import java.util.function.Supplier;

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

  /** Feature j of all examples, length m. */
  default float[] column(int j) {
    float[] column = new float[examples()];
    each(0, column.length, (i, x, at) -> column[i] = x[at + j]);
    return column;
  }

  /** The array of row block k where rows are in memory as they are; null where they are made. */
  default float[] memory(int k) {
    return null;
  }

  /** Shows these rows to one thread. */
  default RowWindow window() {
    return new RowWindow(this);
  }

  /** Sees rows one by one. */
  @FunctionalInterface
  interface RowVisitor {
    /**
     * Sees a row.
     *
     * @param i its index
     * @param x holds it from {@code at} on; not to be changed
     */
    void row(int i, float[] x, int at);
  }

  /** Sees values one by one. */
  @FunctionalInterface
  interface ValueVisitor {
    /** Sees the value of feature j of row i, which is not 0. */
    void value(int i, int j, float x);
  }

  /**
   * Shows the values that are not 0 of the rows from {@code first} to before {@code end}, row by
   * row and in the order of the features, to this thread.
   */
  default void eachValue(int first, int end, ValueVisitor visitor) {
    int n = features();
    each(
        first,
        end,
        (i, x, at) -> {
          for (int j = 0; j < n; j++) {
            if (x[at + j] != 0) {
              visitor.value(i, j, x[at + j]);
            }
          }
        });
  }

  /** Whether the values that are 0 are not stored, so that dense rows may be more than memory. */
  default boolean areSparse() {
    return false;
  }

  /** Shows the rows from {@code first} to before {@code end}, in their order, to this thread. */
  default void each(int first, int end, RowVisitor visitor) {
    RowWindow window = window();
    int n = features();
    for (int i = first; i < end; ) {
      int count = Math.min(Tree.BLOCK - i % Tree.BLOCK, end - i);
      window.show(i, count);
      for (int at = window.at(), stop = at + count * n; at < stop; at += n) {
        visitor.row(i++, window.x(), at);
      }
    }
  }

  /** The same for row block k. */
  default void each(int k, RowVisitor visitor) {
    each(k * rowsPerBlock(), k * rowsPerBlock() + blockRows(k), visitor);
  }

  /**
   * Whether they lie in a file, and reading them again costs little more than if they were in
   * memory: who reads them a few times need not keep them.
   */
  default boolean areInFile() {
    return false;
  }

  /** Their scale, each counting as 1, where it was learnt when they were read. */
  default Optional<Standardization> scale() {
    return Optional.empty();
  }

  /**
   * Checks that they are still what they were when they were first asked for.
   *
   * @throws DataException if they lie in a file that was changed since
   */
  default void checkUnchanged() {}

  /**
   * Does something with these rows, and checks that they were not changed meanwhile.
   *
   * @throws DataException if they lie in a file that was changed
   */
  default <T> T unchanged(Supplier<T> work) {
    T result;
    try {
      result = work.get();
    } catch (RuntimeException | InternalError e) {
      checkUnchanged(); // A file that has become shorter, or holds other values, ends in these.
      throw e;
    }
    checkUnchanged();
    return result;
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

    /**
     * The values of sparse rows changed, where 0 stays 0 in each feature that some row has no value
     * of; null where it may not.
     *
     * @param columns the feature of each value
     */
    default float[] ofValues(int examples, int[] columns, float[] values) {
      return null;
    }

    /** This, and then another. */
    default Change then(Change next) {
      return (x, place, rows) -> {
        apply(x, place, rows);
        next.apply(x, place, rows);
      };
    }
  }

  /**
   * Some of these rows, in place where they are in memory.
   *
   * @param first the first of them
   * @param count how many
   */
  Rows range(int first, int count);

  /** The rows of a sample, as a view: they are copied from here when they are asked for. */
  default Rows of(StripeSample sample) {
    int n = features();
    return DenseRows.of(
        sample.examples(),
        n,
        this,
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

  /**
   * Some rows, as a view: they are copied from here when they are asked for.
   *
   * @param which they are, in the order that they are to have; not copied
   */
  default Rows of(int[] which) {
    int n = features();
    return DenseRows.of(
        which.length,
        n,
        this,
        (first, count, target, place) -> {
          for (int done = 0, run; done < count; done += run) {
            int from = which[first + done];
            run = 1;
            while (done + run < count && which[first + done + run] == from + run) {
              run++;
            }
            copy(from, run, target, place + done * n);
          }
        });
  }
}
