package io.downhill.data.table;

import io.downhill.data.TableRows;
import io.downhill.data.column.Outcomes;
import java.util.List;

/** Reads of training rows, one after the other, what is to be predicted. */
sealed interface RowTarget permits LabelTarget, PartTarget {
  /**
   * Reads the row in hand, and keeps what it holds.
   *
   * @param weight of the row, above 0
   * @return false if the row is to be left out
   * @throws io.downhill.data.DataException if it cannot be used
   */
  boolean add(TableRows rows, float weight);

  /** Whether reading on tells nothing new, since there are far too many different labels. */
  boolean hopeless();

  /** The rows that were left out since a cell has nothing. */
  int gaps();

  /**
   * What the rows are.
   *
   * @throws io.downhill.data.DataException if there are not two classes
   */
  Outcomes outcomes();

  /** What to tell of them, a line each. */
  List<String> warnings();
}
