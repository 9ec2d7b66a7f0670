package io.downhill.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
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
  void folderThatIsNotThereFails() {
    CommandRun.of("demo", "--folder", folder.resolve("missing")).fails(1, "does not exist");
  }
}
