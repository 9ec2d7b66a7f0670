package io.downhill.data.table;

import io.downhill.data.Missing;
import io.downhill.data.TableRows;
import io.downhill.data.column.Outcomes;
import java.util.Arrays;
import java.util.List;

/** Counts or fractions, so that a row may be of both classes. */
final class PartTarget implements RowTarget {
  private final PartCells cells;
  private final Missing missing;
  private final float[][] parts = {new float[1024], new float[1024]};
  private boolean counted = true;
  private int rows;
  private int gaps;
  private int empty;

  /** No rows yet. */
  PartTarget(PartCells cells, Missing missing) {
    this.cells = cells;
    this.missing = missing;
  }

  @Override
  public boolean add(TableRows row, float weight) {
    NumberCell gap = cells.gap(row);
    if (gap != null) {
      if (missing != Missing.DROP) {
        throw gap.trouble(
            row, "missing value; fill it, or leave such rows out with --missing drop");
      }
      gaps++;
      return false;
    }
    cells.read(row);
    float negative = (float) (weight * cells.part(0));
    float positive = (float) (weight * cells.part(1));
    if (!(negative > 0 || positive > 0)) {
      empty++;
      return false;
    }
    append(negative, positive);
    counted &= weight == Math.rint(weight);
    return true;
  }

  private void append(float negative, float positive) {
    if (rows == parts[0].length) {
      parts[0] = LabelTarget.longer(parts[0]);
      parts[1] = LabelTarget.longer(parts[1]);
    }
    parts[0][rows] = negative;
    parts[1][rows] = positive;
    rows++;
  }

  @Override
  public boolean hopeless() {
    return false;
  }

  @Override
  public int gaps() {
    return gaps;
  }

  @Override
  public Outcomes outcomes() {
    return Outcomes.of(
        cells.classes(), Arrays.copyOf(parts[0], rows), Arrays.copyOf(parts[1], rows), counted);
  }

  @Override
  public List<String> warnings() {
    return noTrials(empty);
  }

  /** What to tell of rows without a trial. */
  static List<String> noTrials(long empty) {
    return empty == 0
        ? List.of()
        : List.of(
            empty
                + (empty == 1 ? " row has 0 trials and is" : " rows have 0 trials and are")
                + " left out");
  }
}
