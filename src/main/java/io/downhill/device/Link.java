package io.downhill.device;

/** How margins become residuals and losses. */
public enum Link {
  /**
   * Columns that know nothing of each other: a = sigmoid(z), dz = c (a - y), each column a problem
   * of two classes of its own.
   */
  LOGISTIC,

  /**
   * One problem of as many classes as columns: p = softmax(z), dz_k = c (p_k - [y = k]), the loss
   * -log p_y. Targets are a class, counted from 0, and its weight c for each example.
   */
  SOFTMAX
}
