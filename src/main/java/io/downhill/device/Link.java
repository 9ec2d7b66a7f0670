package io.downhill.device;

/** How margins become residuals and losses. */
public enum Link {
  /**
   * Columns that know nothing of each other: a = sigmoid(z), dz = c (a - y), each column a problem
   * of two classes of its own.
   */
  LOGISTIC
}
