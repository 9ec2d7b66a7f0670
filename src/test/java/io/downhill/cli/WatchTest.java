package io.downhill.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.TrainingOptions;
import io.downhill.optim.Gap;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WatchTest {
  private static final String CAPTION = "cost J by iterations of gd on 500000 x 100 features";
  private static final long SECOND = 1_000_000_000L;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream err = new PrintStream(bytes, false, StandardCharsets.UTF_8);
  private long now;

  @AfterEach
  void forget() {
    System.clearProperty("downhill.rows");
    System.clearProperty("downhill.columns");
  }

  private RunState state(String solver, int iterations) {
    TrainingOptions options = TrainingOptions.builder().iterations(iterations).build();
    return new RunState(options, solver, () -> now);
  }

  /** Tells iterations of a second each. */
  private void descend(Display display, int count) {
    for (int k = 0; k <= count; k++) {
      now += SECOND;
      display.effort(k + 1.5, 0.25);
      display.iteration(k, 0.1 + 0.5 / (k + 1), 0.25 / (k + 1));
      display.gap(Gap.of(0.0123456 / (k + 1), Gap.Source.COORDINATE));
    }
  }

  private VirtualTerminal drawn(int rows, int columns, Ink ink, int iterations) {
    System.setProperty("downhill.rows", String.valueOf(rows));
    System.setProperty("downhill.columns", String.valueOf(columns));
    RunState state = state("gd", 1000);
    try (WatchScreen screen = new WatchScreen(new Terminal(err, err, true), CAPTION, state, ink)) {
      descend(screen, iterations);
      System.err.print("WARN something\n");
    }
    return VirtualTerminal.after(rows, columns, bytes.toByteArray());
  }

  @ParameterizedTest
  @CsvSource({"24, 80", "24, 40", "24, 200", "12, 80", "8, 40", "5, 30", "3, 30", "2, 30"})
  void drawingFitsTheTerminal(int rows, int columns) {
    for (Ink ink : Ink.values()) {
      bytes.reset();
      VirtualTerminal terminal = drawn(rows, columns, ink, 99);
      List<String> lines = terminal.lines();
      assertTrue(lines.contains("WARN something"), terminal.text());
      assertTrue(lines.stream().allMatch(line -> line.length() < columns), terminal.text());
      long told = lines.stream().filter(line -> line.contains("99 of at most 1000")).count();
      assertEquals(
          rows > 4 ? 1 : 0, told, terminal.text()); // Else there is room for the last lines.
      assertTrue(terminal.isRestored(), terminal.text());
    }
  }

  @Test
  void drawingOfEightyColumns() {
    assertEquals(
        """
        WARN something
        cost J by iterations of gd on 500000 x 100 features
          0.6000 |******
                 |      *
                 |      *
                 |      *
                 |      *
                 |      *
                 |      ********
                 |              *****
                 |                   ****
                 |                       *****
                 |                            ****************
          0.1050 |                                            *************************
                 ++---------------------------------+----------------------------------
                  1                                 10
        J 0.10500000  gap at least 1.2e-04  slope 2.5e-03  alpha 0.2500
        iteration 99 of at most 1000  100.5 reads of the data  1 min 40 s

        """,
        drawn(24, 80, Ink.ASCII, 99).text());
  }

  @Test
  void stderrIsGivenBack() {
    PrintStream before = System.err;
    drawn(24, 80, Ink.ASCII, 3);
    assertSame(before, System.err);
  }

  @Test
  void runThatBeginsAnewIsDrawnAnew() {
    RunState state = state("gd", 1000);
    try (WatchScreen screen =
        new WatchScreen(new Terminal(err, err, true), CAPTION, state, Ink.ASCII)) {
      descend(screen, 99);
      screen.restarted();
      descend(screen, 1);
    }
    String text = VirtualTerminal.after(24, 80, bytes.toByteArray()).text();
    assertTrue(text.contains("iteration 1 of at most") && text.contains("0.3500 |"), text);
  }

  @Test
  void linesComeAtPowersOfTwoAndAtTheEnd() {
    try (WatchLines lines = new WatchLines(new Terminal(err, err, false), state("gd", 1000))) {
      descend(lines, 11);
    }
    String text = bytes.toString(StandardCharsets.UTF_8);
    assertEquals(
        """
        downhill: stderr is no terminal to draw on, so --watch writes a line now and then
        J 0.60000000, gap at least 1.2e-02, slope 2.5e-01, alpha 0.2500, iteration 0 of at most 1000, 1.5 reads of the data, 1.0 s
        """,
        text.substring(0, text.indexOf("J 0.35")));
    List<String> iterations =
        text.lines().skip(1).map(line -> line.replaceAll(".*iteration (\\d+) of.*", "$1")).toList();
    assertEquals(List.of("0", "1", "2", "4", "8", "11"), iterations);
  }

  @Test
  void lineWaitsForNoGapThatDoesNotCome() {
    try (WatchLines lines = new WatchLines(new Terminal(err, err, false), state("gd", 1000))) {
      lines.iteration(0, 0.5, 0.25);
      lines.effort(2, Double.NaN);
      String text = bytes.toString(StandardCharsets.UTF_8);
      assertTrue(
          text.contains("J 0.50000000, slope 2.5e-01, iteration 0 of at most 1000, 0.0 s"), text);
    }
  }

  @Test
  void gapIsSaidAsItIsKnown() {
    RunState state = state("newton", 1000);
    state.iteration(0, 0.5, 0.25);
    state.gap(Gap.of(0.01999, Gap.Source.COORDINATE));
    assertTrue(state.items().contains("gap at least 1.9e-02"), state.items()::toString);
    state.gap(Gap.of(0.01999, Gap.Source.STEP));
    assertTrue(state.items().contains("gap about 2.0e-02"), state.items()::toString);
    state.gap(Gap.of(0.01911, Gap.Source.HESSIAN));
    assertTrue(state.items().contains("gap at most 2.0e-02"), state.items()::toString);
    state.gap(Gap.of(Double.POSITIVE_INFINITY, Gap.Source.SAMPLE));
    assertTrue(state.items().contains("gap at most 2.0e-02"), "infinite tells nothing");
  }

  @Test
  void longWaitIsTold() {
    RunState state = state("newton", 1000);
    now += 2 * SECOND;
    assertEquals(List.of("no iteration yet", "2.0 s"), state.items());
    state.iteration(0, 0.5, 0.25);
    now += 9 * SECOND;
    assertTrue(state.items().contains("the last iteration 9.0 s ago"), state.items()::toString);
    state.end();
    assertEquals("11.0 s", state.items().get(state.items().size() - 1));
  }
}
