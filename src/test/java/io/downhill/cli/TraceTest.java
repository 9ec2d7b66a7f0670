package io.downhill.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceTest {
  @TempDir Path folder;

  @Test
  void firstRowIsThereWhileTrainingRuns() throws IOException {
    Path path = folder.resolve("costs.csv");
    try (Trace trace = new Trace(path)) {
      trace.iteration(1, 0.5, 1);
      assertEquals("iteration,cost\n1,0.5\n", Files.readString(path));
    }
  }

  @Test
  void oldFileStaysUntilTheFirstIteration() throws IOException {
    Path path = Files.writeString(folder.resolve("costs.csv"), "old");
    try (Trace trace = new Trace(path)) {
      assertEquals("old", Files.readString(path));
      trace.iteration(1, 0.5, 1);
    }
    assertEquals("iteration,cost\n1,0.5\n", Files.readString(path));
  }

  @Test
  void runWithoutIterationsLeavesTheHeader() throws IOException {
    Path path = folder.resolve("costs.csv");
    try (Trace trace = new Trace(path)) {
      trace.end();
    }
    assertEquals("iteration,cost\n", Files.readString(path));
  }

  @Test
  void runThatFailsBeforeItsFirstIterationLeavesNone() {
    Path path = folder.resolve("costs.csv");
    new Trace(path).close();
    assertFalse(Files.exists(path));
  }
}
