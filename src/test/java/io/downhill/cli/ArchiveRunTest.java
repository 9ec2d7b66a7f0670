package io.downhill.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.LogisticModel;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveRunTest {
  @Test
  void everyCommandSucceedsAndLearns(@TempDir Path folder) throws IOException {
    assertEquals(0, ArchiveRun.run(folder));
    LogisticModel model = LogisticModel.load(folder.resolve("x.json"));
    assertEquals(20, model.features().size());
    assertTrue(model.report().orElseThrow().accuracy() > 0.8, model.report().toString());
  }
}
