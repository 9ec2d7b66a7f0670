package io.downhill.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.LogisticModel;
import io.downhill.WholeFile;
import io.downhill.optim.Stop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class InterruptionTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"INT, 130, Ctrl-C", "TERM, 143, SIGTERM", "HUP, 129, SIGHUP"})
  @Timeout(120)
  void interruptedTrainingSavesTheModelSoFar(String signal, int code, String word)
      throws Exception {
    Signals.assumeHeard(signal);
    Path data = new SampleFiles(folder).labelled();
    Path model = folder.resolve("model.json");
    Path trace = folder.resolve("costs.csv");
    String train =
        "train %s --label risk --model %s --trace %s --device cpu --solver gd --iterations 2000000000"
            + " --tolerance 0 --report %s";
    Path page = folder.resolve("page.html");
    Process process = start(Main.class, String.format(train, data, model, trace, page).split(" "));
    try {
      while (!Files.exists(trace) && process.isAlive()) {
        Thread.sleep(20);
      }
      String told = endedBy(signal, process);
      assertEquals(code, process.exitValue(), told);
      assertTrue(told.contains("ended by " + word + "; the model so far is in " + model), told);
      assertTrue(told.contains("; no page was written to " + page), told);
    } finally {
      process.destroyForcibly();
    }
    assertEquals(Stop.INTERRUPTED, LogisticModel.load(model).report().orElseThrow().stop());
    assertTrue(Files.size(trace) > 0, "empty trace");
    assertEquals("costs.csv err.txt labelled.csv model.json", SampleFiles.names(folder));
  }

  @ParameterizedTest
  @CsvSource({"INT, 130, Ctrl-C, gd", "TERM, 143, SIGTERM, nesterov"})
  @Timeout(120)
  void trainingOfManyClassesSavesTheModelSoFar(String signal, int code, String word, String solver)
      throws Exception {
    Signals.assumeHeard(signal);
    StringBuilder csv = new StringBuilder("x,y,kind\n");
    for (int i = 0; i < 300; i++) {
      csv.append(i % 7).append(',').append(i % 11).append(",k").append(i % 5 % 3).append('\n');
    }
    Path data = new SampleFiles(folder).write("kinds.csv", csv.toString());
    Path model = folder.resolve("model.json");
    Path trace = folder.resolve("costs.csv");
    String train =
        "train %s --label kind --model %s --trace %s --device cpu --solver %s --alpha 1e-7"
            + " --iterations 2000000000 --tolerance 0";
    Process process =
        start(Main.class, String.format(train, data, model, trace, solver).split(" "));
    try {
      while (!Files.exists(trace) && process.isAlive()) {
        Thread.sleep(20);
      }
      String told = endedBy(signal, process);
      assertEquals(code, process.exitValue(), told);
      assertTrue(told.contains("ended by " + word + "; the model so far is in " + model), told);
    } finally {
      process.destroyForcibly();
    }
    LogisticModel saved = LogisticModel.load(model);
    assertEquals(Stop.INTERRUPTED, saved.report().orElseThrow().stop());
    assertEquals(List.of("k0", "k1", "k2"), saved.classes().names());
    assertEquals("costs.csv err.txt kinds.csv model.json", SampleFiles.names(folder));
  }

  @ParameterizedTest
  @CsvSource({"INT, 130, Ctrl-C", "TERM, 143, SIGTERM", "HUP, 129, SIGHUP"})
  @Timeout(120)
  void whatCannotEndEarlyEndsAtOnceAndSaysSo(String signal, int code, String word)
      throws Exception {
    Signals.assumeHeard(signal);
    Process process = start(Reading.class);
    try {
      assertEquals('r', process.getInputStream().read(), "reading has begun");
      assertEquals(
          "downhill: ended by " + word + " while reading\n", endedBy(signal, process), signal);
      assertEquals(code, process.exitValue());
    } finally {
      process.destroyForcibly();
    }
  }

  @ParameterizedTest
  @CsvSource({"INT, 130, Ctrl-C", "TERM, 143, SIGTERM"})
  @Timeout(120)
  void interruptedPathSavesTheBestSoFar(String signal, int code, String word) throws Exception {
    Signals.assumeHeard(signal);
    Path data = new SampleFiles(folder).labelled();
    Path model = folder.resolve("model.json");
    Path weights = folder.resolve("path.csv");
    String tune =
        "tune %s --label risk --penalties 1000000 --device cpu --model %s --path %s --verbose --json";
    Process process = start(Main.class, String.format(tune, data, model, weights).split(" "));
    try {
      Path log = folder.resolve("err.txt");
      while (!Files.readString(log).contains("2 of 1000000: ") && process.isAlive()) {
        Thread.sleep(20);
      }
      String told = endedBy(signal, process);
      assertEquals(code, process.exitValue(), told);
      int penalties =
          JsonMapper.shared().readTree(process.getInputStream()).path("penalties").size();
      assertTrue(penalties >= 2, told);
      String words =
          String.format(
              "ended by %s after %d penalties; the model of the best so far is in %s",
              word, penalties, model);
      assertTrue(told.contains(words), told);
      // Two features and the bias at each penalty, and a header.
      assertEquals(1 + 3L * penalties, Files.lines(weights).count());
    } finally {
      process.destroyForcibly();
    }
    assertTrue(Files.readString(model).contains("; the path was not finished"));
    assertEquals(Stop.CONVERGED, LogisticModel.load(model).report().orElseThrow().stop());
    assertEquals("err.txt labelled.csv model.json path.csv", SampleFiles.names(folder));
  }

  /** A step may take long; who asks twice does not want to wait for it. */
  @ParameterizedTest
  @CsvSource({"INT, 130, Ctrl-C", "TERM, 143, SIGTERM", "HUP, 129, SIGHUP"})
  @Timeout(120)
  void secondSignalEndsAtOnce(String signal, int code, String word) throws Exception {
    Signals.assumeHeard(signal);
    Path file = folder.resolve("written.json");
    Process process = start(LongStep.class, file.toString());
    try {
      assertEquals('r', process.getInputStream().read(), "the step has begun");
      Signals.send(signal, process);
      assertEquals('1', process.getInputStream().read(), "the first one was heard");
      assertTrue(process.isAlive(), "the first one lets the step end");
      assertEquals(
          "downhill: ending after the step in hand; " + word + " again ends at once\n",
          endedBy(signal, process));
      assertEquals(code, process.exitValue());
    } finally {
      process.destroyForcibly();
    }
    assertEquals("err.txt", SampleFiles.names(folder), "a file that was being written vanishes");
  }

  /** A step that does not end, while a file is being written. */
  static final class LongStep {
    @SuppressWarnings("try") // The file is open, and nothing more is written.
    public static void main(String[] args) throws InterruptedException {
      Terminal terminal = new Terminal(System.out, System.err, false);
      try (Interruption interruption = Interruption.listen(terminal);
          WholeFile file = WholeFile.create(Path.of(args[0]))) {
        say(terminal, "r");
        while (interruption.requested().isEmpty()) {
          Thread.sleep(5);
        }
        say(terminal, "1");
        Thread.sleep(100_000);
      }
    }

    private static void say(Terminal terminal, String sign) {
      terminal.out().print(sign);
      terminal.out().flush();
    }
  }

  /** Reads for ever. */
  static final class Reading {
    @SuppressWarnings("try") // Signals are heard while it is open; nothing asks it.
    public static void main(String[] args) throws InterruptedException {
      Terminal terminal = new Terminal(System.out, System.err, false);
      try (Interruption interruption = Interruption.end(terminal, " while reading")) {
        terminal.print("r");
        terminal.out().flush();
        Thread.sleep(60_000);
      }
    }
  }

  private Process start(Class<?> main, String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectError(folder.resolve("err.txt").toFile()).start();
  }

  /** Sends a signal, and returns what the process said. */
  private String endedBy(String signal, Process process) throws Exception {
    Signals.send(signal, process);
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), "still running after SIG" + signal);
    return Files.readString(folder.resolve("err.txt"));
  }
}
