package io.downhill.inference;

import java.util.Locale;

/** By what the standard errors of the coefficients are known. */
public enum Method {
  /** The inverse of the Hessian of the log likelihood: right where the model is. */
  WALD,
  /**
   * The sandwich of the Hessian and the squares of the examples' gradients, or of the sums of these
   * over clusters (Huber 1967, White 1982): right where the model is not, too.
   */
  ROBUST,
  /** There are none. */
  NONE;

  /** As it is spelled in options and files. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
