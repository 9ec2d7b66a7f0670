package io.downhill.data.table;

import io.downhill.data.DataException;
import io.downhill.data.TableRows;
import io.downhill.data.cell.Gaps;
import io.downhill.data.cell.NumberFormat;

/**
 * The cell of a row that says how often the row counts.
 *
 * @param column the column's name
 * @param cell its place among the cells of a row
 * @param text whether it is read as a text
 * @param format of the texts
 * @param gaps those of them that stand for a gap
 */
record WeightCell(String column, int cell, boolean text, NumberFormat format, Gaps gaps) {
  /**
   * The weight of the row in hand; one of weight 0 is taken for a row that is not there.
   *
   * @throws DataException if it is no finite number of 0 or more
   */
  float of(TableRows rows) {
    double weight;
    if (text) {
      String written = rows.text(cell);
      weight = gaps.holds(written) ? Double.NaN : format.value(written);
    } else {
      weight = rows.number(cell);
    }
    if (!(weight >= 0) || Float.isInfinite((float) weight)) {
      throw new DataException(
          rows.place() + ", column " + column + ": a weight must be a finite number, 0 or more");
    }
    return (float) weight;
  }
}
