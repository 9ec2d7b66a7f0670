package io.downhill.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.LogisticModel;
import io.downhill.data.Classes;
import io.downhill.data.Encoding;
import io.downhill.data.Missing;
import io.downhill.data.Preparation;
import io.downhill.data.cell.Scale;
import io.downhill.data.npy.NpyFixture;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Predictions do not depend on how many rows are read, and characters written, at a time. */
class PredictSeamsTest {
  private static final int ROWS = 9;

  @TempDir Path folder;
  private Path model;
  private Path table;

  @BeforeEach
  void prepare() throws IOException {
    model = folder.resolve("model.json");
    Preparation filling =
        new Preparation(
            "y",
            List.of(
                new Encoding.Numeric("a", Scale.NUMBER, 1, false),
                new Encoding.Numeric("b", Scale.NUMBER, 1.5, false)),
            Missing.IMPUTE,
            List.of("NA"));
    new LogisticModel(
            List.of("a", "b"),
            new double[] {1, -1},
            0.5,
            Classes.ZERO_ONE,
            Optional.empty(),
            Optional.empty(),
            Optional.of(filling),
            LogisticModel.HALF)
        .save(model);
    StringBuilder text = new StringBuilder("name,a,b\n");
    for (int i = 0; i < ROWS; i++) {
      // Names of two and three bytes, with a comma in it, and gaps.
      text.append(i % 4 == 1 ? "" : "\"caf\u00e9 \u4e2d, " + i + "\"");
      text.append(",")
          .append(i * 0.25)
          .append(',')
          .append(i % 3 == 2 ? "" : i % 5 + "")
          .append('\n');
    }
    table = Files.writeString(folder.resolve("x.csv"), text);
  }

  private static String predict(int rows, int characters, Object... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream print = new PrintStream(out, false, StandardCharsets.UTF_8);
    Terminal terminal = new Terminal(print, print, false);
    String[] args = Arrays.stream(arguments).map(Object::toString).toArray(String[]::new);
    int code = new CommandLine(new PredictCommand(terminal, rows, characters)).execute(args);
    print.flush();
    assertEquals(0, code, () -> out.toString(StandardCharsets.UTF_8));
    return out.toString(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @CsvSource({"1, 0", "1, 1", "2, 30", "3, 60", "8, 31", "9, 100", "10, 23", "4, 1000"})
  void rowsComeOnceAndInOrder(int rows, int characters) throws IOException {
    Path output = folder.resolve("p.csv");
    String expected = CommandRun.of("predict", model, table, "--keep", "name").succeeds().out();
    assertEquals(ROWS + 1, expected.lines().count(), expected);
    String printed = predict(rows, characters, model, table, "--keep", "name", "--quiet");
    assertEquals(expected, printed);
    predict(rows, characters, model, table, "--keep", "name", "--output", output, "--quiet");
    assertEquals(expected, Files.readString(output));
  }

  @Test
  void linesThatJustFillAChunkOrJustDoNotComeOnce() {
    String expected = CommandRun.of("predict", model, table).succeeds().out();
    int two = expected.indexOf('\n', expected.indexOf('\n') + 1) + 1;
    for (int characters = two - 2; characters <= two + 2; characters++) {
      String printed = predict(ROWS, characters, model, table, "--quiet");
      assertEquals(expected, printed, characters + " characters");
    }
  }

  @ParameterizedTest
  @CsvSource({"0", "1", "24", "60", "1000"})
  void rowsOfAMatrixComeOnceAndInOrder(int characters) throws IOException {
    double[][] x = {{0, 1}, {0.25, 3}, {2, 2}, {-1, 4}, {5, 0}};
    Path matrix = NpyFixture.matrix(folder.resolve("x.npy"), "<f4", false, x);
    String expected = CommandRun.of("predict", model, matrix).succeeds().out();
    assertEquals(x.length + 1, expected.lines().count(), expected);
    assertEquals(expected, predict(1, characters, model, matrix));
  }

  @ParameterizedTest
  @CsvSource({"1", "4", "9"})
  void gapsAreCountedOnceHoweverRowsAreRead(int rows) {
    String told = predict(rows, 50, model, table);
    String count = "b: 3 gaps, rare or absent in training, filled with the mean";
    assertEquals(1, told.lines().filter(line -> line.equals("warning: " + count)).count(), told);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 100})
  void rowThatCannotBeUsedIsToldByItsNumberInWhicheverPartItIs(int rows) throws IOException {
    Path bad = Files.writeString(folder.resolve("bad.csv"), "a,b\n1,1\n2,2\n3,1e39\n4,4\n");
    assertTrue(fail(rows, model, bad).contains("row 3, column b"), "a cell");
    Path huge = folder.resolve("huge.json");
    double[] w = {1e308, -1e308};
    new LogisticModel(List.of("a", "b"), w, 0, Classes.ZERO_ONE, Optional.empty(), Optional.empty())
        .save(huge);
    Path large = Files.writeString(folder.resolve("l.csv"), "a,b\n1,1\n1,1\n1e30,1e30\n1,1\n");
    assertTrue(fail(rows, huge, large).contains("row 3: it has no probability"), "a margin");
  }

  private static String fail(int rows, Object... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    String[] args = Arrays.stream(arguments).map(Object::toString).toArray(String[]::new);
    try (PrintStream print = new PrintStream(out, false, StandardCharsets.UTF_8)) {
      Terminal terminal = new Terminal(print, print, false);
      CommandLine command = new CommandLine(new PredictCommand(terminal, rows, 1));
      command.setExecutionExceptionHandler(
          (e, line, parsed) -> {
            print.print(e.getMessage());
            return 1;
          });
      assertEquals(1, command.execute(args));
    }
    return out.toString(StandardCharsets.UTF_8);
  }
}
