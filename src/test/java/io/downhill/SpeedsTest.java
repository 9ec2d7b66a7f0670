package io.downhill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.downhill.device.Device;
import io.downhill.device.DeviceInfo;
import io.downhill.device.cpu.CpuDevice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpeedsTest {
  private static final DeviceInfo GPU = gpu("A GPU", "gpu", "driver 1");

  private static final Speed SPEED =
      new Speed(
          OptionalDouble.of(0.41),
          OptionalDouble.of(3.1e9),
          Map.of(
              new Speed.Place(Speed.Kind.GRADIENT, 64), 2e12,
              new Speed.Place(Speed.Kind.HESSIAN, 16), 1e11));

  @TempDir Path folder;

  private static DeviceInfo gpu(String name, String kind, String driver) {
    return new DeviceInfo("opencl:0", name, "Maker", kind, true, 1L << 34, driver);
  }

  private Speeds speeds() {
    return new Speeds(folder);
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  @Test
  void whatWasKeptIsFound() {
    assertEquals(Speed.UNKNOWN, speeds().find(GPU, "kernels 1"));
    speeds().keep(GPU, "kernels 1", SPEED);
    assertEquals(SPEED, speeds().find(GPU, "kernels 1"));
  }

  @Test
  void eachDeviceDriverAndTextOfTheKernelsHasItsOwn() {
    speeds().keep(GPU, "kernels 1", SPEED);
    assertEquals(Speed.UNKNOWN, speeds().find(GPU, "kernels 2"));
    assertEquals(Speed.UNKNOWN, speeds().find(gpu("A GPU", "gpu", "driver 2"), "kernels 1"));
    assertEquals(Speed.UNKNOWN, speeds().find(gpu("B GPU", "gpu", "driver 1"), "kernels 1"));
  }

  /** A run on a busy machine must not undo what a quiet one showed. */
  @Test
  void theBetterOfTwoRunsStays() {
    speeds().keep(GPU, "", SPEED);
    speeds()
        .keep(
            GPU,
            "",
            new Speed(
                OptionalDouble.of(0.5),
                OptionalDouble.of(4e9),
                Map.of(
                    new Speed.Place(Speed.Kind.GRADIENT, 64), 1e12,
                    new Speed.Place(Speed.Kind.GRADIENT, 512), 3e12)));
    assertEquals(
        new Speed(
            OptionalDouble.of(0.41),
            OptionalDouble.of(4e9),
            Map.of(
                new Speed.Place(Speed.Kind.GRADIENT, 64), 2e12,
                new Speed.Place(Speed.Kind.GRADIENT, 512), 3e12,
                new Speed.Place(Speed.Kind.HESSIAN, 16), 1e11)),
        speeds().find(GPU, ""));
  }

  @Test
  void nothingMeasuredWritesNothing() throws IOException {
    speeds().keep(GPU, "", Speed.UNKNOWN);
    assertEquals(List.of(), files());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "start\tx",
        "start\t-1",
        "passes\tGRADIENT\t64",
        "passes\tGRADIENT\t0\t1e9",
        "passes\tHESSIAN\t-8\t1e9",
        "upload\tInfinity",
        "x\t1"
      })
  void fileThatMakesNoSenseIsAsGoodAsNone(String line) throws IOException {
    speeds().keep(GPU, "", SPEED);
    Path file = files().get(0);
    Files.writeString(file, Files.readString(file).replace("start\t0.41", line));
    assertEquals(Speed.UNKNOWN, speeds().find(GPU, ""));
    speeds().keep(GPU, "", SPEED);
    assertEquals(SPEED, speeds().find(GPU, ""), "it is written anew");
  }

  @Test
  void halfAFileIsAsGoodAsNone() throws IOException {
    speeds().keep(GPU, "", SPEED);
    Path file = files().get(0);
    Files.writeString(file, Files.readString(file).replace("end", ""));
    assertEquals(Speed.UNKNOWN, speeds().find(GPU, ""));
  }

  private static Work work(long bytes, int features) {
    return new Work(bytes, bytes, bytes, Speed.Kind.GRADIENT, features);
  }

  @Test
  void ratesAreBytesOverSeconds() {
    long bytes = Speed.LEAST_BYTES;
    assertEquals(OptionalDouble.of(bytes / 2.0), Speed.ofUpload(bytes, 2).upload());
    Speed speed = Speed.ofPasses(work(bytes, 100), 3, 2);
    assertEquals(Map.of(new Speed.Place(Speed.Kind.GRADIENT, 64), bytes * 1.5), speed.passes());
    assertEquals(OptionalDouble.of(bytes * 1.5), speed.passes(Speed.Kind.GRADIENT, 100));
  }

  /** Caches, launches and clocks would be measured, not memory. */
  @Test
  void littleDataTellNothing() {
    long bytes = Speed.LEAST_BYTES - 1;
    assertEquals(Speed.UNKNOWN, Speed.ofUpload(bytes, 2));
    assertEquals(Speed.UNKNOWN, Speed.ofPasses(work(bytes, 100), 3, 2));
  }

  @Test
  void noTimeAndNoPassesTellNothing() {
    assertEquals(Speed.UNKNOWN, Speed.ofUpload(1L << 30, 0));
    assertEquals(Speed.UNKNOWN, Speed.ofPasses(work(1L << 30, 100), 3, 0));
    assertEquals(Speed.UNKNOWN, Speed.ofPasses(work(1L << 30, 100), 0, 1));
  }

  @Test
  void rateOfTheMostSimilarFeaturesServesUpToFourTimesAway() {
    Speed speed =
        Speed.ofPasses(work(1L << 30, 16), 1, 1).better(Speed.ofPasses(work(1L << 30, 512), 2, 1));
    double narrow = 1L << 30;
    assertEquals(OptionalDouble.of(narrow), speed.passes(Speed.Kind.GRADIENT, 4));
    assertEquals(OptionalDouble.of(narrow), speed.passes(Speed.Kind.GRADIENT, 127));
    assertEquals(OptionalDouble.of(2 * narrow), speed.passes(Speed.Kind.GRADIENT, 128));
    assertEquals(OptionalDouble.of(2 * narrow), speed.passes(Speed.Kind.GRADIENT, 4095));
    assertEquals(OptionalDouble.empty(), speed.passes(Speed.Kind.GRADIENT, 3));
    assertEquals(OptionalDouble.empty(), speed.passes(Speed.Kind.GRADIENT, 4096));
    assertEquals(OptionalDouble.empty(), speed.passes(Speed.Kind.HESSIAN, 16));
  }

  /** A user with little data pays nothing, not even for a file. */
  @Test
  void smallRunOfJavaMeasuresNothing() {
    try (Device java = CpuDevice.open(1)) {
      assertFalse(
          Devices.measured(java, work(1 << 20, 100), 5, 0.01).start().isPresent(), "no start");
      assertEquals(Speed.UNKNOWN, Devices.measured(java, work(1 << 20, 100), 5, 0.01));
    }
  }
}
