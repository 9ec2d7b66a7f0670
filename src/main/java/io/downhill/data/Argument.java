package io.downhill.data;

import java.util.Collection;

/** Checks of arguments that every public method makes. */
public final class Argument {
  private Argument() {}

  /**
   * The value itself.
   *
   * @param name of the argument, for the message
   * @throws IllegalArgumentException if it is null
   */
  public static <T> T notNull(T value, String name) {
    if (value == null) {
      throw new IllegalArgumentException(name + " is null");
    }
    return value;
  }

  /**
   * The values themselves.
   *
   * @throws IllegalArgumentException if they are null, or one of them is
   */
  public static <C extends Collection<?>> C noneNull(C values, String name) {
    int k = 0;
    for (Object value : notNull(values, name)) {
      notNull(value, name + "[" + k++ + "]");
    }
    return values;
  }
}
