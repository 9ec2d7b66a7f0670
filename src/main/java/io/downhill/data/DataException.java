package io.downhill.data;

/**
 * Data that cannot be used, told in one line: the file, the row and the column where there is one,
 * the value, and what to do.
 */
public final class DataException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** A failure with its whole story in the message. */
  public DataException(String message) {
    super(message);
  }

  /** A failure with the exception that led to it. */
  public DataException(String message, Throwable cause) {
    super(message, cause);
  }
}
