package io.downhill.data.column;

import io.downhill.data.DataException;
import io.downhill.data.Encoding;
import io.downhill.data.cell.CellText;
import io.downhill.data.cell.Scale;

/**
 * The column that is added to each margin with the coefficient 1, which statisticians call an
 * offset. It becomes a feature whose weight is not learned.
 */
public final class BaseMargin {
  private BaseMargin() {}

  /**
   * Its encoding: the number as it is.
   *
   * @param j the column
   * @param rows that are used
   * @param scale of its numbers; that of texts is told from its levels
   * @throws DataException if a cell has nothing, or the column does not hold numbers
   */
  public static Encoding encoding(
      RawExamples raw, int j, int[] rows, Scale scale, NumberSummary numbers) {
    String name = raw.names().get(j);
    LevelIndex levels = raw.levels(j);
    if (levels != null) {
      String text = levels.levels().isEmpty() ? "" : levels.levels().get(0);
      String which = text.isEmpty() ? "it has no value" : "'" + CellText.shown(text) + "' is none";
      throw new DataException(name + ": an offset must be a column of numbers, and " + which);
    }
    if (!Scale.isNumber(scale)) {
      throw new DataException(
          name + ": an offset must be a column of numbers, not of dates or truth values");
    }
    for (int i : raw.hasGaps(j) ? rows : new int[0]) {
      if (Double.isNaN(raw.value(i, j))) {
        throw new DataException(
            raw.place(i)
                + name
                + ": missing value, and nothing can stand for an offset; fill it, or leave such"
                + " rows out with --missing drop");
      }
    }
    return new Encoding.Numeric(name, scale, numbers.mean(j), false);
  }
}
