package io.downhill.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.LogisticModel;
import io.downhill.data.Classes;
import io.downhill.data.Standardization;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoCommandTest {
  @TempDir Path folder;

  @Test
  void demoShowsTheDescentAndTheResult() {
    String out = CommandRun.of("demo", "--folder", folder).succeeds().out();
    assertTrue(out.contains("569 breast tumours, 30 measurements"), out);
    assertTrue(out.contains("  0.6931 |*"), out);
    assertTrue(out.contains("the more likely malignant"), out);
  }

  @Test
  void commandsThatTheDemoNamesWork() {
    CommandRun.of("demo", "--folder", folder).succeeds();
    Path data = folder.resolve("demo-data.csv");
    CommandRun predictions =
        CommandRun.of("predict", folder.resolve("demo-model.json"), data).succeeds();
    assertEquals(570, predictions.out().lines().count());
    CommandRun.of("train", data, "--label", "diagnosis", "--model", folder.resolve("model.json"))
        .succeeds();
  }

  @Test
  void digitsAreLearnedAndDrawn() {
    String out = CommandRun.of("demo", "--classes", "--folder", folder).succeeds().out();
    assertTrue(out.contains("3823 digits of 8 x 8 pixels"), out);
    assertTrue(out.contains("  2.3026 |*"), "the cost at the start is log 10: " + out);
    assertTrue(out.contains(" and on 94.7 % of the\n1797 by people"), out);
    assertTrue(out.contains("\n0                 1                 2                 3\n"), out);
    assertTrue(out.contains("\n8                 9\n"), out);
    assertTrue(out.contains(", taken for "), out);
    assertFalse(out.contains("\u001b"), "no colours where there is no terminal");
    String folderName = folder.toString();
    out.lines()
        .filter(line -> !line.contains(folderName))
        .forEach(line -> assertTrue(line.length() <= 80, line));
  }

  @Test
  void commandsThatTheDigitsNameWork() {
    CommandRun.of("demo", "--classes", "--folder", folder).succeeds();
    Path model = folder.resolve("demo-digits.json");
    Path unseen = folder.resolve("demo-digits-test.csv");
    CommandRun predictions = CommandRun.of("predict", model, unseen).succeeds();
    assertEquals(1798, predictions.out().lines().count());
    String measures = CommandRun.of("evaluate", model, unseen, "--label", "digit").succeeds().out();
    assertTrue(measures.contains("accuracy   94.66 %"), measures);
  }

  @Test
  void weightsAreAtTheirPixels() {
    LogisticModel model =
        new LogisticModel(
            List.of("pixel1", "pixel8", "pixel63"),
            new double[][] {{1, 2, 3}, {4, 5, 6}, {7, 8, 9}},
            new double[3],
            new Classes(List.of("a", "b", "c")),
            Optional.of(new Standardization(new double[3], new double[] {1, 2, 0.5})),
            Optional.empty());
    double[] expected = new double[64];
    expected[1] = 4;
    expected[8] = 10;
    expected[63] = 3;
    assertArrayEquals(expected, DigitsDemo.weights(model, 1));
  }

  @Test
  void folderThatIsNotThereFails() {
    CommandRun.of("demo", "--classes", "--folder", folder.resolve("missing"))
        .fails(1, "does not exist");
    CommandRun.of("demo", "--folder", folder.resolve("missing")).fails(1, "does not exist");
  }
}
