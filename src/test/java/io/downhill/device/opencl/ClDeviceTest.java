package io.downhill.device.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.downhill.device.Device;
import io.downhill.device.cpu.CpuDevice;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ClDeviceTest {
  private static final int[] EXAMPLES = {1, 7, 31, 32, 33, 1023, 1024, 1025, 3000};
  private static final int[] FEATURES = {1, 2, 7, 8, 9, 16, 17, 28, 64, 100, 257, 1000};

  @BeforeAll
  static void needsADevice() {
    OpenClRequired.orSkip();
  }

  /** Both forms, and every tile. */
  static List<ClTuning> forms() {
    ClTuning suited = ClDevice.tuning(0);
    List<ClTuning> forms = new ArrayList<>();
    forms.add(suited.with(ClForm.WALK));
    ClTuning tile = suited.with(ClForm.TILE);
    for (int stripes : new int[] {ClTuning.WIDE, 1, 2, 4}) {
      forms.add(tile.withStripes(stripes));
    }
    return forms;
  }

  @ParameterizedTest
  @MethodSource("forms")
  void everyShapeHasTheBitsOfTheDefinition(ClTuning tuning) {
    try (Device device = ClDevice.open(0, tuning);
        Device definition = CpuDevice.definition()) {
      for (int m : EXAMPLES) {
        for (int n : FEATURES) {
          assertSame(definition, device, Passes.random(m, n, 31L * m + n), tuning, m + " x " + n);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("forms")
  void threeLevelsOfTheTreeHaveTheBitsOfTheDefinition(ClTuning tuning) {
    try (Device device = ClDevice.open(0, tuning);
        Device definition = CpuDevice.definition()) {
      assertSame(definition, device, Passes.random(32769, 5, 5), tuning, "32769 x 5");
    }
  }

  @ParameterizedTest
  @MethodSource("forms")
  void extremeMarginsHaveTheBitsOfTheDefinition(ClTuning tuning) {
    try (Device device = ClDevice.open(0, tuning);
        Device definition = CpuDevice.definition()) {
      assertSame(definition, device, Passes.extreme(), tuning, "extreme margins");
    }
  }

  @Test
  void slabsAndLaunchesDoNotChangeABit() {
    Passes passes = Passes.random(7000, 9, 3);
    try (Device definition = CpuDevice.definition()) {
      for (ClTuning tuning : forms()) {
        for (long rows : new long[] {1024, 2048, 5000}) {
          ClTuning limited = tuning.withLimits((rows + 8) * 9 * 4, 1500 * 9);
          try (Device device = ClDevice.open(0, limited)) {
            assertSame(definition, device, passes, limited, "7000 x 9");
          }
        }
      }
    }
  }

  private static void assertSame(
      Device definition, Device device, Passes passes, ClTuning tuning, String shape) {
    Map<String, double[]> expected = passes.on(definition);
    Map<String, double[]> actual = passes.on(device);
    assertEquals(
        "", Passes.difference(expected, actual), device.info() + " " + tuning + " " + shape);
  }
}
