package io.downhill.cli;

import io.downhill.WholeFile;
import io.downhill.data.DataException;
import io.downhill.data.DataPath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/**
 * The files that a command reads and writes. An output that is an input, or another output, would
 * destroy it, whatever it is called: by another spelling, a link, a hard link or a pattern.
 */
final class Places {
  private static final Logger LOG = LoggerFactory.getLogger(Places.class);

  /** DuckDB takes the name of a file between either kind of quotes. */
  private static final Pattern QUOTED = Pattern.compile("'([^']+)'|\"([^\"]+)\"");

  private final CommandSpec command;
  private final List<Place> inputs = new ArrayList<>();
  private final List<Place> outputs = new ArrayList<>();

  /** A file by what the command line calls it. */
  private record Place(String name, Path path) {}

  Places(CommandSpec command) {
    this.command = command;
  }

  /** Adds a file that is read; null for none. */
  Places reads(String name, Path file) {
    if (file != null) {
      inputs.add(new Place(name, file));
    }
    return this;
  }

  /** Adds files that are read, patterns among them. */
  Places reads(String name, List<String> data) {
    for (String one : data) {
      if (one.equals("-")) {
        reads(name, file("/dev/stdin"));
      } else {
        DataPath.named(one).forEach(file -> reads(name, file));
      }
    }
    return this;
  }

  /** Adds the files that a query names; null for none. */
  Places readsQuery(String name, String sql) {
    if (sql != null) {
      Matcher quoted = QUOTED.matcher(sql);
      while (quoted.find()) {
        String text = quoted.group(1) != null ? quoted.group(1) : quoted.group(2);
        try {
          reads(name, List.of(text));
        } catch (DataException e) {
          LOG.debug("no file: {}", text, e); // Queries quote other things too.
        }
      }
    }
    return this;
  }

  /** Adds a file that is written; null for none. */
  Places writes(String name, Path file) {
    if (file != null) {
      outputs.add(new Place(name, file));
    }
    return this;
  }

  /**
   * The file that the shell sends the result to, null if it is none, or this system does not tell:
   * {@code >> new.csv} would read its own predictions.
   */
  static Path stdout() {
    return file("/dev/stdout");
  }

  private static Path file(String stream) {
    Path path = Path.of(stream);
    return Files.isRegularFile(path) ? path : null;
  }

  /**
   * Refuses an output that is an input or another output.
   *
   * @throws ParameterException that names both
   */
  void check() {
    for (int k = 0; k < outputs.size(); k++) {
      Place output = outputs.get(k);
      for (Place input : inputs) {
        refuseSame(output, input);
      }
      for (Place other : outputs.subList(0, k)) {
        refuseSame(output, other);
      }
    }
  }

  private void refuseSame(Place output, Place other) {
    if (!WholeFile.isSpecial(output.path()) && isSame(output.path(), other.path())) {
      String both =
          output.path() + (output.path().equals(other.path()) ? "" : " is " + other.path());
      throw new ParameterException(
          command.commandLine(),
          output.name()
              + " and "
              + other.name()
              + " are the same file, "
              + both
              + ": give another "
              + output.name());
    }
  }

  /** By identity where both exist, so that hard links count; else by where a file would be made. */
  private static boolean isSame(Path a, Path b) {
    try {
      return Files.exists(a) && Files.exists(b)
          ? Files.isSameFile(a, b)
          : WholeFile.destination(a).equals(WholeFile.destination(b));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
