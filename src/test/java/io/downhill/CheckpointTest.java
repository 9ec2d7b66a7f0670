package io.downhill;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.data.DataException;
import io.downhill.data.Dataset;
import io.downhill.data.PreparationOptions;
import io.downhill.data.table.PreparedTable;
import io.downhill.data.table.TableSource;
import io.downhill.optim.Journal;
import io.downhill.optim.Monitor;
import io.downhill.optim.Stop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointTest {
  private static final Checkpoint SOME =
      new Checkpoint(
          Map.of("--l2", "0.5", RunKey.DATA, "abc"),
          new Journal.Content(
              List.of(new Journal.Answer(new double[] {1, -0.0, Double.NaN}, 2.5)),
              Optional.of(new double[] {3, 4}),
              7.25,
              List.of(new Journal.Told(0.7, 0.1, 1, Double.NaN))));

  @TempDir Path folder;

  private Path file() {
    return folder.resolve("run.checkpoint");
  }

  private static Dataset data(double change) {
    SplittableRandom random = new SplittableRandom(3);
    float[][] x = new float[3000][3];
    int[] y = new int[x.length];
    for (int i = 0; i < x.length; i++) {
      for (int j = 0; j < 3; j++) {
        x[i][j] = (float) random.nextDouble(-1, 1);
      }
      y[i] = x[i][0] - x[i][1] > random.nextDouble(-1, 1) ? 1 : 0;
    }
    x[2999][2] += (float) change;
    return Dataset.of(x, y);
  }

  private static TrainingOptions.Builder options(String solver) {
    return TrainingOptions.builder().solver(solver).device("cpu").threads(1).l2(0.001);
  }

  /** Ends a run as a kill does: nothing more is done. */
  private static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private Checkpoints to() {
    return new Checkpoints(Optional.of(file()), Optional.empty(), Duration.ZERO);
  }

  private Checkpoints from() {
    return new Checkpoints(Optional.empty(), Optional.of(file()), Duration.ZERO);
  }

  @Test
  void whatIsReadIsWhatWasWritten() {
    SOME.write(file());
    Checkpoint read = Checkpoint.read(file());
    assertEquals(SOME.key(), read.key());
    Journal.Content content = read.content();
    assertArrayEquals(SOME.content().answers().get(0).values(), content.answers().get(0).values());
    assertEquals(2.5, content.answers().get(0).passes());
    assertArrayEquals(new double[] {3, 4}, content.state().orElseThrow());
    assertEquals(7.25, content.passes());
    assertEquals(SOME.content().told(), content.told());
  }

  @Test
  void valuesOfAnyLengthAreKept() {
    Map<String, String> key = Map.of("bounds", "price=0, ".repeat(100_000));
    new Checkpoint(key, Journal.Content.EMPTY).write(file());
    assertEquals(key, Checkpoint.read(file()).key());
  }

  /** Neither cut anywhere nor with any bit flipped does it pass for a checkpoint. */
  @Test
  void damageAnywhereIsTold() throws IOException {
    SOME.write(file());
    byte[] whole = Files.readAllBytes(file());
    for (int k = 0; k < whole.length; k++) {
      Files.write(file(), Arrays.copyOf(whole, k));
      refused();
      for (int bit = 0; bit < Byte.SIZE; bit++) {
        byte[] flipped = whole.clone();
        flipped[k] ^= (byte) (1 << bit);
        Files.write(file(), flipped);
        refused();
      }
    }
    Files.write(file(), Arrays.copyOf(whole, whole.length + 1));
    refused();
  }

  private void refused() {
    String message = assertThrows(DataException.class, () -> Checkpoint.read(file())).getMessage();
    assertTrue(
        message.equals(file() + ": the checkpoint is damaged; begin the run anew without it")
            || message.equals(file() + ": no checkpoint of this version of Downhill"),
        message);
  }

  @Test
  void missingFileIsTold() {
    assertEquals(
        file() + ": no such file; a run that ended by itself leaves none",
        assertThrows(DataException.class, () -> from().check()).getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"gd", "nesterov", "lbfgs", "newton"})
  void runThatWasKilledGoesOnToTheSameModel(String solver) {
    TrainingOptions options = options(solver).iterations(40).build();
    Training whole = new LogisticRegression(options).fit(data(0));
    for (int at = 0; at < whole.report().iterations(); at += 1 + at / 3) {
      int last = at;
      Monitor killer =
          (k, cost, slope) -> {
            if (k == last) {
              throw new Killed();
            }
          };
      LogisticRegression killed = new LogisticRegression(options, to());
      assertThrows(Killed.class, () -> killed.fit(data(0), killer));
      TrainingOptions elsewhere = options(solver).iterations(40).threads(2).build();
      Training resumed = new LogisticRegression(elsewhere, from()).fit(data(0));
      assertArrayEquals(whole.model().weights(), resumed.model().weights(), "killed at " + at);
      assertEquals(whole.model().bias(), resumed.model().bias());
      assertEquals(whole.report().iterations(), resumed.report().iterations());
      assertEquals(whole.report().passes(), resumed.report().passes(), 1e-9);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gd", "nesterov", "lbfgs"})
  void runThatWasAskedToEndGoesOnToTheSameModel(String solver) {
    TrainingOptions options = options(solver).iterations(40).build();
    Training whole = new LogisticRegression(options).fit(data(0));
    int[] seen = new int[1];
    Monitor ending = Monitor.until(() -> seen[0] > 3).and((k, cost, slope) -> seen[0] = k);
    Checkpoints late = new Checkpoints(Optional.of(file()), Optional.empty(), Duration.ofDays(1));
    Training ended = new LogisticRegression(options, late).fit(data(0), ending);
    assertEquals(Stop.INTERRUPTED, ended.report().stop());
    Training resumed = new LogisticRegression(options, from()).fit(data(0));
    assertArrayEquals(whole.model().weights(), resumed.model().weights());
    assertEquals(whole.report().iterations(), resumed.report().iterations());
  }

  @Test
  void anotherRunIsRefusedWithTheDifference() {
    LogisticRegression run = new LogisticRegression(options("gd").iterations(5).build(), to());
    run.fit(data(0));
    assertRefused("--iterations was 5 and is 6", options("gd").iterations(6), data(0));
    assertRefused("--l2 was 0.001 and is 0.0", options("gd").iterations(5).l2(0), data(0));
    assertRefused("--solver was gd and is lbfgs", options("lbfgs").iterations(5), data(0));
    assertRefused("the data are others", options("gd").iterations(5), data(1));
  }

  @Test
  void offsetIsAPartOfTheRun() throws IOException {
    StringBuilder csv = new StringBuilder("x,t,y\n");
    for (int i = 0; i < 60; i++) {
      csv.append(i * 7 % 10)
          .append(',')
          .append(i * 3 % 7)
          .append(',')
          .append(i % 3 % 2)
          .append('\n');
    }
    Path table = Files.writeString(folder.resolve("data.csv"), csv);
    TableSource source = TableSource.files(table.toString());
    PreparationOptions plain = PreparationOptions.label("y");
    TrainingOptions options = options("lbfgs").iterations(5).build();
    new LogisticRegression(options, to())
        .fit(PreparedTable.learn(source, plain.offset("t")).train());
    LogisticRegression other = new LogisticRegression(options, from());
    DataException e =
        assertThrows(
            DataException.class, () -> other.fit(PreparedTable.learn(source, plain).train()));
    assertTrue(e.getMessage().contains("--offset was t and is none"), e.getMessage());
  }

  private void assertRefused(String difference, TrainingOptions.Builder options, Dataset data) {
    LogisticRegression other = new LogisticRegression(options.build(), from());
    DataException e = assertThrows(DataException.class, () -> other.fit(data));
    assertEquals(file() + ": the checkpoint of another run: " + difference, e.getMessage());
  }

  @Test
  void runGoesOnWhereNoCheckpointCanBeWritten() {
    Path nowhere = folder.resolve("none").resolve("run.checkpoint");
    Checkpoints lost = new Checkpoints(Optional.of(nowhere), Optional.empty(), Duration.ZERO);
    Training trained =
        new LogisticRegression(options("gd").iterations(3).build(), lost).fit(data(0));
    assertEquals(3, trained.report().iterations());
    assertFalse(Files.exists(nowhere));
  }
}
