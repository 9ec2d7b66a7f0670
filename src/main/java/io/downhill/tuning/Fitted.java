package io.downhill.tuning;

import java.util.OptionalInt;

/**
 * One fit of a path, as soon as it has ended.
 *
 * @param penalty its place in the path
 * @param fold the fold that it was not trained on; empty for the fit of all rows
 * @param parameters for raw features, [weights | bias] of each column
 * @param cost J where it ended, with its penalties
 * @param passes the reads of X that it would have taken alone
 * @param converged whether it came to its optimum
 */
public record Fitted(
    int penalty,
    OptionalInt fold,
    double[][] parameters,
    double cost,
    double passes,
    boolean converged) {
  @Override
  public String toString() {
    String who = fold.isPresent() ? "fold " + fold.getAsInt() : "all rows";
    return "Fitted[penalty " + penalty + ", " + who + ", J " + cost + "]";
  }
}
