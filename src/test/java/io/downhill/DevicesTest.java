package io.downhill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.fail;

import io.downhill.device.DeviceInfo;
import io.downhill.device.opencl.ProbeProcess;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DevicesTest {
  /** What Java reads before a GPU would have started. */
  private static final long SMALL_WORK = 8_000_000_000L;

  /** So no driver, good or broken, can slow it down. */
  @Test
  void smallWorkNeverLooksForAGpu() {
    assertEquals(
        new Devices.Choice("cpu", "done before a GPU would have started"),
        Devices.choose(
            "auto",
            new Devices.Work(1, SMALL_WORK - 1),
            (look, held) -> fail("looked for " + look)));
  }

  @Test
  void largeWorkLooksForAGpuWithRoom() {
    Devices.Choice found = new Devices.Choice("opencl:1", "found");
    Devices.Choice chosen =
        Devices.choose(
            "auto",
            new Devices.Work(7, SMALL_WORK),
            (look, held) -> look.toSeconds() == 5 && held == 7 ? found : null);
    assertEquals(found, chosen);
  }

  @Test
  void whoAsksForTheCpuGetsItForWorkOfAnySize() {
    assertEquals(
        new Devices.Choice("cpu", "asked for"),
        Devices.choose("cpu", Devices.Work.ANY, (look, held) -> fail("looked for " + look)));
  }

  @ParameterizedTest
  @CsvSource({
    "8000000000, 5",
    "89999999999, 5",
    "90000000000, 6",
    "300000000000, 20",
    "899999999999, 59",
    "900000000000, 60",
    "915000000000, 60",
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

  /** A device must have a tenth more than it holds. */
  @Test
  void roomIsATenthMoreThanWhatIsHeld() {
    assertEquals(
        "opencl:0", best(10_000_000_000L, null, device(0, "gpu", true, 11_000_000_000L)).id());
    assertEquals("cpu", best(10_000_000_000L, null, device(0, "gpu", true, 10_999_999_999L)).id());
  }

  @Test
  void autoTakesAnAccelerator() {
    assertEquals("opencl:0", best(1, null, device(0, "accelerator", true, 2)).id());
  }

  @Test
  void autoTellsThatThereIsNoExactGpu() {
    assertEquals(
        new Devices.Choice("cpu", "OpenCL has no exact GPU here"),
        best(1, null, device(0, "cpu", true, 1L << 40), device(1, "gpu", false, 1L << 40)));
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
    String trouble =
        "an OpenCL driver hangs: no answer in 5 s; update or remove the one that `downhill devices --verbose` names";
    assertEquals(new Devices.Choice("cpu", trouble), best(1, trouble));
  }

  @Test
  void unknownIdIsRefusedByName() {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Devices.choose("gpu", Devices.Work.ANY));
    assertEquals("device must be auto, cpu, opencl or opencl:K, not gpu", e.getMessage());
  }
}
