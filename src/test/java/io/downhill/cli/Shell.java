package io.downhill.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Lines for {@code /bin/sh}, each run in a process of its own: what a person or a script does with
 * streams, signals and names. The line is read from a file, for Java could not pass a name that the
 * locale of the tests does not know.
 */
final class Shell {
  private final Path scratch;
  private final Map<String, String> variables = new TreeMap<>();
  private int mostSeconds = 120;

  /**
   * A shell whose lines run in a folder.
   *
   * @param scratch for its own files, and nothing else
   */
  Shell(Path scratch) {
    assumeTrue(!File.separator.equals("\\"), "SKIPPED: there is no /bin/sh");
    this.scratch = scratch;
    variables.put("LC_ALL", "C.UTF-8");
  }

  /** What a line did. */
  record Ended(int code, String out, String err) {
    /** Checks the exit code. */
    Ended with(int expected) {
      assertEquals(expected, code, this::toString);
      return this;
    }
  }

  /** A line that runs. */
  final class Running implements AutoCloseable {
    private final Process process;
    private final Path out;
    private final Path err;

    private Running(Path folder, String line) throws IOException {
      Path script = Files.createTempFile(scratch, "line", ".sh");
      out = Path.of(script + ".out");
      err = Path.of(script + ".err");
      ProcessBuilder builder =
          new ProcessBuilder("/bin/sh", Files.writeString(script, line).toString())
              .directory(folder.toFile())
              .redirectInput(new File("/dev/null"))
              .redirectOutput(out.toFile())
              .redirectError(err.toFile());
      builder.environment().remove("JAVA_OPTS");
      builder.environment().putAll(variables);
      process = builder.start();
    }

    Process process() {
      return process;
    }

    /** What it said on stderr so far. */
    String err() throws IOException {
      return Files.readString(err);
    }

    /** Sends a signal, as INT, to the shell, or to the program that took its place by exec. */
    void signal(String name) throws Exception {
      run(scratch, "kill -" + name + " " + process.pid()).with(0);
    }

    /** Waits for its end. */
    Ended end() throws Exception {
      assertTrue(process.waitFor(mostSeconds, TimeUnit.SECONDS), () -> "still running: " + err);
      return new Ended(process.exitValue(), Files.readString(out), err());
    }

    /** Kills it if it still runs. */
    @Override
    public void close() {
      process.destroyForcibly();
    }
  }

  /** Sets a variable of the environment of all lines. */
  Shell set(String variable, Object value) {
    variables.put(variable, value.toString());
    return this;
  }

  /** Sets how long a line may take. */
  Shell within(int seconds) {
    mostSeconds = seconds;
    return this;
  }

  Running start(Path folder, String line) throws IOException {
    return new Running(folder, line);
  }

  Ended run(Path folder, String line) throws Exception {
    try (Running running = start(folder, line)) {
      return running.end();
    }
  }

  /** Writes a program of its own for the shell. */
  static Path script(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n" + text);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
