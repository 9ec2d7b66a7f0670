package io.downhill.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.LogisticModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Runs that are killed (SIGKILL, which nobody can hear) at moments from their start to their end,
 * and just when they begin to write: each file is the old one whole or the new one whole, and the
 * next run removes what was left beside it.
 */
@Tag("processes")
@Timeout(1200)
class KilledProcessTest {
  private static final int KILLS = 16;
  private static final String OLD = "what was there before\n";

  /** Wide, so that the model's file takes some while. */
  private static final int COLUMNS = 800;

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
  void prepare() throws IOException {
    shell = installation.shell(scratch);
    Random random = new Random(11);
    StringBuilder rows = new StringBuilder("passed");
    for (int j = 0; j < COLUMNS; j++) {
      rows.append(",c").append(j);
    }
    for (int i = 0; i < 60; i++) {
      rows.append('\n').append(i % 2 == 0 ? "no" : "yes");
      for (int j = 0; j < COLUMNS; j++) {
        rows.append(String.format(Locale.ROOT, ",%.3f", random.nextGaussian()));
      }
    }
    Files.writeString(folder.resolve("wide.csv"), rows.append('\n'));
  }

  /** Files that a run writes: whether one of them is whole. */
  private record Result(String name, Predicate<Path> isNew) {
    boolean isOld(Path file) {
      try {
        return Arrays.equals(Files.readAllBytes(file), OLD.getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw new AssertionError(file + " is gone", e);
      }
    }
  }

  /** Kills a command at many moments, and checks the file that it writes after each. */
  private void killOften(String command, Result result) throws Exception {
    Path file = folder.resolve(result.name());
    String before = SampleFiles.names(folder);
    long began = System.nanoTime();
    shell.run(folder, "exec " + command).with(0);
    long nanos = System.nanoTime() - began;
    int old = 0;
    for (int k = 0; k < KILLS; k++) {
      String told = "kill " + k + " of " + KILLS + " of " + command;
      Files.writeString(file, OLD);
      try (Shell.Running run = shell.start(folder, "exec " + command)) {
        if (k % 2 == 0) {
          TimeUnit.NANOSECONDS.sleep(nanos * (k + 1) / KILLS);
        } else {
          awaitWriting(run);
          TimeUnit.MILLISECONDS.sleep(k / 2);
        }
        run.process().destroyForcibly().waitFor();
      }
      boolean isOld = result.isOld(file);
      old += isOld ? 1 : 0;
      assertTrue(isOld || result.isNew().test(file), told + ": " + file + " is half written");
    }
    assertTrue(old > 0, "no run was killed before it had ended: " + command);
    shell.run(folder, "exec " + command).with(0);
    assertTrue(result.isNew().test(file), command);
    assertEquals(before, SampleFiles.names(folder), "what killed runs left beside " + file);
  }

  /** Until there is a file beside the one that is to be written, or nothing comes any more. */
  private void awaitWriting(Shell.Running run) {
    while (run.process().isAlive() && !SampleFiles.names(folder).startsWith(".downhill-")) {
      Thread.onSpinWait();
    }
  }

  /** A run that is killed at many moments, and each time gone on with, ends in the model of one. */
  @ParameterizedTest
  @ValueSource(strings = {"gd", "nesterov", "lbfgs", "newton"})
  void runIsGoneOnWithAfterEachKill(String solver) throws Exception {
    String train =
        "exec \"$downhill\" train wide.csv --label passed --device cpu --l2 0.1 --solver "
            + solver
            + " --quiet --model ";
    long began = System.nanoTime();
    shell.run(folder, train + "whole.json").with(0);
    long nanos = System.nanoTime() - began;
    String kept = train + "model.json --checkpoint-every 0 --checkpoint run.checkpoint";
    Path checkpoint = folder.resolve("run.checkpoint");
    Random random = new Random(solver.hashCode());
    for (int k = 0; k < KILLS; k++) {
      String resume = Files.exists(checkpoint) ? " --resume run.checkpoint" : "";
      try (Shell.Running run = shell.start(folder, kept + resume)) {
        TimeUnit.NANOSECONDS.sleep((long) (nanos * random.nextDouble()));
        run.process().destroyForcibly().waitFor();
      }
    }
    String resume = Files.exists(checkpoint) ? " --resume run.checkpoint" : "";
    shell.run(folder, kept + resume).with(0);
    LogisticModel whole = LogisticModel.load(folder.resolve("whole.json"));
    LogisticModel model = LogisticModel.load(folder.resolve("model.json"));
    assertArrayEquals(whole.weights(), model.weights());
    assertEquals(whole.bias(), model.bias());
    assertEquals("model.json whole.json wide.csv", SampleFiles.names(folder));
  }

  @Test
  void modelIsTheOldOrTheNew() throws Exception {
    String train =
        "\"$downhill\" train wide.csv --label passed --device cpu --l2 0.1 --solver gd"
            + " --iterations 50 --quiet";
    shell.run(folder, train).with(0);
    double[] weights = LogisticModel.load(folder.resolve("model.json")).weights();
    killOften(
        train,
        new Result(
            "model.json", file -> Arrays.equals(weights, LogisticModel.load(file).weights())));
  }

  @Test
  void traceIsTheOldOrWholeRowsOfTheNew() throws Exception {
    String train =
        "\"$downhill\" train wide.csv --label passed --device cpu --l2 0.1 --solver gd"
            + " --iterations 3000 --tolerance 0 --trace t.csv --quiet";
    shell.run(folder, train).with(0);
    String whole = Files.readString(folder.resolve("t.csv"));
    killOften(
        train,
        new Result(
            "t.csv",
            file -> {
              String rows = read(file);
              return whole.startsWith(rows) && (rows.isEmpty() || rows.endsWith("\n"));
            }));
  }

  @ParameterizedTest
  @ValueSource(strings = {"csv", "parquet"})
  void predictionsAreTheOldOrTheNew(String kind) throws Exception {
    Files.delete(folder.resolve("wide.csv"));
    SampleFiles files = new SampleFiles(folder);
    files.model();
    files.write("rows.csv", "height,weight\n" + "0.5,1\n-1,2\n".repeat(150_000));
    String name = "predictions." + kind;
    String predict = "\"$downhill\" predict sample-model.json rows.csv --output " + name;
    shell.run(folder, predict).with(0);
    byte[] whole = Files.readAllBytes(folder.resolve(name));
    killOften(predict, new Result(name, file -> Arrays.equals(whole, bytes(file))));
  }

  private static String read(Path file) {
    return new String(bytes(file), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new AssertionError(file + " is gone", e);
    }
  }
}
