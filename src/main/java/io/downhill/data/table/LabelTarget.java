package io.downhill.data.table;

import io.downhill.data.DataException;
import io.downhill.data.LabelCoder;
import io.downhill.data.LabelText;
import io.downhill.data.Missing;
import io.downhill.data.OpenTable;
import io.downhill.data.PreparationOptions;
import io.downhill.data.TableRows;
import io.downhill.data.cell.Gaps;
import io.downhill.data.column.Outcomes;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A column of labels. */
final class LabelTarget implements RowTarget {
  private final String table;
  private final String column;
  private final int place;
  private final boolean rereads;
  private final int cell;
  private final boolean text;
  private final PreparationOptions options;
  private final Gaps gaps;
  private final LabelCoder coder;
  private final boolean weighted;
  private float[] weights = new float[1024];
  private int rows;
  private int unlabelled;

  /**
   * No rows yet.
   *
   * @param place of the column in the table
   * @param cell its place among the cells of a row
   * @param text whether it is read as a text
   * @param weighted whether rows have weights of their own
   */
  LabelTarget(
      OpenTable table,
      int place,
      int cell,
      boolean text,
      PreparationOptions options,
      Gaps gaps,
      boolean weighted) {
    this.table = table.name();
    this.column = table.names().get(place);
    this.place = place;
    this.rereads = table.rereads();
    this.cell = cell;
    this.text = text;
    this.options = options;
    this.gaps = gaps;
    this.weighted = weighted;
    this.coder = new LabelCoder(Optional.empty(), options.positive());
  }

  @Override
  public boolean add(TableRows row, float weight) {
    if (!label(row)) {
      unlabelled++;
      return false;
    }
    if (weighted) {
      weights = rows < weights.length ? weights : longer(weights);
      weights[rows] = weight;
    }
    rows++;
    return true;
  }

  private boolean label(TableRows row) {
    if (text) {
      String written = row.text(cell);
      if (!gaps.holds(written)) {
        coder.add(LabelText.trimmed(written, options.trim()));
        return true;
      }
    } else {
      double label = row.number(cell);
      if (Math.abs(label) >= LabelText.APART) {
        addLarge(row);
        return true;
      }
      if (Double.isFinite(label)) {
        coder.add(label);
        return true;
      }
    }
    if (options.missing() != Missing.DROP) {
      throw new DataException(
          row.place()
              + ", column "
              + column
              + ": missing label; fill it, or leave such rows out with --missing drop");
    }
    return false;
  }

  /** A text has all digits of a number. */
  private void addLarge(TableRows row) {
    if (rereads) {
      throw new TableRows.NotNumbers(new int[] {place}, null);
    }
    coder.add(row.text(cell));
  }

  static float[] longer(float[] values) {
    return Arrays.copyOf(values, (int) Math.min(Integer.MAX_VALUE - 8L, 2L * values.length));
  }

  @Override
  public boolean hopeless() {
    return coder.hopeless();
  }

  @Override
  public int gaps() {
    return unlabelled;
  }

  @Override
  public Outcomes outcomes() {
    float[] c = weighted ? Arrays.copyOf(weights, rows) : null;
    return Outcomes.of(coder.labels(table + ": column " + column), c);
  }

  @Override
  public List<String> warnings() {
    return coder.warnings();
  }
}
