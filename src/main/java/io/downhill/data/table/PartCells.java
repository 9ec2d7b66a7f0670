package io.downhill.data.table;

import io.downhill.data.Classes;
import io.downhill.data.DataException;
import io.downhill.data.TableRows;
import io.downhill.data.Target;
import java.util.List;

/** The cells of a row that tell how much of it is of each class: two counts, or a fraction. */
final class PartCells {
  private static final String COUNT = "a count must be a whole number, 0 or more";

  private final Target target;
  private final List<NumberCell> cells;
  private double negative;
  private double positive;

  /**
   * Cells of a target that has no labels.
   *
   * @param cells one a column of the target
   */
  PartCells(Target target, List<NumberCell> cells) {
    this.target = target;
    this.cells = cells;
  }

  /** What the classes are called; counts call them by their columns. */
  Classes classes() {
    if (!(target instanceof Target.Counts counts)) {
      return Classes.ZERO_ONE;
    }
    String successes = cells.get(0).column();
    return new Classes(counts.trials() ? "not " + successes : cells.get(1).column(), successes);
  }

  /** Whether a row is one observation, whatever its parts. */
  boolean fractions() {
    return target instanceof Target.Fraction;
  }

  /** The first cell of the row in hand that has nothing; null if all have something. */
  NumberCell gap(TableRows rows) {
    return cells.stream().filter(cell -> cell.isGap(rows)).findFirst().orElse(null);
  }

  /**
   * Reads the row in hand.
   *
   * @throws DataException if its cells cannot be counts, or a fraction
   */
  void read(TableRows rows) {
    if (target instanceof Target.Counts counts) {
      readCounts(rows, counts.trials());
    } else {
      readFraction(rows);
    }
  }

  private void readCounts(TableRows rows, boolean trials) {
    double others = count(rows, cells.get(1));
    positive = count(rows, cells.get(0));
    negative = trials ? others - positive : others;
    if (negative < 0) {
      throw cells
          .get(0)
          .trouble(
              rows,
              cells.get(0).shown(rows)
                  + " successes, more than the "
                  + cells.get(1).shown(rows)
                  + " trials in column "
                  + cells.get(1).column());
    }
  }

  private static double count(TableRows rows, NumberCell cell) {
    double count = cell.of(rows);
    if (!(count >= 0) || count != Math.rint(count) || Float.isInfinite((float) count)) {
      throw cell.trouble(rows, COUNT + ", not " + cell.shown(rows));
    }
    return count;
  }

  private void readFraction(TableRows rows) {
    NumberCell cell = cells.get(0);
    positive = cell.of(rows);
    if (!(positive >= 0 && positive <= 1)) {
      throw cell.trouble(rows, "a soft label must be from 0 to 1, not " + cell.shown(rows));
    }
    negative = 1 - positive;
  }

  /** How much of the row in hand is of the class 0, or of 1, which both may be 0. */
  double part(int y) {
    return y == 0 ? negative : positive;
  }
}
