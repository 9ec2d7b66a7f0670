package io.downhill.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.downhill.LogisticModel;
import io.downhill.data.DataException;
import io.downhill.optim.Gap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventFileTest {
  @TempDir Path folder;
  private Path data;
  private Path logs;

  @BeforeEach
  void prepare() {
    data = new SampleFiles(folder).labelled();
    logs = folder.resolve("logs");
  }

  private CommandRun train(Object... more) {
    Object[] fixed = {
      "train", data, "--label", "risk", "--device", "cpu", "--model", folder.resolve("m.json")
    };
    return CommandRun.of(Stream.concat(Stream.of(fixed), Stream.of(more)).toArray());
  }

  /** The only file of a run. */
  private static Path file(Path run) throws IOException {
    try (Stream<Path> files = Files.list(run)) {
      List<Path> all = files.toList();
      assertEquals(1, all.size(), all::toString);
      return all.get(0);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gd", "nesterov", "lbfgs", "newton"})
  void everyIterationIsThere(String solver) throws IOException {
    Path trace = folder.resolve("costs.csv");
    CommandRun run = train("--solver", solver, "--tensorboard", logs, "--trace", trace).succeeds();
    String told = "downhill: the events are in " + logs.resolve(solver) + "; to see them:";
    assertTrue(run.err().contains(told + " tensorboard --logdir " + logs + "\n"), run::toString);
    Path file = file(logs.resolve(solver));
    assertTrue(
        file.getFileName()
            .toString()
            .matches("events\\.out\\.tfevents\\.\\d{10}\\.downhill\\.\\d+\\.0"),
        file::toString);
    List<EventReader.Event> events = EventReader.read(file);
    assertEquals("brain.Event:2", events.get(0).version());
    assertEquals(1, events.get(1).status());
    List<EventReader.Event> costs =
        events.stream().filter(event -> event.scalars().containsKey("J")).toList();
    List<String> rows = Files.readAllLines(trace);
    assertEquals(rows.size() - 1, costs.size());
    boolean rated = solver.equals("gd") || solver.equals("nesterov");
    TreeSet<String> tags = new TreeSet<>(List.of("J", "passes", "slope"));
    if (rated) {
      tags.add("alpha");
    }
    for (int k = 0; k < costs.size(); k++) {
      EventReader.Event event = costs.get(k);
      assertEquals(k, event.step());
      assertEquals(tags, event.scalars().keySet());
      float cost = (float) Double.parseDouble(rows.get(k + 1).split(",")[1]);
      assertEquals(cost, event.scalars().get("J"), "iteration " + k);
    }
    EventReader.Event last = events.get(events.size() - 1);
    assertTrue(last.scalars().get("gap") < 1e-9, last::toString);
  }

  @Test
  void runsOfOneSolverAreApart() throws IOException {
    for (int k = 0; k < 3; k++) {
      train("--solver", "gd", "--iterations", 3 + k, "--tensorboard", logs);
    }
    train("--tensorboard", logs);
    assertEquals("gd gd-2 gd-3 newton", SampleFiles.names(logs));
    List<EventReader.Event> second = EventReader.read(file(logs.resolve("gd-2")));
    assertEquals(3, second.get(second.size() - 1).step());
  }

  @Test
  void firstIterationIsThereWhileTrainingRuns() throws IOException {
    try (EventFile events = new EventFile(logs, "newton")) {
      assertFalse(Files.exists(logs), "made with the first iteration");
      events.iteration(0, 0.5, 0.25);
      List<EventReader.Event> seen = EventReader.read(file(logs.resolve("newton")));
      assertEquals(Map.of("J", 0.5f, "slope", 0.25f), seen.get(2).scalars());
    }
  }

  /** What comes right after it needs no other iteration to be seen. */
  @Test
  void lastRecordDoesNotWaitForTheNext() throws Exception {
    try (EventFile events = new EventFile(logs, "newton")) {
      events.iteration(0, 0.5, 0.25);
      events.gap(Gap.of(0.125, Gap.Source.STEP));
      Path file = file(logs.resolve("newton"));
      List<EventReader.Event> seen = EventReader.read(file);
      for (int k = 0; k < 1000 && seen.size() < 4; k++) {
        Thread.sleep(10);
        seen = EventReader.read(file);
      }
      assertEquals(Map.of("gap", 0.125f), seen.get(3).scalars());
    }
  }

  @Test
  void runThatBeginsAnewHasAFileThatSaysSo() throws IOException {
    try (EventFile events = new EventFile(logs, "gd")) {
      events.iteration(0, 0.5, 0.25);
      events.iteration(1, 0.4, 0.25);
      events.restarted();
      events.iteration(0, 0.25, 0.125);
      events.end();
      assertEquals("", events.trouble().orElse(""));
    }
    Path file = file(logs.resolve("gd"));
    assertTrue(file.toString().endsWith(".1"), file::toString);
    List<EventReader.Event> seen = EventReader.read(file);
    assertEquals(3, seen.size());
    assertEquals(1, seen.get(1).status(), "what was read before is dropped");
    assertEquals(0.25f, seen.get(2).scalars().get("J"));
  }

  @Test
  void whatIsNoNumberIsLeftOut() throws IOException {
    try (EventFile events = new EventFile(logs, "lbfgs")) {
      events.effort(Double.NaN, Double.NaN);
      events.iteration(0, 0.5, 0.25);
      events.gap(Gap.of(Double.POSITIVE_INFINITY, Gap.Source.HESSIAN));
    }
    List<EventReader.Event> seen = EventReader.read(file(logs.resolve("lbfgs")));
    assertEquals(3, seen.size());
    assertEquals(Map.of("J", 0.5f, "slope", 0.25f), seen.get(2).scalars());
  }

  @Test
  void fileInPlaceOfTheFolderIsRefusedBeforeTheDataAreRead() throws IOException {
    Path file = Files.writeString(folder.resolve("notes"), "mine");
    CommandRun.of("train", folder.resolve("none.csv"), "--label", "y", "--tensorboard", file)
        .fails(1, "cannot write into " + file + ": it is a file, not a folder; choose another");
    train("--tensorboard", file.resolve("logs")).fails(1, file + " is a file, not a folder");
    assertEquals("mine", Files.readString(file));
  }

  @Test
  void folderWithoutPermissionIsRefused() {
    Path proc = Path.of("/proc/self");
    assumeTrue(Files.isDirectory(proc), "SKIPPED: no /proc on this system");
    train("--tensorboard", proc.resolve("logs"))
        .fails(1, "cannot write /proc/self/", "choose another");
  }

  @Test
  void placeOfTheModelIsRefused() {
    train("--tensorboard", folder.resolve("m.json"))
        .fails(2, "--tensorboard and --model are the same file");
  }

  @Test
  void runThatCannotReadItsDataLeavesNoFolder() {
    CommandRun.of("train", data, "--label", "none", "--tensorboard", logs).fails(1, "none");
    assertFalse(Files.exists(logs), "a folder of no run");
  }

  @Test
  void quietTellsNoPlace() {
    CommandRun run = train("--tensorboard", logs, "--quiet").succeeds();
    assertEquals("", run.err());
    assertTrue(Files.exists(logs.resolve("newton")));
  }

  @Test
  void fullDiskDoesNotCostTheModel() throws Exception {
    Path disk = Files.createDirectory(folder.resolve("disk"));
    assumeTrue(
        new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor()
            == 0,
        "SKIPPED: a full disk needs the right to mount a tmpfs");
    try {
      Path model = disk.resolve("model.json");
      String command =
          "train %s --label risk --device cpu --solver gd --iterations 9000 --tolerance 0"
              + " --tensorboard %s --model %s";
      CommandRun run =
          CommandRun.of((Object[]) String.format(command, data, disk, model).split(" "));
      assertEquals(1, run.code(), run::toString);
      String told = "downhill: no events were written: cannot write " + disk;
      assertEquals(1, run.err().lines().filter(line -> line.startsWith(told)).count(), run.err());
      assertTrue(run.err().contains("No space left on device"), run.err());
      assertEquals(9000, LogisticModel.load(model).report().orElseThrow().iterations());
      assertEquals("model.json", SampleFiles.names(disk));
    } finally {
      new ProcessBuilder("umount", disk.toString()).start().waitFor();
    }
  }

  @Test
  void folderThatVanishesIsToldAndEndsNothing() throws IOException {
    Path below = Files.createDirectory(folder.resolve("below"));
    try (EventFile events = new EventFile(below.resolve("logs"), "gd")) {
      Files.delete(below);
      Files.writeString(below, "a file now");
      events.iteration(0, 0.5, 0.25);
      events.iteration(1, 0.5, 0.25);
      events.end();
      String why = events.trouble().orElseThrow();
      assertTrue(why.contains("cannot write " + below.resolve("logs")), why);
      assertEquals("", events.place().orElse(""));
    }
    assertThrows(DataException.class, () -> new EventFile(below.resolve("logs"), "gd"));
  }
}
