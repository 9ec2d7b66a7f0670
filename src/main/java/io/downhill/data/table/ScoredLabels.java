package io.downhill.data.table;

import io.downhill.data.Classes;
import io.downhill.data.LabelCoder;
import io.downhill.data.LabelText;
import io.downhill.data.cell.CellText;
import io.downhill.data.cell.Gaps;
import java.util.Optional;

/** The labels of a table on which a model is judged: each must be one of the model's classes. */
final class ScoredLabels {
  private final LabelCoder coder;
  private final String trim;
  private final Gaps gaps;

  /**
   * Labels of these classes.
   *
   * @param classes of the model; empty if there are no labels
   * @param trim characters to take off the end of labels
   */
  ScoredLabels(Optional<Classes> classes, String trim, Gaps gaps) {
    this.coder = new LabelCoder(classes);
    this.trim = trim;
    this.gaps = gaps;
  }

  /** The classes of the model, which are given. */
  Classes classes() {
    return coder.given().orElseThrow();
  }

  /** y of a label; -1 if it is a gap or none of the classes. */
  int code(String text) {
    if (gaps.holds(text)) {
      return -1;
    }
    String trimmed = LabelText.trimmed(text, trim);
    int code = coder.codeOf(trimmed);
    return code < 0 ? truth(trimmed) : code;
  }

  /**
   * A yes counts as the class true, or the other way round, as t or y, if the classes are such
   * answers.
   */
  private int truth(String label) {
    if (!classes().areTwo()) {
      return -1;
    }
    double truth = CellText.truth(label);
    double positive = CellText.truth(classes().positive());
    double negative = CellText.truth(classes().negative());
    boolean answers = positive + negative == 1; // One of each; else NaN, 0 or 2.
    return answers && truth == positive ? 1 : answers && truth == negative ? 0 : -1;
  }

  /** What is wrong with a label without a {@link #code}, and the cure. */
  String trouble(String text) {
    if (gaps.holds(text)) {
      return "missing label; fill it or leave the row out";
    }
    String label = LabelText.trimmed(text, trim);
    String cure = isNear(label) ? "; give --trim-label " + label.charAt(label.length() - 1) : "";
    return coder.refusal(label) + cure;
  }

  /** Whether a label would be one of the classes without its last character. */
  private boolean isNear(String label) {
    return label.length() > 1 && coder.codeOf(label.substring(0, label.length() - 1)) >= 0;
  }
}
