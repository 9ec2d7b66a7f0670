package io.downhill.cli;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;

/** A command as it was given, to be copied into a shell. */
final class CommandText {
  private static final Pattern PLAIN = Pattern.compile("[\\w@%+=:,./^-]+");

  private CommandText() {}

  /** The command that runs. */
  static String of(CommandSpec command) {
    List<String> arguments = command.root().commandLine().getParseResult().originalArgs();
    return Stream.concat(Stream.of("downhill"), arguments.stream())
        .map(CommandText::quoted)
        .collect(Collectors.joining(" "));
  }

  /** A word as a POSIX shell takes it. */
  static String quoted(String word) {
    return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
