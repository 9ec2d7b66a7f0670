package io.downhill.tuning;

import java.util.Locale;
import java.util.Optional;

/** By what of the held-out rows a penalty is chosen. */
public enum Measure {
  /** The mean loss. */
  LOGLOSS(false),
  /** The area under the ROC curve; of more than two classes the mean over pairs. */
  AUC(true),
  /** The share of rows on the right side. */
  ACCURACY(true),
  /** The mean of (a - y)^2; of two classes. */
  BRIER(false);

  private final boolean larger;

  Measure(boolean larger) {
    this.larger = larger;
  }

  /** Its name on the command line. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The measure of a name; empty if there is none. */
  public static Optional<Measure> of(String text) {
    for (Measure measure : values()) {
      if (measure.text().equals(text)) {
        return Optional.of(measure);
      }
    }
    return Optional.empty();
  }

  /** A number that is less the better it is. */
  public double badness(double value) {
    return larger ? -value : value;
  }
}
