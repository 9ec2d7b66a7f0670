package io.downhill.device.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.downhill.device.Copies;
import io.downhill.device.Device;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The plain read of a benchmark, though its result is nothing, and the copy. */
class ScanTest {
  @BeforeAll
  static void needsADevice() {
    OpenClRequired.orSkip();
  }

  static List<ClTuning> tunings() {
    ClTuning tile = ClDevice.tuning(0).with(ClForm.TILE);
    return List.of(
        ClDevice.tuning(0).with(ClForm.WALK),
        ClDevice.tuning(0).with(ClForm.WALK).inSlabs(),
        tile.withGroup(64),
        tile.withGroup(64).inSlabs());
  }

  @ParameterizedTest
  @MethodSource("tunings")
  void everyElementIsReadOnce(ClTuning tuning) {
    try (Device device = ClDevice.open(0, tuning)) {
      assertEquals(Optional.empty(), Scans.difference(device), tuning.toString());
    }
  }

  @ParameterizedTest
  @MethodSource("tunings")
  void copyHasTheValuesOfX(ClTuning tuning) {
    try (Device device = ClDevice.open(0, tuning)) {
      assertEquals(Optional.empty(), Copies.difference(device), tuning.toString());
    }
  }
}
