package io.downhill.data;

import java.util.Objects;

/**
 * What the two labels stand for, as they are written in the data.
 *
 * @param negative the text of label 0
 * @param positive the text of label 1
 */
public record Classes(String negative, String positive) {
  /** Labels that are written 0 and 1. */
  public static final Classes ZERO_ONE = new Classes("0", "1");

  /** Checks that the two differ. */
  public Classes {
    Objects.requireNonNull(negative, "negative");
    Objects.requireNonNull(positive, "positive");
    if (negative.equals(positive)) {
      throw new IllegalArgumentException("classes: both are " + negative);
    }
  }
}
