package io.downhill.inference;

import java.util.List;
import java.util.Optional;

/**
 * How sure the coefficients of a fit are, and how well it fits.
 *
 * @param method by what
 * @param level the probability with which an interval holds the parameter, in (0,1)
 * @param clusters how many groups of rows were taken as one observation each; empty where each row
 *     is one
 * @param reference the class that log-odds are against
 * @param coefficients class by class, each in the order of the features with the bias last
 * @param likelihood of the fit
 * @param distance how many standard errors a coefficient may be from the optimum, at most, by the
 *     gap that the verdict tells; NaN if not known
 * @param reason why no coefficient has a standard error, in one line; empty if they have
 */
public record Inference(
    Method method,
    double level,
    Optional<Integer> clusters,
    String reference,
    List<Coefficient> coefficients,
    Likelihood likelihood,
    double distance,
    String reason) {
  /** The level of intervals unless told otherwise. */
  public static final double LEVEL = 0.95;

  /** Copies the list. */
  public Inference {
    coefficients = List.copyOf(coefficients);
  }

  /** Whether there are standard errors. */
  public boolean isKnown() {
    return reason.isEmpty();
  }
}
