package io.downhill.device;

/**
 * Something that keeps a device from being used.
 *
 * @param what is wrong, in one line
 * @param cure what to do about it, in one line; empty where there is none, or {@code what} has it
 */
public record Trouble(String what, String cure) {
  /** From one line, in which the cure, if there is one, stands behind the first semicolon. */
  public static Trouble of(String text) {
    String[] parts = text.split("; ", 2);
    return new Trouble(parts[0], parts.length > 1 ? parts[1] : "");
  }

  /** Both in one line. */
  public String text() {
    return cure.isEmpty() ? what : what + "; " + cure;
  }
}
