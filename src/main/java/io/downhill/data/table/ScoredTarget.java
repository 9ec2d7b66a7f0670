package io.downhill.data.table;

import io.downhill.data.Classes;
import io.downhill.data.DataException;
import io.downhill.data.TableRows;

/**
 * What the rows on which a model is judged are: of one of its classes by a label, or a part of each
 * by counts or a fraction.
 */
final class ScoredTarget {
  private final ScoredLabels labels;
  private final NumberCell label;
  private final PartCells parts;
  private final float[] weights = new float[2];

  private ScoredTarget(ScoredLabels labels, NumberCell label, PartCells parts) {
    this.labels = labels;
    this.label = label;
    this.parts = parts;
  }

  /**
   * Labels.
   *
   * @param cell read as a text
   */
  static ScoredTarget of(ScoredLabels labels, NumberCell cell) {
    return new ScoredTarget(labels, cell, null);
  }

  /** Counts or fractions, whose classes 0 and 1 are those of the model. */
  static ScoredTarget of(ScoredLabels labels, PartCells parts) {
    return new ScoredTarget(labels, null, parts);
  }

  /** Whether rows may be of both classes, and so are examples with weights. */
  boolean divided() {
    return parts != null;
  }

  /** Whether a row of both is one observation, and not many. */
  boolean fractions() {
    return parts != null && parts.fractions();
  }

  Classes classes() {
    return labels.classes();
  }

  /**
   * Reads the row in hand.
   *
   * @param count the weight of the row, above 0
   * @return false if it is of no class, as one without trials
   * @throws DataException if it cannot be used
   */
  boolean read(TableRows rows, float count) {
    if (parts == null) {
      int code = code(rows);
      weights[code] = count;
      weights[1 - code] = 0;
      return true;
    }
    NumberCell gap = parts.gap(rows);
    if (gap != null) {
      throw gap.trouble(rows, "missing value; fill it or leave the row out");
    }
    parts.read(rows);
    weights[0] = (float) (count * parts.part(0));
    weights[1] = (float) (count * parts.part(1));
    return weights[0] > 0 || weights[1] > 0;
  }

  private int code(TableRows rows) {
    String text = rows.text(label.cell());
    int code = labels.code(text);
    if (code < 0) {
      throw label.trouble(rows, labels.trouble(text));
    }
    return code;
  }

  /** The weight of the row in hand as an example of the class y; 0 where it is none. */
  float weight(int y) {
    return weights[y];
  }
}
