package io.downhill.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.downhill.LogisticModel;
import io.downhill.data.Classes;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PredictCommandTest {
  @TempDir Path folder;
  private Path data;
  private Path model;

  @BeforeEach
  void prepare() {
    SampleFiles files = new SampleFiles(folder);
    data = files.unlabelled();
    model = folder.resolve("model.json");
    save(List.of("height", "weight", "same"), new Classes("high", "low"));
  }

  private void save(List<String> features, Classes classes) {
    double[] weights = {1, -1, 0};
    new LogisticModel(features, weights, 0, classes, Optional.empty(), Optional.empty())
        .save(model);
  }

  @Test
  void eachRowGetsAProbabilityAndAClass() {
    double first = 1 / (1 + StrictMath.exp(2.5));
    CommandRun run = CommandRun.of("predict", model, data).succeeds();
    List<String> lines = run.out().lines().toList();
    assertEquals("probability,prediction", lines.get(0));
    String[] cells = lines.get(1).split(",");
    assertEquals(first, Double.parseDouble(cells[0]), 1e-16, run::toString);
    assertEquals("high", cells[1]);
    assertEquals("low", lines.get(2).split(",")[1]);
    assertEquals("0.5,high", lines.get(3));
    assertEquals(4, lines.size());
  }

  @Test
  void classWithACommaIsQuoted() {
    save(List.of("height", "weight", "same"), new Classes("a, \"b\"", "c"));
    CommandRun run = CommandRun.of("predict", model, data).succeeds();
    assertTrue(run.out().contains("0.5,\"a, \"\"b\"\"\"\n"), run.out());
  }

  @Test
  void outputFileHoldsWhatStdoutWould() throws IOException {
    Path output = folder.resolve("predictions.csv");
    String expected = CommandRun.of("predict", model, data).out();
    assertEquals("", CommandRun.of("predict", model, data, "--output", output).succeeds().out());
    assertEquals(expected, Files.readString(output));
  }

  @Test
  void modelForOtherFeaturesFails() {
    save(List.of("height", "weight", "age"), Classes.ZERO_ONE);
    CommandRun.of("predict", model, data).fails(1, "age");
  }

  @Test
  void rowWhoseProductsOverflowFails() throws IOException {
    Path huge = folder.resolve("huge.json");
    new LogisticModel(
            List.of("height", "weight"),
            new double[] {1e308, -1e308},
            0,
            Classes.ZERO_ONE,
            Optional.empty(),
            Optional.empty())
        .save(huge);
    Path rows = Files.writeString(folder.resolve("r.csv"), "height,weight\n1,1\n1e30,1e30\n");
    Path output = folder.resolve("out.csv");
    CommandRun.of("predict", huge, rows, "--output", output)
        .fails(1, "row 2: it has no probability, for the weight of height, 1.0E308");
    assertFalse(Files.exists(output), "half a file");
  }

  @Test
  void halfAModelFails() throws IOException {
    String text = Files.readString(model);
    Files.writeString(model, text.substring(0, text.length() / 2));
    CommandRun.of("predict", model, data).fails(1, model.toString(), "cut short or damaged");
  }

  @Test
  void dataAsModelFails() {
    CommandRun.of("predict", data, data).fails(1, "it is not JSON");
  }

  @Test
  void missingModelFails() {
    CommandRun.of("predict", folder.resolve("none.json"), data).fails(1, "there is no such file");
  }

  @Test
  void folderAsDataFails() {
    CommandRun.of("predict", model, folder).fails(1, folder.toString());
  }

  @Test
  void missingFolderOfTheOutputFails() {
    CommandRun.of("predict", model, data, "--output", folder.resolve("missing/p.csv"))
        .fails(1, "does not exist");
  }

  @Test
  void failureLeavesNoOutput() {
    save(List.of("height", "weight", "age"), Classes.ZERO_ONE);
    CommandRun.of("predict", model, data, "--output", folder.resolve("p.csv")).fails(1, "age");
    assertEquals("model.json unlabelled.csv", SampleFiles.names(folder));
  }

  @Test
  void fullDeviceFails() {
    assumeTrue(Files.exists(Path.of("/dev/full")), "no /dev/full on this system");
    CommandRun.of("predict", model, data, "--output", "/dev/full")
        .fails(1, "No space left on device");
  }

  @Test
  void readerThatHasEnoughEndsItQuietly() {
    OutputStream closed =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("Broken pipe");
          }
        };
    PrintStream out = new PrintStream(closed, false, StandardCharsets.UTF_8);
    String[] arguments = {"predict", model.toString(), data.toString()};
    assertEquals(0, Main.run(arguments, out, new PrintStream(closed)));
  }
}
