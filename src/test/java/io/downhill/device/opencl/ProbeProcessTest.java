package io.downhill.device.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.downhill.device.DeviceInfo;
import io.downhill.device.opencl.ProbeProcess.Answer;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class ProbeProcessTest {
  private static final Answer GPU =
      new Answer(
          List.of(new DeviceInfo("opencl:0", "A GPU", "Maker", "gpu", true, 1L << 34, "driver 1")),
          Optional.empty());

  /** Only a child that hangs needs it. */
  private static final Duration PLENTY = Duration.ofHours(1);

  @TempDir Path folder;

  /** Gives up on each child by no clock, and remembers which it was and how long it could take. */
  private static final class NoPatience implements ChildJvm.Waiting {
    private final List<Process> children = new ArrayList<>();
    private final List<Long> seconds = new ArrayList<>();

    @Override
    public boolean ended(Process child, Duration limit) {
      children.add(child);
      seconds.add(limit.toSeconds());
      return false;
    }
  }

  private ProbeProcess probe(String behaviour) {
    return probe(behaviour, ChildJvm::ended);
  }

  private ProbeProcess probe(String behaviour, ChildJvm.Waiting waiting) {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Child.class.getName(),
            behaviour);
    return new ProbeProcess(new ChildJvm(command, waiting), cache("0123456789abcdef"));
  }

  private ProbeCache cache(String fingerprint) {
    return new ProbeCache(folder, fingerprint);
  }

  @Test
  void crashingDriverIsNoDeviceWithTheReason() {
    assertEquals(
        new Answer(
            List.of(),
            Optional.of(
                "an OpenCL driver crashes with status 134; update or remove the one that `downhill devices --verbose` names")),
        probe("crash").answer(PLENTY));
  }

  @Test
  void hangingDriverIsNoDeviceWithTheReason() {
    Answer answer = probe("hang").answer(Duration.ofSeconds(1));
    assertEquals(
        Optional.of(
            "an OpenCL driver hangs: no answer in 1 s; update or remove the one that `downhill devices --verbose` names"),
        answer.trouble());
  }

  @Test
  void onlyMorePatienceAsksAgain() {
    NoPatience waiting = new NoPatience();
    ProbeProcess probe = probe("hang", waiting);
    List<String> told =
        Stream.of(2, 2, 1, 3, 3)
            .map(s -> probe.answer(Duration.ofSeconds(s)).trouble().orElse(""))
            .map(s -> s.replaceAll(".*no answer in (\\d+) s.*", "$1"))
            .toList();
    assertEquals(List.of("2", "2", "2", "3", "3"), told);
    assertEquals(List.of(2L, 3L), waiting.seconds, "how long each child could take");
  }

  @Test
  void answerThatCameIsNotAskedForAgain() throws IOException {
    List<Long> seconds = new ArrayList<>();
    ProbeProcess probe =
        probe(
            "answer",
            (child, limit) -> {
              seconds.add(limit.toSeconds());
              return ChildJvm.ended(child, PLENTY);
            });
    assertEquals(GPU, probe.answer(Duration.ofSeconds(1)));
    Files.delete(folder.resolve("opencl-0123456789abcdef.txt")); // Nor looked up.
    assertEquals(GPU, probe.answer(Duration.ofSeconds(2)));
    assertEquals(List.of(1L), seconds);
  }

  @Test
  void childThatHangsIsKilled() throws InterruptedException {
    NoPatience waiting = new NoPatience();
    ProbeProcess probe = probe("hang", waiting);
    probe.answer(PLENTY);
    probe.tryOut(DEVICE, PLENTY);
    assertEquals(2, waiting.children.size());
    for (Process child : waiting.children) {
      assertKilled(child);
    }
  }

  @Test
  void childOfAThreadThatIsInterruptedIsKilled() throws InterruptedException {
    List<Process> children = new ArrayList<>();
    ProbeProcess probe =
        probe(
            "hang",
            (child, limit) -> {
              children.add(child);
              throw new InterruptedException();
            });
    Optional<String> trouble = probe.answer(PLENTY).trouble();
    assertTrue(Thread.interrupted(), "the thread's mark is lost");
    assertTrue(trouble.orElse("").contains("was interrupted"), trouble::toString);
    assertKilled(children.get(0));
  }

  /** It would sleep longer than this waits. */
  private static void assertKilled(Process child) throws InterruptedException {
    try {
      assertTrue(child.waitFor(20, TimeUnit.SECONDS), "the child lives on");
      assertNotEquals(0, child.exitValue(), "it ended by itself");
    } finally {
      child.destroyForcibly();
    }
  }

  /** A driver may do anything to its process, deafness to signals included. */
  @Test
  @Tag("processes")
  @Timeout(60)
  void childThatIgnoresSignalsIsGoneWhenItsTimeIsOver() throws IOException {
    assumeTrue(!File.separator.equals("\\"), "SKIPPED: the child is a shell script");
    Path pid = folder.resolve("pid");
    Path child =
        Files.writeString(
            folder.resolve("child"),
            "#!/bin/sh\ntrap '' TERM INT HUP\necho $$ > '%s'\nexec sleep 300\n".formatted(pid));
    Files.setPosixFilePermissions(child, PosixFilePermissions.fromString("rwx------"));
    ProbeProcess probe =
        new ProbeProcess(new ChildJvm(List.of(child.toString()), ChildJvm::ended), cache("aa"));
    Optional<String> trouble = probe.answer(Duration.ofSeconds(3)).trouble();
    assertTrue(trouble.orElse("").contains("hangs: no answer in 3 s"), trouble::toString);
    long number = Long.parseLong(Files.readString(pid).strip());
    while (ProcessHandle.of(number).filter(ProcessHandle::isAlive).isPresent()) {
      Thread
          .onSpinWait(); // A kill takes a moment; the timeout ends a wait for one that never came.
    }
  }

  @Test
  void answerArrivesWhole() {
    assertEquals(GPU, probe("answer").answer(PLENTY));
  }

  @Test
  void childThatCannotBeStartedIsNoFaultOfADriver() {
    ChildJvm child = new ChildJvm(List.of(folder.resolve("none").toString()), ChildJvm::ended);
    ProbeProcess probe = new ProbeProcess(child, cache("0123456789abcdef"));
    String trouble = probe.answer(PLENTY).trouble().orElse("");
    String start = "OpenCL was not asked: a process for it could not be started: ";
    assertTrue(trouble.startsWith(start + "Cannot run program"), trouble);
    String tried = probe.tryOut(DEVICE, PLENTY).orElse("");
    String untried = "opencl:0 (A GPU) was not tried: a process for it could not be started: ";
    assertTrue(tried.startsWith(untried + "Cannot run program"), tried);
  }

  @Test
  void answerIsKeptForTheNextProcess() {
    probe("answer").answer(PLENTY);
    assertEquals(GPU, probe("crash").answer(PLENTY));
  }

  @Test
  void keptDevicesAreToldWithoutAChild() {
    assertEquals(List.of(), probe("crash").keptDevices());
    probe("answer").answer(PLENTY);
    assertEquals(GPU.devices(), probe("crash").keptDevices());
  }

  @Test
  void failureIsNotKept() throws IOException {
    probe("crash").answer(PLENTY);
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(List.of(), files.toList());
    }
  }

  @Test
  void answerOfOtherDriversIsReplaced() throws IOException {
    cache("aaaaaaaaaaaaaaaa").write(GPU);
    cache("bbbbbbbbbbbbbbbb").write(GPU);
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(List.of(folder.resolve("opencl-bbbbbbbbbbbbbbbb.txt")), files.toList());
    }
  }

  @Test
  void halfAnAnswerIsAsGoodAsNone() throws IOException {
    cache("aaaaaaaaaaaaaaaa").write(GPU);
    Path file = folder.resolve("opencl-aaaaaaaaaaaaaaaa.txt");
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, java.util.Arrays.copyOf(whole, whole.length - 9));
    assertTrue(cache("aaaaaaaaaaaaaaaa").read().isEmpty());
  }

  @Test
  void folderThatCannotBeWrittenIsNoFailure() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    ProbeCache cache = new ProbeCache(file.resolve("below"), "aaaaaaaaaaaaaaaa");
    cache.write(GPU);
    assertTrue(cache.read().isEmpty());
  }

  private static final DeviceInfo DEVICE = GPU.devices().get(0);

  @Test
  void deviceThatCrashesInASmallRunIsToldWithItsName() {
    ProbeProcess probe = probe("tryToCrash");
    assertEquals(GPU, probe.answer(PLENTY), "it is listed");
    assertEquals(
        Optional.of(
            "opencl:0 (A GPU) crashes with status 134, in a first small run; update its driver,"
                + " or use device cpu"),
        probe.tryOut(DEVICE, PLENTY));
  }

  @Test
  void deviceThatFailsInASmallRunIsToldWithTheReason() {
    assertEquals(
        Optional.of(
            "opencl:0 (A GPU) fails in a first small run: clBuildProgram failed; update its driver, or use device cpu"),
        probe("tryToFail").tryOut(DEVICE, PLENTY));
  }

  @Test
  void deviceThatHangsInASmallRunIsToldAndTriedAgainWithMorePatienceOnly() {
    NoPatience waiting = new NoPatience();
    ProbeProcess probe = probe("hang", waiting);
    List<String> told =
        Stream.of(2, 2, 1, 3, 3)
            .map(s -> probe.tryOut(DEVICE, Duration.ofSeconds(s)).orElse(""))
            .map(s -> s.replaceAll(".*no answer in (\\d+) s, in a first small run.*", "$1"))
            .toList();
    assertEquals(List.of("2", "2", "2", "3", "3"), told);
    assertEquals(List.of(2L, 3L), waiting.seconds, "how long each child could take");
  }

  @Test
  void smallRunThatWentWellIsKeptForTheNextProcess() {
    assertEquals(Optional.empty(), probe("answer").tryOut(DEVICE, PLENTY));
    assertEquals(Optional.empty(), probe("crash").tryOut(DEVICE, PLENTY));
  }

  @Test
  void smallRunThatFailedIsNotKeptForTheNextProcess() {
    probe("tryToCrash").tryOut(DEVICE, PLENTY);
    assertEquals(Optional.empty(), probe("answer").tryOut(DEVICE, PLENTY));
  }

  /** A child that behaves like a driver: answers, crashes or hangs. */
  static final class Child {
    private Child() {}

    public static void main(String[] arguments) throws Exception {
      Path file = Path.of(arguments[arguments.length - 1]);
      boolean tried = arguments.length == 3;
      switch (arguments[0] + (tried ? " " + arguments[1] : "")) {
        case "answer", "tryToCrash", "tryToFail" -> Files.write(file, ProbeCache.lines(GPU));
        case "answer opencl:0" -> Files.writeString(file, "");
        case "tryToFail opencl:0" -> Files.writeString(file, "clBuildProgram failed");
        case "crash", "crash opencl:0", "tryToCrash opencl:0" -> Runtime.getRuntime().halt(134);
        default -> Thread.sleep(60_000);
      }
    }
  }
}
