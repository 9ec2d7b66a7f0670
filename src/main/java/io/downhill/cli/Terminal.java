package io.downhill.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where a command prints.
 *
 * @param out results
 * @param err progress, warnings and failures
 * @param live whether somebody watches err on a terminal
 */
record Terminal(PrintStream out, PrintStream err, boolean live) {
  private static final int USUAL_COLUMNS = 80;
  private static final int USUAL_ROWS = 24;

  /** Prints a line of the result, or JSON in several; see {@link Printable}. */
  void print(String text) {
    out.print(Printable.escaped(text) + "\n");
  }

  /** Prints a line of the result that draws, with the colours it has; of this program's making. */
  void draw(String line) {
    out.print(line + "\n");
  }

  /** Prints one line beside the result. */
  void note(String line) {
    out.flush();
    err.print(Printable.line(line) + "\n");
    err.flush();
  }

  /** The same while a progress bar may stand in the line. */
  void interject(String line) {
    if (live) {
      note("");
    }
    note(line);
  }

  /** The width of the terminal as the launcher tells it, 80 where there is none. */
  static int columns() {
    return told("downhill.columns", USUAL_COLUMNS);
  }

  /** Its height in lines as the launcher tells it, 24 where there is none. */
  static int rows() {
    return told("downhill.rows", USUAL_ROWS);
  }

  private static int told(String property, int usual) {
    int told = Integer.getInteger(property, 0);
    return told > 0 ? told : usual;
  }

  /** The encoding of the terminal: the launcher's, which may have changed the locale, or Java's. */
  static Optional<String> charset() {
    return Stream.of("downhill.charset", "stderr.encoding", "native.encoding")
        .map(System::getProperty)
        .filter(Objects::nonNull)
        .findFirst();
  }

  /**
   * Whether the process's stderr is a terminal. The launcher asks the shell and says so; without
   * it, Linux tells. {@code System.console()} looks at stdin and stdout only.
   */
  static boolean stderrIsTerminal() {
    return isTerminal("downhill.tty", 2);
  }

  /** Whether results go to a terminal, which {@code System.console()} tells of stdin too. */
  static boolean stdoutIsTerminal() {
    return isTerminal("downhill.tty.stdout", 1);
  }

  private static boolean isTerminal(String property, int descriptor) {
    String told = System.getProperty(property);
    if (told != null) {
      return Boolean.parseBoolean(told);
    }
    if ("dumb".equals(System.getenv("TERM"))) {
      return false; // It is one that takes no escapes.
    }
    Path stream = Path.of("/proc/self/fd/" + descriptor);
    try {
      String target = Files.readSymbolicLink(stream).toString();
      return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
    } catch (IOException | UnsupportedOperationException e) {
      return false; // No such folder on this system: better no bar than one in a file.
    }
  }
}
