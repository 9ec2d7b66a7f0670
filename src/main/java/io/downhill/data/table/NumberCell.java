package io.downhill.data.table;

import io.downhill.data.DataException;
import io.downhill.data.TableRows;
import io.downhill.data.cell.CellText;
import io.downhill.data.cell.Gaps;
import io.downhill.data.cell.NumberFormat;

/**
 * The cell of a row that holds a number which is no feature: a weight, a count, a fraction.
 *
 * @param column the column's name
 * @param cell its place among the cells of a row
 * @param text whether it is read as a text
 * @param format of the texts
 * @param gaps those of them that stand for a gap
 */
record NumberCell(String column, int cell, boolean text, NumberFormat format, Gaps gaps) {
  /** The number of the row in hand; NaN for a gap, and for a text that is no number. */
  double of(TableRows rows) {
    if (!text) {
      return rows.number(cell);
    }
    return isGap(rows) ? Double.NaN : format.value(rows.text(cell));
  }

  /** Whether the row in hand has nothing there. */
  boolean isGap(TableRows rows) {
    return text ? gaps.holds(rows.text(cell)) : Double.isNaN(rows.number(cell));
  }

  /**
   * The weight of the row in hand; one of weight 0 is taken for a row that is not there.
   *
   * @throws DataException if it is no finite number of 0 or more
   */
  float weight(TableRows rows) {
    double weight = of(rows);
    if (!(weight >= 0) || Float.isInfinite((float) weight)) {
      throw trouble(rows, "a weight must be a finite number, 0 or more");
    }
    return (float) weight;
  }

  /** What is wrong with the row in hand. */
  DataException trouble(TableRows rows, String what) {
    return new DataException(rows.place() + ", column " + column + ": " + what);
  }

  /** The cell of the row in hand as a message shows it. */
  String shown(TableRows rows) {
    if (text) {
      String written = rows.text(cell);
      return written == null ? "a gap" : "'" + CellText.shown(written) + "'";
    }
    double number = rows.number(cell);
    return number == (long) number ? "" + (long) number : "" + number;
  }
}
