package io.downhill.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.downhill.LogisticModel;
import io.downhill.optim.Stop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class TrainCommandTest {
  @TempDir Path folder;
  private Path data;
  private Path model;

  @BeforeEach
  void prepare() {
    data = new SampleFiles(folder).labelled();
    model = folder.resolve("model.json");
  }

  /** Runs train on the cpu with --model and more arguments. */
  private CommandRun train(Object... more) {
    Object[] fixed = {"train", data, "--label", "risk", "--model", model, "--device", "cpu"};
    Object[] all = new Object[fixed.length + more.length];
    System.arraycopy(fixed, 0, all, 0, fixed.length);
    System.arraycopy(more, 0, all, fixed.length, more.length);
    return CommandRun.of(all);
  }

  /** The same, but for one argument. */
  private CommandRun trainInto(Object place) {
    return CommandRun.of("train", data, "--label", "risk", "--model", place, "--device", "cpu");
  }

  @Test
  void modelKnowsFeaturesAndClasses() {
    train().succeeds();
    LogisticModel trained = LogisticModel.load(model);
    assertEquals(List.of("height", "weight"), trained.features());
    assertEquals("high", trained.classes().negative());
    assertEquals("low", trained.classes().positive());
  }

  @Test
  void resultNamesDeviceSizeCostAndModel() {
    String out = train().succeeds().out();
    for (String word : List.of("200 x 2 features", "cpu", "cost J", "accuracy", model + "")) {
      assertTrue(out.contains(word), () -> "no \"" + word + "\" in " + out);
    }
  }

  @Test
  void jsonHasTheContractedFields() {
    JsonNode json = JsonMapper.shared().readTree(train("--json").succeeds().out());
    assertEquals(
        List.of(
            "examples",
            "features",
            "device",
            "provenRows",
            "solver",
            "cost",
            "iterations",
            "stop",
            "alpha",
            "classes",
            "positiveShare",
            "accuracy",
            "seconds",
            "passes",
            "verdict",
            "inference",
            "threshold",
            "columns"),
        List.copyOf(json.propertyNames()));
    assertEquals(List.of("load", "train"), List.copyOf(json.path("seconds").propertyNames()));
  }

  @Test
  void convergedRunSaysSo() {
    JsonNode json =
        JsonMapper.shared().readTree(train("--json", "--tolerance", "0.01").succeeds().out());
    assertEquals("converged", json.path("stop").asString());
  }

  @Test
  void runAtItsLimitGivesAdvice() {
    CommandRun run = train("--solver", "gd", "--iterations", "2").succeeds();
    assertTrue(
        run.err().contains("warning: not yet at the optimum: raise --iterations"), run.err());
    assertTrue(
        run.out().contains("at w = 0\nverdict    not yet at the optimum: raise --iterations"),
        run.out());
  }

  @Test
  void columnThatNeverChangesIsNamedInAWarning() {
    assertEquals("warning: columns that are left out: same (always 7)\n", train().succeeds().err());
  }

  @Test
  void quietRunGivesNoAdvice() {
    assertEquals("", train("--iterations", "2", "--quiet").succeeds().err());
  }

  @Test
  void traceHasEachCostBeforeItsUpdate() throws IOException {
    Path trace = folder.resolve("costs.csv");
    train("--solver", "gd", "--trace", trace, "--iterations", "7", "--tolerance", "0").succeeds();
    List<String> lines = Files.readAllLines(trace);
    assertEquals("iteration,cost", lines.get(0));
    assertEquals(8, lines.size());
    // J(0) = ln 2, up to float32.
    double first = Double.parseDouble(lines.get(1).substring("0,".length()));
    assertEquals(StrictMath.log(2), first, 1e-6);
  }

  @Test
  void divergedRunFailsAndKeepsTheOldModel() throws IOException {
    Files.writeString(model, "old");
    CommandRun run = train("--alpha", "1e30", "--json");
    assertEquals(1, run.code(), run::toString);
    assertTrue(run.err().contains("diverged, no model was written: alpha"), run::toString);
    assertEquals("old", Files.readString(model));
    assertEquals(
        Stop.DIVERGED.text(), JsonMapper.shared().readTree(run.out()).path("stop").asString());
  }

  @Test
  void sameOptionsGiveTheSameWeightsFromTwoThreads() throws IOException {
    train("--threads", "1").succeeds();
    String one = weights();
    train("--threads", "2").succeeds();
    assertEquals(one, weights());
  }

  private String weights() throws IOException {
    return Files.readAllLines(model).stream()
        .filter(line -> line.contains("\"weights\"") || line.contains("\"bias\""))
        .toList()
        .toString();
  }

  @Test
  void alphaZeroIsWrongUsage() {
    train("--alpha", "0").fails(2, "--alpha must be", "0", "train --help");
  }

  @Test
  void negativeAlphaIsWrongUsage() {
    train("--alpha", "-1").fails(2, "--alpha must be", "-1");
  }

  @Test
  void alphaThatIsNoNumberIsWrongUsage() {
    train("--alpha", "fast").fails(2, "--alpha", "fast");
  }

  @Test
  void toleranceNanIsWrongUsage() {
    train("--tolerance", "NaN").fails(2, "--tolerance must be", "NaN");
  }

  @Test
  void negativePenaltyIsWrongUsage() {
    train("--l2", "-0.1").fails(2, "--l2 must be", "-0.1");
  }

  @Test
  void noIterationsIsWrongUsage() {
    train("--iterations", "0").fails(2, "--iterations must be", "0");
  }

  @Test
  void noThreadsIsWrongUsage() {
    train("--threads", "0").fails(2, "--threads must be", "0");
  }

  @Test
  void unknownStartIsWrongUsage() {
    train("--init", "ones").fails(2, "zeros or random", "ones");
  }

  @Test
  void unknownSolverIsWrongUsage() {
    train("--solver", "magic")
        .fails(2, "--solver must be one of auto, gd, nesterov, lbfgs, newton", "magic");
  }

  @Test
  void unknownOptionIsWrongUsage() {
    train("--beta", "1").fails(2, "--beta");
  }

  @Test
  void missingLabelIsWrongUsage() {
    CommandRun.of("train", data).fails(2, "--label");
  }

  @Test
  void unknownKindOfDeviceIsWrongUsage() {
    CommandRun.of("train", data, "--label", "risk", "--device", "cuda")
        .fails(2, "--device must be", "cuda");
  }

  @Test
  void deviceThatIsNotThereFails() {
    CommandRun.of("train", data, "--label", "risk", "--model", model, "--device", "opencl:77")
        .fails(1, "opencl:77");
    assertEquals("labelled.csv", SampleFiles.names(folder));
  }

  @Test
  void missingDataFails() {
    CommandRun.of("train", folder.resolve("none.csv"), "--label", "risk", "--model", model)
        .fails(1, "none.csv");
  }

  @Test
  void folderAsDataFails() {
    CommandRun.of("train", folder, "--label", "risk", "--model", model)
        .fails(1, folder.toString(), "director");
  }

  @Test
  void labelMayBeANumberFromTheEnd() {
    CommandRun.of("train", data, "--label", "-1", "--model", model, "--device", "cpu").succeeds();
    assertEquals(2, LogisticModel.load(model).features().size());
  }

  @Test
  void labelThatIsNotThereFails() {
    CommandRun.of("train", data, "--label", "riks", "--model", model).fails(1, "riks");
  }

  @Test
  void modelInAMissingFolderFailsBeforeTraining() {
    trainInto(folder.resolve("missing/model.json")).fails(1, "missing", "does not exist");
  }

  @Test
  void modelThatIsAFolderFails() {
    trainInto(folder).fails(1, "it is a folder");
  }

  @Test
  void modelBelowAFileFails() {
    trainInto(data.resolve("model.json")).fails(1, "is a file, not a folder");
  }

  @Test
  void modelWhereNoFileCanBeMadeFails() {
    assumeTrue(Files.isDirectory(Path.of("/proc/self")), "no /proc on this system");
    trainInto("/proc/model.json").fails(1, "/proc/model.json");
  }

  @Test
  void traceInAMissingFolderFailsWithoutAModel() {
    train("--trace", folder.resolve("missing/costs.csv")).fails(1, "does not exist");
    assertFalse(Files.exists(model));
  }

  @Test
  void modelThatWouldReplaceTheDataIsWrongUsage() {
    trainInto(data).fails(2, "--model and DATA are the same file");
  }

  @Test
  void traceThatWouldReplaceTheModelIsWrongUsage() {
    train("--trace", model).fails(2, "--trace and --model are the same file");
  }

  @Test
  void modelThatIsReplacedIsTold() throws IOException {
    assertTrue(train().out().contains("model      " + model + "\n"), "nothing there before");
    String of = ", in place of one that was trained on 200 x 2 features\n";
    assertTrue(train().out().contains("model      " + model + of), () -> train().out());
    String err = train("--json").err();
    assertTrue(err.contains("warning: " + model + " is in place of one"), err);
    Files.writeString(model, "my notes");
    String other = ", in place of a file that was no model\n";
    assertTrue(train().out().contains("model      " + model + other), "the notes");
  }

  @Test
  void labelThatIsNotThereIsToldWithTheLastColumns() {
    StringBuilder names = new StringBuilder();
    for (int j = 0; j < 40; j++) {
      names.append('c').append(j).append(',');
    }
    Path wide =
        new SampleFiles(folder).write("wide.csv", names + "outcome\n" + "1,".repeat(40) + "0\n");
    CommandRun.of("train", wide, "--label", "risk", "--model", model)
        .fails(
            1,
            "no column named risk",
            "c0, c1, ",
            "c14, ..., c36, c37, c38, c39, outcome (41 in all)");
  }

  @Test
  void nameThatIsNotUtf8IsToldWithTheCure() {
    CommandRun.of("train", folder.resolve("gr\uFFFD.csv"), "--label", "risk")
        .fails(1, "its name is not written in UTF-8; rename it");
    trainInto(folder.resolve("gr\uFFFD.json")).fails(2, "its name is not written in UTF-8");
  }

  @Test
  void fullDiskKeepsTheOldModel() throws Exception {
    Path disk = Files.createDirectory(folder.resolve("disk"));
    assumeTrue(
        mounts("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk.toString()),
        "SKIPPED: a full disk needs the right to mount a tmpfs");
    try {
      Path target = Files.writeString(disk.resolve("model.json"), "old");
      fill(disk.resolve("filler"));
      trainInto(target).fails(1, "cannot write " + target, "No space left on device");
      assertEquals("old", Files.readString(target));
      assertEquals("filler model.json", SampleFiles.names(disk));
    } finally {
      mounts("umount", disk.toString());
    }
  }

  @Test
  void traceThatFillsTheDiskDoesNotCostTheModel() throws Exception {
    Path disk = Files.createDirectory(folder.resolve("disk"));
    assumeTrue(
        mounts("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk.toString()),
        "SKIPPED: a full disk needs the right to mount a tmpfs");
    try {
      model = disk.resolve("model.json");
      Path trace = disk.resolve("costs.csv");
      CommandRun run =
          train("--solver", "gd", "--iterations", "9000", "--tolerance", "0", "--trace", trace);
      assertEquals(1, run.code(), run::toString);
      String told = "downhill: no trace was written: cannot write " + trace + ": No space left";
      assertEquals(1, run.err().lines().filter(line -> line.startsWith(told)).count(), run.err());
      assertEquals(9000, LogisticModel.load(model).report().orElseThrow().iterations());
      assertEquals("model.json", SampleFiles.names(disk));
    } finally {
      mounts("umount", disk.toString());
    }
  }

  @Test
  void traceThatADeviceDoesNotTakeDoesNotCostTheModel() {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full), "no /dev/full on this system");
    CommandRun run = train("--quiet", "--trace", full);
    assertEquals(1, run.code(), run::toString);
    assertTrue(run.err().startsWith("downhill: no trace was written: cannot write"), run.err());
    assertTrue(Files.exists(model), "no model");
    assertTrue(Files.exists(full), "/dev/full was removed");
  }

  @Test
  void runThatCannotReadItsDataKeepsTheOldTrace() throws IOException {
    Path trace = Files.writeString(folder.resolve("costs.csv"), "old");
    CommandRun.of("train", data, "--label", "none", "--trace", trace).fails(1, "none");
    assertEquals("old", Files.readString(trace));
  }

  private static void fill(Path filler) {
    byte[] page = new byte[4096];
    try (var out = Files.newOutputStream(filler)) {
      for (int k = 0; k < 1000; k++) {
        out.write(page);
      }
      throw new AssertionError("the disk took 4 MB");
    } catch (IOException e) {
      assertTrue(Files.exists(filler), () -> "not filled: " + e);
    }
  }

  private static boolean mounts(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
