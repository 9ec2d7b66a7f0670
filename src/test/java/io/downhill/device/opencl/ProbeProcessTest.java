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
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProbeProcessTest {
  private static final Answer GPU =
      new Answer(
          List.of(new DeviceInfo("opencl:0", "A GPU", "Maker", "gpu", true, 1L << 34, "driver 1")),
          Optional.empty());

  /** Only a child that hangs needs it. */
  private static final Duration PLENTY = Duration.ofHours(1);

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
        probe("crash").answer(PLENTY));
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
    assertEquals(GPU, probe("answer").answer(PLENTY));
  }

  @Test
  void answerIsKeptForTheNextProcess() {
    probe("answer").answer(PLENTY);
    assertEquals(GPU, probe("crash").answer(PLENTY));
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
        Optional.of("opencl:0 (A GPU) fails in a first small run: clBuildProgram failed"),
        probe("tryToFail").tryOut(DEVICE, PLENTY));
  }

  @Test
  void deviceThatHangsInASmallRunIsToldAndTriedAgainWithMorePatience() {
    ProbeProcess probe = probe("hang");
    List<String> told =
        Stream.of(1, 1, 2)
            .map(s -> probe.tryOut(DEVICE, Duration.ofSeconds(s)).orElse(""))
            .map(s -> s.replaceAll(".*no answer in (\\d+) s, in a first small run.*", "$1"))
            .toList();
    assertEquals(List.of("1", "1", "2"), told);
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

  /** Each of them changes which devices a driver shows. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "RUSTICL_ENABLE",
        "OCL_ICD_VENDORS",
        "OCL_ICD_FILENAMES",
        "OPENCL_VENDOR_PATH",
        "POCL_DEVICES",
        "CUDA_VISIBLE_DEVICES",
        "ROCR_VISIBLE_DEVICES",
        "HIP_VISIBLE_DEVICES",
        "GPU_DEVICE_ORDINAL",
        "ZE_AFFINITY_MASK",
        "SYCL_DEVICE_FILTER",
        "LD_LIBRARY_PATH"
      })
  void variableThatSwitchesADriverIsAFact(String variable) {
    assertEquals(
        List.of(variable + "=1"),
        ProbeCache.switches(Map.of(variable, "1", "HOME", "/", "PS1", "$")));
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
