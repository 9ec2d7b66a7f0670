package io.downhill.cli;

import java.io.PrintStream;

/**
 * The line that the JVM prints on stderr before any code runs, "WARNING: Using incubator modules:
 * jdk.incubator.vector". No option of the JVM stops it, so the launcher asks for the module only
 * where passes are computed.
 */
final class IncubatorNotice {
  private static final String UP_AND_ERASE = "\u001b[1A\u001b[2K";
  private static final String NOTICE = "WARNING: Using incubator modules: jdk.incubator.vector";

  private IncubatorNotice() {}

  /** The lines that it takes on a terminal of that width. */
  static int lines(int columns) {
    return (NOTICE.length() + columns - 1) / columns;
  }

  /**
   * Takes the line back, if it has just been printed on a terminal; a file or a pipe keeps it. Only
   * the launcher says so ({@code downhill.tty}), and nothing was printed since it started the JVM.
   */
  static void erase(PrintStream err) {
    if (Boolean.getBoolean("downhill.tty")
        && ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()) {
      err.print(UP_AND_ERASE.repeat(lines(Terminal.columns())));
      err.flush();
    }
  }
}
