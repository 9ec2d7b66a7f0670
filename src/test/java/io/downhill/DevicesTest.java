package io.downhill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.downhill.device.Device;
import io.downhill.device.DeviceInfo;
import io.downhill.device.cpu.CpuDevice;
import io.downhill.device.opencl.ClRuntime;
import io.downhill.device.opencl.ProbeProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DevicesTest {
  private static final long GB = 1_000_000_000L;
  private static final DeviceInfo GPU =
      new DeviceInfo("opencl:0", "A GPU", "Maker", "gpu", true, 64 * GB, "driver 1");
  private static final ProbeProcess.Answer ANSWER =
      new ProbeProcess.Answer(List.of(GPU), Optional.empty());
  private static final BiFunction<DeviceInfo, Duration, Optional<String>> WORKS =
      (device, limit) -> Optional.empty();

  @TempDir Path folder;

  private Speeds speeds() {
    return new Speeds(folder);
  }

  private static Work work(long bytes, int reads) {
    return new Work(bytes, bytes, bytes * reads, Speed.Kind.GRADIENT, 100);
  }

  private Devices.Choice auto(Work work, Function<Duration, ProbeProcess.Answer> ask) {
    return auto(work, List.of(GPU), ask);
  }

  private Devices.Choice auto(
      Work work, List<DeviceInfo> kept, Function<Duration, ProbeProcess.Answer> ask) {
    return Devices.choose("auto", 2, work, speeds(), () -> kept, ask, WORKS);
  }

  /** So no driver, good or broken, can slow it down. */
  @Test
  void smallWorkNeverLooksForAGpu() {
    assertEquals(
        new Devices.Choice("cpu", "done before a GPU would have started, by estimate"),
        auto(work(14 * GB / 10, 10), look -> fail("looked for " + look)));
  }

  @Test
  void largeWorkLooksForAGpuAndTakesIt() {
    List<Duration> looks = new ArrayList<>();
    Devices.Choice choice =
        auto(
            work(3 * GB, 30),
            look -> {
              looks.add(look);
              return ANSWER;
            });
    assertEquals(
        new Devices.Choice("opencl:0", "about 4.3 s here, 6.0 s in Java, by estimate"), choice);
    assertEquals(List.of(Duration.ofSeconds(6)), looks);
  }

  @Test
  void gpuIsTriedForTwentySecondsOrAsLongAsJavaTakes() {
    List<Duration> limits = new ArrayList<>();
    BiFunction<DeviceInfo, Duration, Optional<String>> broken =
        (device, limit) -> {
          limits.add(limit);
          return Optional.of(device + " crashes");
        };
    for (int reads : new int[] {30, 150}) {
      assertEquals(
          new Devices.Choice("cpu", "opencl:0 (A GPU) crashes"),
          Devices.choose(
              "auto", 2, work(3 * GB, reads), speeds(), List::of, look -> ANSWER, broken));
    }
    assertEquals(List.of(Duration.ofSeconds(20), Duration.ofSeconds(30)), limits);
  }

  private void measure(DeviceInfo device, String kernels, Speed speed) {
    speeds().keep(device, kernels, speed);
  }

  private static Speed passes(double rate) {
    return new Speed(
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        Map.of(Speed.Place.of(Speed.Kind.GRADIENT, 100), rate));
  }

  /** The speed of this JVM with two threads, kept as a run of Java keeps it. */
  private void measureJava(double rate) {
    try (Device java = CpuDevice.open(2)) {
      measure(java.info(), Devices.kernels(java.info()), passes(rate));
    }
  }

  private void measureGpu(double start, double upload, double rate) {
    Speed speed = new Speed(OptionalDouble.of(start), OptionalDouble.of(upload), Map.of());
    measure(GPU, Devices.kernels(GPU), speed.better(passes(rate)));
  }

  @Test
  void measuredSpeedsDecide() {
    measureJava(5e9);
    measureGpu(0.3, 4e9, 1e12);
    assertEquals(
        new Devices.Choice("opencl:0", "about 0.6 s here, 2.0 s in Java, as earlier runs measured"),
        auto(work(GB, 10), look -> ANSWER));
  }

  @Test
  void measuredSpeedsLeaveToJavaWhatItDoesFirst() {
    measureJava(20e9);
    measureGpu(0.3, 1e9, 1e12);
    assertEquals(
        new Devices.Choice(
            "cpu",
            "about 0.5 s here, 1.3 s on opencl:0 (A GPU), as earlier runs measured;"
                + " `downhill bench --device opencl:0 --features 100` measures it again"),
        auto(work(GB, 10), look -> ANSWER));
  }

  @Test
  void measuredStartMovesWhatIsSmall() {
    measureJava(5e9);
    measureGpu(0.5, 4e9, 1e12);
    Devices.Choice small = auto(work(GB, 2), look -> fail("looked for " + look));
    assertEquals("done before a GPU would have started, as earlier runs measured", small.reason());
    assertEquals("cpu", auto(work(GB, 3), look -> ANSWER).id());
    assertEquals("opencl:0", auto(work(GB, 4), look -> ANSWER).id());
  }

  /** Its folder may be shared with other machines, and keeps what was measured of older kernels. */
  @Test
  void startOfWhatAutoCannotTakeMakesNoWorkLarge() {
    measureJava(5e9);
    DeviceInfo processor =
        new DeviceInfo("opencl:1", "A CPU", "Maker", "cpu", true, 64 * GB, "driver 1");
    DeviceInfo inexact =
        new DeviceInfo("opencl:2", "B GPU", "Maker", "gpu", false, 64 * GB, "driver 1");
    measure(GPU, "older kernels", Speed.ofStart(0.05));
    measure(processor, Devices.kernels(processor), Speed.ofStart(0.05));
    measure(inexact, Devices.kernels(inexact), Speed.ofStart(0.05));
    List<DeviceInfo> here = List.of(GPU, processor, inexact);
    Work work = work(GB, 2);
    assertEquals(
        "done before a GPU would have started, by estimate",
        auto(work, here, look -> fail("looked for " + look)).reason());
    measure(GPU, Devices.kernels(GPU), Speed.ofStart(0.05));
    assertEquals(
        "done before a GPU would have started, by estimate",
        auto(work, List.of(), look -> fail("looked for " + look)).reason(),
        "it is not here");
    List<Duration> looks = new ArrayList<>();
    auto(
        work,
        here,
        look -> {
          looks.add(look);
          return ANSWER;
        });
    assertEquals(1, looks.size(), "it is here, and starts sooner than Java is done");
  }

  /** It has no programs yet, so it would be shorter than that of any run. */
  @Test
  void startOfAFormThatIsOnlyOpenedIsNotKept() {
    assumeTrue(System.getenv("XDG_CACHE_HOME") == null, "SKIPPED: XDG_CACHE_HOME is set");
    List<DeviceInfo> devices = ClRuntime.list();
    assumeTrue(!devices.isEmpty(), "SKIPPED, OpenCL is not tested here: it has no device");
    String home = System.getProperty("user.home");
    System.setProperty("user.home", folder.toString());
    try (Device device = Devices.variants("opencl:0", 1).get("tiled form").get()) {
      assertEquals("opencl:0", device.info().id());
      assertEquals(Speed.UNKNOWN, Devices.speed(device.info()));
    } finally {
      System.setProperty("user.home", home);
    }
  }

  /** Another driver may be faster or slower. */
  @Test
  void speedOfAnotherDriverIsNotUsed() {
    DeviceInfo before =
        new DeviceInfo(
            GPU.id(), GPU.name(), GPU.vendor(), GPU.kind(), true, GPU.memory(), "driver 0");
    measure(before, Devices.kernels(before), passes(1e12));
    assertEquals(Speed.UNKNOWN, speeds().find(GPU, Devices.kernels(GPU)));
  }

  /** It serves verify and bench, which look for the fastest device. */
  @Test
  void workOfAnySizeTakesTheGpu() {
    assertEquals(
        new Devices.Choice("opencl:0", "the fastest device for large work, by estimate"),
        auto(Work.ANY, look -> ANSWER));
  }

  @Test
  void whoAsksForTheCpuGetsItForWorkOfAnySize() {
    assertEquals(
        new Devices.Choice("cpu", "asked for"),
        Devices.choose(
            "cpu", 2, Work.ANY, speeds(), List::of, look -> fail("looked for " + look), WORKS));
  }

  @Test
  void unknownIdIsRefusedByName() {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Devices.choose("gpu", 2, Work.ANY));
    assertEquals(
        "device must be auto, cpu, opencl, opencl:K, or several of these as cpu+opencl:0, not gpu",
        e.getMessage());
  }

  @Test
  void kernelsOfTheCpuAreNotThoseOfAGpu() {
    assertTrue(Devices.kernels(GPU).matches("[0-9a-f]{16}"), Devices.kernels(GPU));
  }
}
