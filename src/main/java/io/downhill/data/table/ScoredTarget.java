package io.downhill.data.table;

import io.downhill.data.Classes;
import io.downhill.data.DataException;
import io.downhill.data.TableRows;

/**
 * What the rows on which a model is judged are: of one of its classes by a label, or a part of each
 * of two by counts or a fraction.
 */
final class ScoredTarget {
  private final ScoredLabels labels;
  private final NumberCell label;
  private final PartCells parts;
  private final float[] weights = new float[2];
  private int code;
  private float count;

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

  /** Counts or fractions, whose classes 0 and 1 are those of the model, which has two. */
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
   * @param weight of the row, above 0
   * @return false if it is of no class, as one without trials
   * @throws DataException if it cannot be used
   */
  boolean read(TableRows rows, float weight) {
    if (parts == null) {
      code = code(rows);
      count = weight;
      return true;
    }
    NumberCell gap = parts.gap(rows);
    if (gap != null) {
      throw gap.trouble(rows, "missing value; fill it or leave the row out");
    }
    parts.read(rows);
    weights[0] = (float) (weight * parts.part(0));
    weights[1] = (float) (weight * parts.part(1));
    return weights[0] > 0 || weights[1] > 0;
  }

  private int code(TableRows rows) {
    String text = rows.text(label.cell());
    int found = labels.code(text);
    if (found < 0) {
      throw label.trouble(rows, labels.trouble(text));
    }
    return found;
  }

  /** The class of the row in hand, which has a label. */
  int label() {
    return code;
  }

  /** The weight of the row in hand, which has a label. */
  float count() {
    return count;
  }

  /** The part of the weight of the row in hand that is of the class y of two. */
  float part(int y) {
    return weights[y];
  }
}
