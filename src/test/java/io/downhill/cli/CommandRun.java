package io.downhill.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What a command did.
 *
 * @param command its arguments
 * @param code the exit code
 * @param out what it printed as its result
 * @param err what it printed beside it
 */
record CommandRun(String command, int code, String out, String err) {

  /** Runs a command in this process. */
  static CommandRun of(Object... arguments) {
    String[] args = Arrays.stream(arguments).map(Object::toString).toArray(String[]::new);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code =
        Main.run(
            args,
            new PrintStream(out, false, StandardCharsets.UTF_8),
            new PrintStream(err, false, StandardCharsets.UTF_8));
    return new CommandRun(
        String.join(" ", args),
        code,
        out.toString(StandardCharsets.UTF_8),
        err.toString(StandardCharsets.UTF_8));
  }

  /** Checks that the command did what it should. */
  CommandRun succeeds() {
    assertEquals(0, code, this::toString);
    return this;
  }

  /** Checks that the command ended so, told by one line on stderr that holds all these words. */
  void fails(int expected, String... words) {
    assertEquals(expected, code, this::toString);
    assertEquals(1, err.lines().count(), this::toString);
    assertTrue(err.startsWith("downhill: "), this::toString);
    for (String word : words) {
      assertTrue(err.contains(word), () -> "no \"" + word + "\" in " + this);
    }
    assertEquals("", out, this::toString);
  }
}
