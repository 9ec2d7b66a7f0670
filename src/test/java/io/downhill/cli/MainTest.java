package io.downhill.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.device.Device;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class MainTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"demo", "train", "predict", "evaluate", "devices", "verify"})
  void everyCommandHasHelpOnStdout(String command) {
    CommandRun run = CommandRun.of(command, "--help").succeeds();
    assertTrue(run.out().startsWith("Usage: downhill " + command), run.out());
    assertEquals("", run.err());
  }

  @Test
  void helpNamesTheExitCodes() {
    assertTrue(CommandRun.of("--help").succeeds().out().contains("Exit codes: 0 done"));
  }

  @Test
  void versionTellsTheArithmeticToo() {
    CommandRun run = CommandRun.of("--version").succeeds();
    assertTrue(
        run.out().matches("downhill [^\\n]+, arithmetic " + Device.ARITHMETIC + "\\R"), run.out());
  }

  @ParameterizedTest
  @CsvSource({"80, 1", "54, 1", "53, 2", "40, 2", "20, 3"})
  void noticeOfTheJvmIsErasedInAllItsRows(int columns, int rows) {
    assertEquals(rows, IncubatorNotice.lines(columns));
  }

  @Test
  void noCommandIsWrongUsage() {
    CommandRun.of().fails(2, "--help");
  }

  @Test
  void unknownCommandIsWrongUsage() {
    CommandRun.of("trian").fails(2, "trian");
  }

  @Test
  void debugShowsTheStackTrace() {
    CommandRun run = CommandRun.of("predict", folder.resolve("none"), "x.csv", "--debug");
    assertEquals(1, run.code(), run::toString);
    assertTrue(run.err().contains("\tat io.downhill."), run.err());
  }

  @Test
  void devicesListsTheCpuFirst() {
    CommandRun run = CommandRun.of("devices").succeeds();
    assertTrue(run.out().lines().skip(1).findFirst().orElse("").startsWith("cpu"), run.out());
  }

  @Test
  void devicesJsonHasTheContractedFields() {
    JsonNode list = JsonMapper.shared().readTree(CommandRun.of("devices", "--json").out());
    for (JsonNode device : list) {
      assertEquals(
          List.of("id", "name", "vendor", "kind", "exact", "memory"),
          List.copyOf(device.propertyNames()));
    }
    assertEquals("cpu", list.path(0).path("id").asString());
  }

  @Test
  void numbersDoNotDependOnTheLanguage() {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.GERMANY);
    try {
      CommandRun run = CommandRun.of("demo", "--folder", folder).succeeds();
      assertTrue(run.out().contains("0.6931"), run.out());
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void memoryThatRunsOutIsToldInOneLine() {
    java.io.ByteArrayOutputStream err = new java.io.ByteArrayOutputStream();
    Terminal terminal = new Terminal(System.out, new java.io.PrintStream(err), false);
    assertEquals(1, new Failures(terminal, new String[0]).failed(new OutOfMemoryError()));
    assertTrue(err.toString().startsWith("downhill: not enough memory"), err.toString());
  }

  @Test
  void commandsHaveTheNamesOfTheirHelp() {
    Terminal terminal = new Terminal(System.out, System.err, false);
    Main.commands()
        .forEach(
            (name, command) ->
                assertEquals(name, new CommandLine(command.apply(terminal)).getCommandName()));
  }
}
