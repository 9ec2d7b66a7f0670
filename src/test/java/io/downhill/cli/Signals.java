package io.downhill.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Signals for processes that tests start. */
final class Signals {
  private static final Map<String, Integer> NUMBERS = Map.of("HUP", 1, "INT", 2, "TERM", 15);
  private static final Path STATUS = Path.of("/proc/self/status");

  private Signals() {}

  /**
   * Skips the test where a signal does nothing: a process inherits what its parent ignores, as INT
   * behind a script's {@code &} and HUP under nohup, and Java leaves that so.
   *
   * @param name HUP, INT or TERM
   */
  static void assumeHeard(String name) throws IOException {
    assumeTrue(!File.separator.equals("\\"), "SKIPPED: signals are sent with kill");
    if (Files.exists(STATUS)) {
      assumeFalse(isIgnored(Files.readString(STATUS), name), "SKIPPED: " + name + " is ignored");
    }
  }

  /** Does the status of a process, as Linux tells it, say that it ignores a signal? */
  static boolean isIgnored(String status, String name) {
    String mask =
        status
            .lines()
            .filter(line -> line.startsWith("SigIgn:"))
            .map(line -> line.substring("SigIgn:".length()).strip())
            .findFirst()
            .orElse("0");
    return (Long.parseUnsignedLong(mask, 16) >> (NUMBERS.get(name) - 1) & 1) == 1;
  }

  static void send(String name, Process process) throws IOException, InterruptedException {
    String number = String.valueOf(process.pid());
    assertEquals(0, new ProcessBuilder("kill", "-" + name, number).start().waitFor());
  }
}
