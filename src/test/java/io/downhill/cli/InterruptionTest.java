package io.downhill.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.downhill.LogisticModel;
import io.downhill.optim.Stop;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class InterruptionTest {
  @TempDir Path folder;

  @Test
  @Timeout(120)
  void interruptedTrainingSavesTheModelSoFar() throws Exception {
    assumeTrue(!File.separator.equals("\\"), "SKIPPED: signals are sent with kill");
    Path data = new SampleFiles(folder).labelled();
    Path model = folder.resolve("model.json");
    Path trace = folder.resolve("costs.csv");
    Path err = folder.resolve("err.txt");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "train",
                data.toString(),
                "--label",
                "risk",
                "--model",
                model.toString(),
                "--trace",
                trace.toString(),
                "--device",
                "cpu",
                "--solver",
                "gd",
                "--iterations",
                "2000000000",
                "--tolerance",
                "0")
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(err.toFile())
            .start();
    try {
      while (!Files.exists(trace) && process.isAlive()) {
        Thread.sleep(50);
      }
      new ProcessBuilder("kill", "-INT", String.valueOf(process.pid())).start().waitFor();
      assertTrue(process.waitFor(60, TimeUnit.SECONDS), "still running after SIGINT");
    } finally {
      process.destroyForcibly();
    }
    String told = Files.readString(err);
    assertEquals(130, process.exitValue(), told);
    assertTrue(told.contains("the model so far is in " + model), told);
    assertEquals(Stop.INTERRUPTED, LogisticModel.load(model).report().orElseThrow().stop());
    assertTrue(Files.size(trace) > 0, "empty trace");
    assertEquals("costs.csv err.txt labelled.csv model.json", SampleFiles.names(folder));
  }
}
