package io.downhill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.downhill.device.DeviceInfo;
import io.downhill.device.opencl.ProbeProcess;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DevicesTest {
  /** So no driver, good or broken, can slow it down. */
  @Test
  void smallWorkNeverLooksForAGpu() {
    assertEquals(
        new Devices.Choice("cpu", "done before a GPU would have started"),
        Devices.choose("auto", new Devices.Work(1, 7_999_999_999L)));
  }

  @ParameterizedTest
  @CsvSource({
    "8000000000, 5",
    "75000000000, 5",
    "300000000000, 20",
    "900000000000, 60",
    "9223372036854775807, 60"
  })
  void lookTakesNoLongerThanJavaWould(long bytes, long seconds) {
    assertEquals(seconds, Devices.look(bytes).toSeconds());
  }

  private static DeviceInfo device(int k, String kind, boolean exact, long memory) {
    return new DeviceInfo("opencl:" + k, "Device " + k, "Maker", kind, exact, memory, "driver");
  }

  private static Devices.Choice best(long held, String trouble, DeviceInfo... devices) {
    return Devices.best(
        new ProbeProcess.Answer(List.of(devices), Optional.ofNullable(trouble)),
        held,
        device -> Optional.of(device + " crashes").filter(t -> device.driver().equals("broken")));
  }

  @Test
  void autoTakesTheFirstExactGpuWithRoom() {
    assertEquals(
        "opencl:3",
        best(
                10_000_000_000L,
                null,
                device(0, "cpu", true, 64_000_000_000L),
                device(1, "gpu", false, 24_000_000_000L),
                device(2, "gpu", true, 10_500_000_000L),
                device(3, "gpu", true, 24_000_000_000L))
            .id());
  }

  @Test
  void autoTellsWhyAGpuIsTooSmall() {
    assertEquals(
        new Devices.Choice(
            "cpu", "opencl:0 (Device 0) has 8.0 GB, too little for the 10.0 GB of this run"),
        best(10_000_000_000L, null, device(0, "gpu", true, 8_000_000_000L)));
  }

  private static DeviceInfo broken(int k) {
    return new DeviceInfo("opencl:" + k, "Device " + k, "Maker", "gpu", true, 1L << 40, "broken");
  }

  @Test
  void autoPassesOverAGpuThatCrashes() {
    assertEquals("opencl:1", best(1, null, broken(0), device(1, "gpu", true, 1L << 40)).id());
  }

  @Test
  void autoTellsWhyTheOnlyGpuCannotBeUsed() {
    assertEquals(
        new Devices.Choice("cpu", "opencl:0 (Device 0) crashes"), best(1, null, broken(0)));
  }

  @Test
  void autoTellsOfABrokenDriver() {
    String trouble = "an OpenCL driver hangs: no answer in 5 s; update or remove the broken one";
    assertEquals(new Devices.Choice("cpu", trouble), best(1, trouble));
  }

  @Test
  void unknownIdIsRefusedByName() {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Devices.choose("gpu", Devices.Work.ANY));
    assertEquals("device must be auto, cpu, opencl or opencl:K, not gpu", e.getMessage());
  }
}
