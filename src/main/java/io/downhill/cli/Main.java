package io.downhill.cli;

/** x */
public final class Main {
  private Main() {}
}
