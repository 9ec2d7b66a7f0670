package io.downhill.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScreenTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream terminal = new PrintStream(bytes, false, StandardCharsets.UTF_8);
  private final Screen screen = new Screen(terminal);
  private final PrintStream above = new PrintStream(screen, false, StandardCharsets.UTF_8);

  private VirtualTerminal shown() {
    return VirtualTerminal.after(6, 20, bytes.toByteArray());
  }

  private void shows(String... lines) {
    assertEquals(String.join("\n", lines) + "\n", shown().text());
    assertTrue(shown().isRestored(), "the cursor is not on a line of its own");
  }

  @Test
  void linesAreDrawnInPlace() {
    terminal.print("before\n");
    screen.show(List.of("one", "two and more", "three"));
    screen.show(List.of("1", "2", "3"));
    shows("before", "1", "2", "3");
  }

  @Test
  void fewerLinesLeaveNothingBehind() {
    screen.show(List.of("one", "two", "three"));
    screen.show(List.of("1"));
    shows("1");
    screen.show(List.of("1", "2"));
    shows("1", "2");
  }

  @Test
  void whatIsPrintedStandsAbove() {
    screen.show(List.of("one", "two"));
    above.print("WARN a line\n");
    screen.show(List.of("1", "2"));
    above.print("WARN another\n");
    shows("WARN a line", "WARN another", "1", "2");
  }

  @Test
  void lineThatIsPrintedInPartsStaysWhole() {
    screen.show(List.of("one", "two"));
    above.print("a line ");
    screen.show(List.of("1", "2"));
    above.print("in parts\n");
    shows("a line in parts", "1", "2");
  }

  @Test
  void linesThatScrollStayInPlace() {
    for (int k = 0; k < 9; k++) {
      screen.show(List.of("one", "two", "three"));
      above.print("log " + k + "\n");
    }
    shows(
        "log 0", "log 1", "log 2", "log 3", "log 4", "log 5", "log 6", "log 7", "log 8", "one",
        "two", "three");
  }

  /** As where the terminal became narrower meanwhile. */
  @Test
  void lineThatIsTooLongDoesNotWrap() {
    screen.show(List.of("x".repeat(30), "two"));
    screen.show(List.of("y".repeat(30), "two"));
    shows("y".repeat(20), "two");
  }

  @Test
  void whatFollowsStandsBelow() {
    screen.show(List.of("one", "two"));
    screen.leave(List.of("1", "2"));
    above.print("later\n");
    terminal.print("result\n");
    shows("1", "2", "later", "result");
  }
}
