package io.downhill.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands read what is piped into them. */
class StandardInputTest {
  @TempDir Path folder;

  private static CommandRun piped(String input, Object... arguments) {
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
    try {
      return CommandRun.of(arguments);
    } finally {
      System.setIn(before);
    }
  }

  @Test
  void trainPredictAndEvaluateTakeIt() throws IOException {
    Path model = folder.resolve("model.json");
    String title = "Students of May\n# by hand\n";
    String text = title + "hours;passed\n1;no\n2;yes\n# 9;no\n3;no\n4;yes\n";
    Object[] train = {
      "train", "-", "--label", "passed", "--skip", 1, "--comment", "#", "--model", model
    };
    assertTrue(piped(text, train).succeeds().out().contains("4 x 1 features"));
    CommandRun predicted = piped("hours\n1\n2\n\n", "predict", model, "-").succeeds();
    assertEquals(3, predicted.out().lines().count(), predicted::toString);
    CommandRun evaluated =
        piped(text, "evaluate", model, "-", "--format", "csv", "--skip", 1, "--comment", "#");
    assertTrue(evaluated.succeeds().out().startsWith("examples   4\n"), evaluated::toString);
  }

  @Test
  void sparseTextMayComeThroughIt() throws IOException {
    Path model = folder.resolve("model.json");
    String text = "1 1:1 3:2\n0 2:1\n1 1:2\n0 2:3 3:-1\n";
    Object[] train = {"train", "-", "--format", "libsvm", "--l2", "0.1", "--model", model};
    CommandRun run = piped(text, train).succeeds();
    assertTrue(run.out().startsWith("examples   4 x 3 features, sparse: 6 values"), run::toString);
    String predicted = piped(text, "predict", model, "-", "--format", "libsvm").succeeds().out();
    Path file = new SampleFiles(folder).write("x.libsvm", text);
    assertEquals(CommandRun.of("predict", model, file).succeeds().out(), predicted);
    CommandRun judged = piped(text, "evaluate", model, "-", "--format", "libsvm");
    assertTrue(judged.succeeds().out().startsWith("examples   4\n"), judged::toString);
    // What is already said of tables: a look at a stream would take its begin away.
    piped(text, "train", "-", "--label", "y", "--model", model)
        .fails(1, "standard input: holds labels and pairs of index:value", "--format libsvm");
    piped("1 1:1\n0 2:a\n", train).fails(1, "standard input: line 2: '2:a': a is no number");
    piped("", train).fails(1, "standard input: no examples: it has no rows");
  }

  @Test
  void optionsAreChecked() {
    CommandRun.of("train", "x.csv", "--label", "y", "--skip", -1)
        .fails(2, "--skip must be 0 or more, not -1");
    CommandRun.of("train", "x.csv", "--label", "y", "--comment", " ")
        .fails(2, "--comment must be a text");
    CommandRun.of("train", "x.csv", "--label", "y", "--encoding", "latin9000")
        .fails(2, "must be an encoding such as UTF-8", "latin9000");
    CommandRun.of("train", "x.csv", "--label", "y", "--format", "xlsx")
        .fails(2, "must be csv, tsv, json, parquet or libsvm, not xlsx");
    CommandRun.of("train", "--sql", "SELECT 1", "--label", "y", "--skip", 1)
        .fails(2, "--sql reads its files as its query says: leave out", "--skip");
    Path json = new SampleFiles(folder).write("x.json", "{\"a\": 1, \"y\": 0}\n");
    CommandRun.of("train", json, "--label", "y", "--comment", "#")
        .fails(1, "x.json: --encoding, --skip and --comment are for delimited text");
  }

  @Test
  void interruptedReadingLeavesNoCopy() throws Exception {
    Signals.assumeHeard("INT");
    Path temporary = Files.createDirectory(folder.resolve("tmp"));
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "-Djava.io.tmpdir=" + temporary,
                "io.downhill.cli.Main",
                "train",
                "-",
                "--label",
                "y")
            .redirectErrorStream(true)
            .start();
    try (OutputStream input = process.getOutputStream()) {
      input.write("a,y\n1,0\n".getBytes(StandardCharsets.UTF_8));
      input.flush();
      while (SampleFiles.names(temporary).isEmpty()) {
        assertTrue(process.isAlive());
        Thread.sleep(10);
      }
      Signals.send("INT", process);
      process.waitFor();
    }
    assertEquals("", SampleFiles.names(temporary));
  }
}
