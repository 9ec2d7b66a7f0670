package io.downhill.cli;

import org.slf4j.event.Level;
import picocli.CommandLine.Option;

/** What every command understands. */
final class CommonOptions {
  /** The name of the mixin in every command. */
  static final String NAME = "common";

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  private boolean help;

  @Option(
      names = {"-v", "--verbose"},
      description = "Log what happens inside, on stderr.")
  private boolean verbose;

  @Option(
      names = {"-q", "--quiet"},
      description = "No progress, no warnings: the result and failures only.")
  boolean quiet;

  @Option(names = Failures.DEBUG, description = "Show the stack trace of a failure.")
  private boolean debug;

  /** Whether a command should tell more than it does otherwise. */
  boolean verbose() {
    return verbose;
  }

  /** The least level that is logged. */
  Level logLevel() {
    return verbose ? Level.DEBUG : quiet ? Level.ERROR : Level.WARN;
  }
}
