package io.downhill.cli;

import io.downhill.LogisticModel;
import io.downhill.data.DataException;

/** NumPy matrices, whose columns have no names. */
final class Matrix {
  private Matrix() {}

  /**
   * Checks that a model takes its features as they are.
   *
   * @throws DataException if it prepares named columns
   */
  static void check(LogisticModel model, String data) {
    if (!model.preparationOrPlain().isPlain()) {
      throw new DataException(
          data + ": the model prepares named columns, and a .npy matrix has none; give a table");
    }
  }
}
