package io.downhill.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HelpTextTest {
  private static final String COLUMNS = "downhill.columns";

  /** The help of a command on a terminal of that width, 0 for no terminal. */
  private static String help(String command, int columns) {
    String before = System.getProperty(COLUMNS);
    System.setProperty(COLUMNS, String.valueOf(columns));
    try {
      Object[] words = (command + " --help").strip().split(" ");
      return CommandRun.of(words).succeeds().out();
    } finally {
      if (before == null) {
        System.clearProperty(COLUMNS);
      } else {
        System.setProperty(COLUMNS, before);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "demo",
        "train",
        "tune",
        "predict",
        "evaluate",
        "show",
        "devices",
        "bench",
        "verify"
      })
  void helpFitsEightyColumnsWhereThereIsNoTerminal(String command) {
    List<String> tooLong = help(command, 0).lines().filter(line -> line.length() > 80).toList();
    assertEquals(List.of(), tooLong);
  }

  @ParameterizedTest
  @CsvSource({"train, 60", "train, 80", "predict, 60", "evaluate, 73"})
  void noWordIsBroken(String command, int columns) {
    assertEquals(words(help(command, 100)), words(help(command, columns)));
  }

  private static List<String> words(String help) {
    return List.of(help.substring(help.indexOf("DATA...]\n")).split("\\s+"));
  }

  @Test
  void helpTakesTheWidthOfTheTerminal() {
    assertEquals(100, help("train", 120).lines().mapToInt(String::length).max().orElse(0), 3);
  }

  @Test
  void itemOfAListKeepsItsColumns() {
    assertEquals(
        List.of("  lbfgs     quasi-Newton with", "            200 steps of memory"),
        HelpText.wrapped("  lbfgs     quasi-Newton with 200 steps of memory", 32));
  }

  @Test
  void wordThatIsLongerThanTheLineStaysWhole() {
    assertEquals(List.of("a", "looooooooong", "b"), HelpText.wrapped("a looooooooong b", 5));
  }
}
