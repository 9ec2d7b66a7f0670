package io.downhill.tuning;

import java.util.Map;

/**
 * One penalty of a path.
 *
 * @param l1 its part that is not smooth
 * @param l2 its squared part
 * @param held what the held-out rows say
 * @param loss the mean loss of all rows with weights learned on all of them
 * @param explained the share of the loss of the bias alone that the model explains
 * @param parameters of that model for raw features, [weights | bias] of each column
 * @param nonzero how many features have a weight other than 0
 * @param converged whether every fit came to its optimum
 */
public record Point(
    double l1,
    double l2,
    Map<Measure, Measured> held,
    double loss,
    double explained,
    double[][] parameters,
    int nonzero,
    boolean converged) {
  /** The measure on held-out rows. */
  public Measured held(Measure measure) {
    return held.get(measure);
  }

  @Override
  public String toString() {
    return "Point[l1=" + l1 + ", l2=" + l2 + ", " + held + "]";
  }
}
