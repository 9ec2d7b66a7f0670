package io.downhill.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.downhill.LogisticModel;
import io.downhill.optim.Stop;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/** {@code train --watch} on a terminal, which util-linux's {@code script} is, and without one. */
@Timeout(120)
class WatchProcessTest {
  private static final String TRAIN =
      "\"$downhill\" train labelled.csv --label risk --device cpu --solver gd --watch";

  @TempDir static Path home;
  private static Installation installation;

  @TempDir Path scratch;
  @TempDir Path folder;
  private Shell shell;

  @BeforeAll
  static void install() throws Exception {
    installation = Installation.in(home.resolve("downhill"));
  }

  @BeforeEach
  void prepare() {
    shell = installation.shell(scratch).set("TERM", "xterm").set("LC_ALL", "C.UTF-8");
    new SampleFiles(folder).labelled();
  }

  /** A line for a shell whose streams are a terminal; its output goes to the file screen. */
  private String onTerminal(int rows, int columns, String line) throws Exception {
    assumeTrue(
        shell.run(folder, "script --version").out().contains("util-linux"),
        "SKIPPED: a terminal needs the script of util-linux");
    shell.set("size", "rows " + rows + " cols " + columns);
    Path inner = Shell.script(scratch.resolve("inner.sh"), "stty $size\n" + line);
    return "script -qefc '" + inner + "' screen > /dev/null";
  }

  private VirtualTerminal screen(int rows, int columns) throws Exception {
    byte[] bytes = Files.readAllBytes(folder.resolve("screen"));
    String text = new String(bytes, StandardCharsets.UTF_8);
    // Its first and last line are those of script.
    String shown =
        text.replaceFirst("^Script started.*\n", "").replaceFirst("\r?\nScript done.*\n$", "");
    return VirtualTerminal.after(rows, columns, shown.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @CsvSource({"24, 80, C.UTF-8, ⠤", "24, 40, C.UTF-8, ⠤", "10, 60, C.UTF-8, ⠤", "24, 80, C, *"})
  void curveStandsAboveTheResult(int rows, int columns, String locale, String dot)
      throws Exception {
    shell.set("LC_ALL", locale);
    shell.run(folder, onTerminal(rows, columns, TRAIN)).with(0);
    VirtualTerminal terminal = screen(rows, columns);
    String text = terminal.text();
    assertTrue(text.startsWith("cost J by iterations of gd on"), text);
    assertTrue(text.contains("  0.6931 ") && text.contains(dot), text);
    assertEquals(1, text.split("of at most 1000", -1).length - 1, text);
    assertTrue(text.contains(" reads of the data"), text);
    assertTrue(text.indexOf("reads of the data") < text.indexOf("\n\nexamples   200 x 2"), text);
    assertFalse(text.contains(" to go"), text);
    assertTrue(terminal.isRestored(), text);
  }

  @ParameterizedTest
  @CsvSource({"INT, 130, Ctrl-C", "TERM, 143, SIGTERM"})
  void signalLeavesTheLastDrawingAndTheModel(String signal, int code, String word)
      throws Exception {
    Signals.assumeHeard(signal);
    String line =
        "echo $$ > pid; exec " + TRAIN + " --iterations 2000000000 --tolerance 0 --trace costs.csv";
    String started = onTerminal(24, 80, line);
    try (Shell.Running run = shell.start(folder, started)) {
      while (!Files.exists(folder.resolve("costs.csv")) && run.process().isAlive()) {
        Thread.sleep(20);
      }
      shell.run(folder, "kill -" + signal + " $(cat pid)").with(0);
      run.end().with(code);
    }
    VirtualTerminal terminal = screen(24, 80);
    String text = terminal.text();
    assertTrue(
        text.startsWith(
            "downhill: ending after the step in hand; "
                + word
                + " again ends at once\ncost J by iterations of gd on 200 x 2 features\n  0.6931 "),
        text);
    assertTrue(text.contains("downhill: ended by " + word + "; the model so far is in"), text);
    assertTrue(terminal.isRestored(), text);
    LogisticModel model = LogisticModel.load(folder.resolve("model.json"));
    assertEquals(Stop.INTERRUPTED, model.report().orElseThrow().stop());
  }

  @Test
  void dumbTerminalGetsLines() throws Exception {
    shell.set("TERM", "dumb");
    shell.run(folder, onTerminal(24, 80, TRAIN)).with(0);
    String bytes = Files.readString(folder.resolve("screen"));
    assertFalse(bytes.contains("\u001b"), bytes);
    assertTrue(bytes.contains("--watch writes a line now and then"), bytes);
  }

  @Test
  void pipeGetsLinesAndTheResultStaysJson() throws Exception {
    Shell.Ended run = shell.run(folder, TRAIN + " --json").with(0);
    List<String> lines = run.err().lines().toList();
    assertTrue(lines.get(0).contains("--watch writes a line now and then"), run::toString);
    assertTrue(lines.get(1).startsWith("J 0.69314"), run::toString);
    long last = lines.stream().filter(line -> line.contains(", iteration 340 of at most")).count();
    assertEquals(1, last, run::toString);
    assertFalse(run.err().contains("\u001b"), run::toString);
    assertEquals("gd", new JsonMapper().readTree(run.out()).get("solver").asString());
  }

  @Test
  void watchingChangesNoBitOfTheModel() throws Exception {
    shell.run(folder, onTerminal(24, 80, TRAIN)).with(0);
    double[] watched = LogisticModel.load(folder.resolve("model.json")).weights();
    shell.run(folder, TRAIN.replace("--watch", "--quiet")).with(0);
    double[] alone = LogisticModel.load(folder.resolve("model.json")).weights();
    assertEquals(List.of(alone[0], alone[1]), List.of(watched[0], watched[1]));
  }

  @Test
  void nobodyWatchesInQuiet() throws Exception {
    Shell.Ended run = shell.run(folder, TRAIN + " --quiet").with(2);
    assertTrue(run.err().contains("--watch shows progress and --quiet none"), run::toString);
  }
}
