package io.downhill.cli;

import io.downhill.data.DataException;
import io.downhill.device.DeviceException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Tells a failure in one line, and decides the exit code. */
final class Failures {
  static final int DONE = 0;
  static final int FAILED = 1;
  static final int WRONG_USAGE = 2;

  static final String DEBUG = "--debug";

  private static final int LONGEST = 1000;

  /** The file and the row stand in front, the cure at the end. */
  private static final int BEGINNING = 600;

  private final Terminal terminal;
  private final boolean debug;

  Failures(Terminal terminal, String[] arguments) {
    this.terminal = terminal;
    this.debug = List.of(arguments).contains(DEBUG);
  }

  /** A command line that does not parse, or asks for what cannot be. */
  int wrongUsage(ParameterException e) {
    CommandLine command = e.getCommandLine();
    terminal.note(
        "downhill: "
            + oneLine(e.getMessage())
            + "; see "
            + command.getCommandSpec().qualifiedName()
            + " --help");
    trace(e);
    return WRONG_USAGE;
  }

  /** A command that did not end well. */
  int failed(Throwable e) {
    if (e instanceof ParameterException usage) {
      return wrongUsage(usage);
    }
    terminal.note("downhill: " + line(e));
    trace(e);
    return FAILED;
  }

  private String line(Throwable e) {
    if (e instanceof OutOfMemoryError) {
      return String.format(
          Locale.ROOT,
          "not enough memory: the data do not fit the Java heap of %d MB; allow more with"
              + " JAVA_OPTS=-Xmx16g (or as much as there is), or train on fewer rows",
          Runtime.getRuntime().maxMemory() >> 20);
    }
    String message = e.getMessage() == null ? e.toString() : e.getMessage();
    if (e instanceof DataException || e instanceof IllegalArgumentException) {
      return oneLine(message);
    }
    if (e instanceof DeviceException) {
      String first = message.lines().findFirst().orElse("");
      boolean more = message.lines().count() > 1 && !debug;
      return more ? first + " (" + DEBUG + " shows the whole log)" : first;
    }
    return "unexpected "
        + oneLine(e.toString())
        + (debug ? "" : "; run it again with " + DEBUG + " and report what it shows");
  }

  private void trace(Throwable e) {
    if (debug) {
      StringWriter text = new StringWriter();
      e.printStackTrace(new PrintWriter(text, true));
      text.toString().lines().forEach(terminal::note);
    }
  }

  /** One line of a length that can be read: a name in it may be half of a binary file. */
  private static String oneLine(String message) {
    String line = String.join(" ", message.lines().map(String::strip).toList());
    return line.length() <= LONGEST
        ? line
        : line.substring(0, BEGINNING)
            + " ... "
            + line.substring(line.length() - (LONGEST - BEGINNING));
  }
}
