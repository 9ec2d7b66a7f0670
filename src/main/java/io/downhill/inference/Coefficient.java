package io.downhill.inference;

import java.util.Optional;

/**
 * One coefficient of a fit.
 *
 * @param target the class whose log-odds, against {@link Inference#reference}, it is about
 * @param feature its feature, {@value #BIAS} for the bias
 * @param raw for the feature in the units of the table; the bias where these are 0, or at their
 *     offsets
 * @param standardized for the feature scaled to mean 0 and deviation 1; the bias at the means.
 *     Empty where the fit was on raw features
 * @param reason why it alone has no standard error; empty if it has one, or none has
 */
public record Coefficient(
    String target, String feature, Estimate raw, Optional<Estimate> standardized, String reason) {
  /** How the bias is called. */
  public static final String BIAS = "(bias)";
}
