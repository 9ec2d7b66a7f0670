package io.downhill.data;

/** Writes examples row by row, dense or sparse; their number need not be known before. */
public sealed interface RowWriter extends FeatureSink permits DenseWriter, CsrWriter {
  /** Begins the next row, without values so far. */
  void next();

  /** Begins the next row with the values of the row in hand. */
  void repeat();

  /** The rows that were begun. */
  int rows();

  /**
   * The builder with these rows; the writer must not be used afterwards.
   *
   * @throws DataException if there are more values than one array can hold
   */
  Dataset.Builder ended();
}
