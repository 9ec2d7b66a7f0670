package io.downhill.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.data.DataException;
import io.downhill.device.DeviceException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FailuresTest {
  private static final String LOG = "the kernels do not build\nline 1: error\nline 2: error";

  private static String told(Throwable e, String... arguments) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream print = new PrintStream(err, true, StandardCharsets.UTF_8);
    assertEquals(1, new Failures(new Terminal(print, print, false), arguments).failed(e));
    return err.toString(StandardCharsets.UTF_8);
  }

  private static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(new DataException("a.csv: line 3"), "a.csv: line 3"),
        Arguments.of(new IllegalArgumentException("x differs"), "x differs"),
        Arguments.of(new DataException("one\n  two\n three"), "one two three"),
        Arguments.of(new DeviceException("no device"), "no device"),
        Arguments.of(
            new DeviceException(LOG), "the kernels do not build (--debug shows the whole log)"),
        Arguments.of(new DeviceException(""), ""),
        Arguments.of(
            new IllegalStateException("odd"),
            "unexpected java.lang.IllegalStateException: odd; run it again with --debug and report"
                + " what it shows"),
        Arguments.of(new DataException((String) null), "io.downhill.data.DataException"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void isToldInOneLine(Throwable failure, String expected) {
    assertEquals("downhill: " + expected + "\n", told(failure));
  }

  @Test
  void debugShowsTheWholeLogAndWhereItWas() {
    String[] lines = told(new DeviceException(LOG), "train", "--debug").split("\n");
    assertEquals("downhill: the kernels do not build", lines[0]);
    assertTrue(lines[1].startsWith("io.downhill.device.DeviceException: the kernels"), lines[1]);
    assertEquals("line 1: error", lines[2]);
    assertTrue(String.join("\n", lines).contains("at io.downhill.cli.FailuresTest."), LOG);
  }

  @Test
  void debugIsNotAskedForTwice() {
    String first = told(new IllegalStateException("odd"), "--debug").lines().findFirst().get();
    assertEquals("downhill: unexpected java.lang.IllegalStateException: odd", first);
  }

  @Test
  void lineThatCannotBeReadIsCutInTheMiddle() {
    String whole = "f".repeat(600) + "r".repeat(400);
    assertEquals("downhill: " + whole + "\n", told(new DataException(whole)));
    String longer = "f".repeat(600) + "." + "r".repeat(400);
    String cut = "f".repeat(600) + " ... " + "r".repeat(400);
    assertEquals("downhill: " + cut + "\n", told(new DataException(longer)));
  }
}
