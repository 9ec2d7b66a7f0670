package io.downhill.device.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.device.DeviceInfo;
import io.downhill.device.opencl.ProbeProcess.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProbeProcessTest {
  private static final Answer GPU =
      new Answer(
          List.of(new DeviceInfo("opencl:0", "A GPU", "Maker", "gpu", true, 1L << 34, "driver 1")),
          Optional.empty());

  @TempDir Path folder;

  private ProbeProcess probe(String behaviour) {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Child.class.getName(),
            behaviour);
    return new ProbeProcess(command, cache("0123456789abcdef"));
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
                "an OpenCL driver crashes with status 134; update or remove the broken one")),
        probe("crash").answer(Duration.ofSeconds(30)));
  }

  @Test
  void hangingDriverIsNoDeviceWithTheReason() {
    Answer answer = probe("hang").answer(Duration.ofSeconds(1));
    assertEquals(
        Optional.of("an OpenCL driver hangs: no answer in 1 s; update or remove the broken one"),
        answer.trouble());
  }

  @Test
  void morePatienceAsksAgain() {
    ProbeProcess probe = probe("hang");
    probe.answer(Duration.ofSeconds(1));
    List<String> told =
        Stream.of(2, 1).map(s -> probe.answer(Duration.ofSeconds(s)).trouble().orElse("")).toList();
    String two = "an OpenCL driver hangs: no answer in 2 s; update or remove the broken one";
    assertEquals(List.of(two, two), told);
  }

  @Test
  void answerArrivesWhole() {
    assertEquals(GPU, probe("answer").answer(Duration.ofSeconds(30)));
  }

  @Test
  void answerIsKeptForTheNextProcess() {
    probe("answer").answer(Duration.ofSeconds(30));
    assertEquals(GPU, probe("crash").answer(Duration.ofSeconds(30)));
  }

  @Test
  void failureIsNotKept() throws IOException {
    probe("crash").answer(Duration.ofSeconds(30));
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

  /** A child that behaves like a driver: answers, crashes or hangs. */
  static final class Child {
    private Child() {}

    public static void main(String[] arguments) throws Exception {
      switch (arguments[0]) {
        case "answer" -> Files.write(Path.of(arguments[1]), ProbeCache.lines(GPU));
        case "crash" -> Runtime.getRuntime().halt(134);
        default -> Thread.sleep(60_000);
      }
    }
  }
}
