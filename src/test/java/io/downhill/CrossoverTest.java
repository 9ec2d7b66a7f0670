package io.downhill;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.downhill.device.DeviceInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** With numbers that no clock gave. */
class CrossoverTest {
  private static final long GB = 1_000_000_000L;
  private static final long PLENTY = 1L << 50;
  private static final Function<DeviceInfo, Speed> UNKNOWN = device -> Speed.UNKNOWN;

  private static Work work(long held, long bytes, int reads) {
    return new Work(held, bytes, bytes * reads, Speed.Kind.GRADIENT, 100);
  }

  private static Crossover of(Work work, Speed java) {
    return new Crossover(work, 2, java, OptionalDouble.empty());
  }

  /** So much that every GPU is faster. */
  private static Crossover large(long held) {
    return of(work(held, GB, 1000), Speed.UNKNOWN);
  }

  private static DeviceInfo device(int k, String kind, boolean exact, long memory) {
    return new DeviceInfo("opencl:" + k, "Device " + k, "Maker", kind, exact, memory, "driver");
  }

  private static DeviceInfo gpu(int k) {
    return device(k, "gpu", true, PLENTY);
  }

  private static DeviceInfo broken(int k) {
    return new DeviceInfo("opencl:" + k, "Device " + k, "Maker", "gpu", true, PLENTY, "broken");
  }

  private static Devices.Choice among(
      Crossover crossover, Function<DeviceInfo, Speed> speeds, DeviceInfo... devices) {
    return crossover.among(
        List.of(devices),
        Optional.empty(),
        speeds,
        device -> Optional.of(device + " crashes").filter(t -> device.driver().equals("broken")));
  }

  private static Speed speed(double start, double upload, double passes) {
    return new Speed(
        OptionalDouble.of(start),
        OptionalDouble.of(upload),
        Map.of(Speed.Place.of(Speed.Kind.GRADIENT, 100), passes));
  }

  private static Speed passes(Speed.Kind kind, int features, double rate) {
    return new Speed(
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        Map.of(Speed.Place.of(kind, features), rate));
  }

  @Test
  void onlyAnExactGpuWithRoomIsTaken() {
    assertEquals(
        "opencl:3",
        among(
                large(10 * GB),
                UNKNOWN,
                device(0, "cpu", true, 64 * GB),
                device(1, "gpu", false, 24 * GB),
                device(2, "gpu", true, 10 * GB + GB / 2),
                device(3, "gpu", true, 24 * GB))
            .id());
  }

  /** A device must have a tenth more than it holds. */
  @Test
  void roomIsATenthMoreThanWhatIsHeld() {
    assertEquals("opencl:0", among(large(10 * GB), UNKNOWN, device(0, "gpu", true, 11 * GB)).id());
    assertEquals("cpu", among(large(10 * GB), UNKNOWN, device(0, "gpu", true, 11 * GB - 1)).id());
  }

  @Test
  void acceleratorIsTaken() {
    assertEquals("opencl:0", among(large(1), UNKNOWN, device(0, "accelerator", true, 2)).id());
  }

  @Test
  void thatThereIsNoExactGpuIsTold() {
    assertEquals(
        new Devices.Choice("cpu", "OpenCL has no exact GPU here"),
        among(large(1), UNKNOWN, device(0, "cpu", true, PLENTY), device(1, "gpu", false, PLENTY)));
  }

  @Test
  void whyAGpuIsTooSmallIsTold() {
    assertEquals(
        new Devices.Choice(
            "cpu", "opencl:0 (Device 0) has 8.0 GB, too little for the 10.0 GB of this run"),
        among(large(10 * GB), UNKNOWN, device(0, "gpu", true, 8 * GB)));
  }

  @Test
  void gpuThatCrashesIsPassedOver() {
    assertEquals("opencl:1", among(large(1), UNKNOWN, broken(0), gpu(1)).id());
    assertEquals(
        new Devices.Choice("cpu", "opencl:0 (Device 0) crashes"),
        among(large(1), UNKNOWN, broken(0)));
  }

  @Test
  void brokenDriverIsTold() {
    String trouble = "an OpenCL driver hangs: no answer in 5 s";
    assertEquals(
        new Devices.Choice("cpu", trouble),
        large(1).among(List.of(), Optional.of(trouble), UNKNOWN, device -> Optional.empty()));
  }

  /** The estimate: 1 s to start, 2 GB/s there, 50 GB/s of passes; 7.5 GB/s for a thread of Java. */
  @ParameterizedTest
  @CsvSource({
    "2, 10, cpu, 'about 1.3 s here, 2.4 s on opencl:0 (Device 0), by estimate'",
    "2, 40, opencl:0, 'about 3.6 s here, 5.3 s in Java, by estimate'",
    "40, 10, cpu, 'about 27 s here, 29 s on opencl:0 (Device 0), by estimate'"
  })
  void estimateSendsNoWorkToAGpuInVain(long gigabytes, int reads, String id, String reason) {
    assertEquals(
        new Devices.Choice(id, reason),
        among(of(work(1, gigabytes * GB, reads), Speed.UNKNOWN), UNKNOWN, gpu(0)));
  }

  @Test
  void startUploadAndPassesOfAGpuCount() {
    Speed java = passes(Speed.Kind.GRADIENT, 100, 10e9);
    Crossover tenSeconds = of(work(1, 10 * GB, 10), java);
    assertEquals(
        new Devices.Choice("opencl:0", "about 8.0 s here, 10 s in Java, as earlier runs measured"),
        among(tenSeconds, device -> speed(2, 2e9, 100e9), gpu(0)));
    assertEquals("cpu", among(tenSeconds, device -> speed(4, 2e9, 100e9), gpu(0)).id());
    assertEquals("cpu", among(tenSeconds, device -> speed(2, 1.4e9, 100e9), gpu(0)).id());
    assertEquals("cpu", among(tenSeconds, device -> speed(2, 2e9, 30e9), gpu(0)).id());
  }

  /** What is done at the same time stays in Java, which needs no driver. */
  @Test
  void atEqualTimesJavaIsTaken() {
    Speed java = passes(Speed.Kind.GRADIENT, 100, 10e9);
    Crossover tenSeconds = of(work(1, 10 * GB, 10), java);
    assertEquals("cpu", among(tenSeconds, device -> speed(4, 2e9, 100e9), gpu(0)).id());
    assertEquals("opencl:0", among(tenSeconds, device -> speed(3.9, 2e9, 100e9), gpu(0)).id());
  }

  @Test
  void gpuThatIsDoneFirstIsTakenWhateverItsNumber() {
    Map<String, Speed> speeds = new TreeMap<>();
    speeds.put("opencl:0", speed(0.5, 2e9, 100e9));
    speeds.put("opencl:1", speed(0.5, 2e9, 900e9));
    assertEquals(
        "opencl:1", among(large(1), device -> speeds.get(device.id()), gpu(0), gpu(1)).id());
    assertEquals("opencl:0", among(large(1), UNKNOWN, gpu(0), gpu(1)).id());
  }

  /** One bad measurement would else keep Java for good. */
  @Test
  void howToMeasureAgainIsToldOfAGpuThatWasMeasured() {
    Speed java = passes(Speed.Kind.GRADIENT, 100, 10e9);
    assertEquals(
        "about 10 s here, 12 s on opencl:0 (Device 0), as earlier runs measured;"
            + " `downhill bench --device opencl:0 --features 100` measures it again",
        among(of(work(1, 10 * GB, 10), java), device -> speed(6, 2e9, 100e9), gpu(0)).reason());
    Work newton = new Work(1, GB, GB, Speed.Kind.HESSIAN, 100);
    assertEquals(
        "about 1.0 s here, 2.0 s on opencl:0 (Device 0), by estimate;"
            + " training with --device opencl:0 on 256 MiB of X or more measures it again",
        among(
                of(newton, passes(Speed.Kind.HESSIAN, 100, 1e9)),
                device -> speed(1.25, 2e9, 1e9),
                gpu(0))
            .reason());
  }

  /** Work of any size takes no number of seconds that anyone could read. */
  @Test
  void javaForWorkOfAnySizeIsToldWithoutSeconds() {
    Speed java = passes(Speed.Kind.GRADIENT, 100, 10e9);
    assertEquals(
        new Devices.Choice(
            "cpu",
            "faster than opencl:0 (Device 0) for large work, as earlier runs measured;"
                + " `downhill bench --device opencl:0 --features 100` measures it again"),
        among(of(Work.ANY, java), device -> speed(1, 2e9, 9e9), gpu(0)));
  }

  /** A child that tries it would cost more than it could gain. */
  @Test
  void gpuThatIsNotTakenIsNotTried() {
    List<DeviceInfo> tried = new ArrayList<>();
    of(work(1, GB, 2), Speed.UNKNOWN)
        .among(
            List.of(gpu(0)),
            Optional.empty(),
            UNKNOWN,
            device -> {
              tried.add(device);
              return Optional.empty();
            });
    assertEquals(List.of(), tried);
  }

  @Test
  void partOfAMeasurementIsAnEstimate() {
    Speed java = passes(Speed.Kind.GRADIENT, 100, 10e9);
    Speed gpu = passes(Speed.Kind.GRADIENT, 100, 500e9);
    assertEquals(
        "about 8.0 s here, 100 s in Java, by estimate",
        among(of(work(1, 10 * GB, 100), java), device -> gpu, gpu(0)).reason());
  }

  /** A Hessian takes n times the arithmetic: rates of both kinds must not be compared. */
  @Test
  void rateOfGradientsDoesNotServeForHessians() {
    Speed java =
        passes(Speed.Kind.GRADIENT, 100, 10e9).better(passes(Speed.Kind.HESSIAN, 100, 2e9));
    Speed gpu = speed(0.5, 10e9, 40e9);
    Work newton = new Work(1, GB, 10 * GB, Speed.Kind.HESSIAN, 100);
    assertEquals(
        "about 1.9 s here, 5.0 s in Java, by estimate",
        among(of(newton, java), device -> gpu, gpu(0)).reason());
    Speed both = gpu.better(passes(Speed.Kind.HESSIAN, 100, 20e9));
    assertEquals(
        "about 1.1 s here, 5.0 s in Java, as earlier runs measured",
        among(of(newton, java), device -> both, gpu(0)).reason());
  }

  /** What the solver does on the host takes as long with any device. */
  @Test
  void gpuThatWasNotMeasuredIsNotMoreThanFourTimesAsFastAsJava() {
    Work newton = new Work(1, GB, 10 * GB, Speed.Kind.HESSIAN, 100);
    assertEquals(
        "about 4.0 s here, 10 s in Java, by estimate",
        among(of(newton, passes(Speed.Kind.HESSIAN, 100, 1e9)), UNKNOWN, gpu(0)).reason());
  }

  @ParameterizedTest
  @CsvSource({"89, 5", "90, 6", "300, 20", "899, 59", "900, 60", "9000, 60", "9000000000, 60"})
  void lookTakesNoLongerThanJavaWould(long gigabytes, long seconds) {
    Work work = new Work(1, 1, gigabytes * GB, Speed.Kind.GRADIENT, 100);
    assertEquals(seconds, of(work, Speed.UNKNOWN).look().toSeconds());
  }

  @Test
  void javaIsReckonedByItsThreadsUpToTheMemoryOfAMachine() {
    Work work = work(1, GB, 120);
    assertEquals(
        List.of(16L, 8L, 5L),
        java.util.stream.Stream.of(1, 2, 64)
            .map(n -> new Crossover(work, n, Speed.UNKNOWN, OptionalDouble.empty()).look())
            .map(java.time.Duration::toSeconds)
            .toList());
  }

  @Test
  void whatIsSmallerThanAnyStartIsSmall() {
    Speed java = passes(Speed.Kind.GRADIENT, 100, 10e9);
    Work second = work(1, GB, 10);
    assertEquals(Optional.empty(), of(second, java).small());
    Work less = work(1, GB, 9);
    assertEquals(
        "done before a GPU would have started, by estimate",
        of(less, java).small().orElseThrow().reason());
    assertEquals(Optional.empty(), new Crossover(less, 2, java, OptionalDouble.of(0.9)).small());
    assertEquals(
        "done before a GPU would have started, as earlier runs measured",
        new Crossover(less, 2, java, OptionalDouble.of(0.91)).small().orElseThrow().reason());
  }

  /** A slow start that was measured is no reason to look less: another GPU may be there. */
  @Test
  void slowStartOfOneDeviceDoesNotKeepOthersFromBeingFound() {
    Speed java = passes(Speed.Kind.GRADIENT, 100, 10e9);
    assertEquals(
        Optional.empty(), new Crossover(work(1, GB, 20), 2, java, OptionalDouble.of(30)).small());
  }
}
