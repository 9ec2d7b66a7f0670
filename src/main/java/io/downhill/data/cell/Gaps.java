package io.downhill.data.cell;

import java.util.List;
import java.util.Set;

/**
 * What stands for a gap: a blank cell, and texts. Beside those that are gaps in every column, data
 * frames and spreadsheets write others, which may well be levels of a category; they are gaps in a
 * column whose other cells are numbers, dates or truth values.
 */
public final class Gaps {
  /** In their own case: "none" among numbers may mean 0. */
  private static final Set<String> USUAL =
      Set.of(
          "None",
          "n/a",
          "na",
          "n.a.",
          "N.A.",
          "<NA>",
          "NAN",
          "-nan",
          "-NaN",
          "NaT",
          "Null",
          "NIL",
          "(null)",
          "\\N",
          "#N/A N/A",
          "#NA",
          "#NULL!",
          "#DIV/0!",
          "#VALUE!",
          "#REF!",
          "#NAME?",
          "#NUM!",
          "1.#IND",
          "-1.#IND",
          "1.#QNAN",
          "-1.#QNAN",
          "-",
          "--",
          "---",
          "\u2013",
          "\u2014",
          ".",
          "..");

  private final Set<String> texts;
  private final boolean usual;

  /**
   * Gaps.
   *
   * @param texts that are gaps in every column. Without one of {@link CellText#GAPS} the user has
   *     chosen them all, and nothing else is a gap but a blank cell
   */
  public Gaps(List<String> texts) {
    this.texts = Set.copyOf(texts);
    this.usual = this.texts.containsAll(CellText.GAPS);
  }

  /** Whether a cell is a gap in every column; null is one. */
  public boolean holds(String text) {
    return text == null || text.isBlank() || texts.contains(text.strip());
  }

  /** Whether a cell is a gap in a column of numbers, dates or truth values. */
  public boolean holdsAmongValues(String text) {
    return holds(text) || usual && USUAL.contains(text.strip());
  }
}
