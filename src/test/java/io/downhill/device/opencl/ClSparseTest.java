package io.downhill.device.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.downhill.device.Device;
import io.downhill.device.DeviceContract;
import io.downhill.device.cpu.CpuDevice;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Sparse rows on the first OpenCL device: every form, groups of other sizes, and slabs. */
class ClSparseTest {
  /** Bytes of an allocation that some 4000 values fill, which two or three blocks have. */
  private static final long FEW_BYTES = 16_384;

  @BeforeAll
  static void needsADevice() {
    OpenClRequired.orSkip();
  }

  private static List<DeviceContract.Case> cases(int most) {
    return DeviceContract.cases().stream()
        .filter(c -> c.values() == DeviceContract.Values.SPARSE)
        .filter(c -> (long) c.examples() * c.features() * c.columns() <= most)
        .toList();
  }

  @Test
  void everyFormAndGroupAndSlabGivesTheBitsOfTheDefinition() {
    ClTuning suited = ClDevice.tuning(0);
    List<String> differences = new ArrayList<>();
    Map<String, Device> forms = new LinkedHashMap<>();
    try (Device definition = CpuDevice.definition();
        Device walk = ClDevice.open(0, suited.with(ClForm.WALK));
        Device slabs = ClDevice.open(0, suited.with(ClForm.WALK).inSlabs());
        Device small = ClDevice.open(0, suited.with(ClForm.TILE).withGroup(64).inSlabs());
        Device large = ClDevice.open(0, suited.with(ClForm.WIDE).withGroup(256))) {
      forms.put("WALK", walk);
      forms.put("WALK in slabs", slabs);
      forms.put("TILE in groups of 64 and slabs", small);
      forms.put("WIDE in groups of 256", large);
      for (DeviceContract.Case c : cases(500_000)) {
        DeviceContract.Expected expected = new DeviceContract.Expected(c, definition);
        forms.forEach(
            (form, device) ->
                expected.difference(device).ifPresent(d -> differences.add(form + ": " + d)));
      }
    }
    assertEquals(List.of(), differences, ClRuntime.description(0).info()::toString);
  }

  @Test
  void slabsThatFewValuesFillDoNotChangeABit() {
    ClTuning suited = ClDevice.tuning(0);
    ClTuning.Limits few =
        new ClTuning.Limits(
            FEW_BYTES, suited.limits().slabRows(), suited.limits().launchElements());
    try (Device definition = CpuDevice.definition();
        Device subject = ClDevice.open(0, suited.with(few))) {
      for (DeviceContract.Case c :
          List.of(
              new DeviceContract.Case(
                  DeviceContract.Operation.GRADIENT, 70_001, 6, DeviceContract.Values.SPARSE),
              new DeviceContract.Case(
                  DeviceContract.Operation.PRODUCT, 4095, 9, DeviceContract.Values.SPARSE, 3))) {
        assertEquals(Optional.empty(), DeviceContract.run(c, definition, subject), c::toString);
      }
    }
  }
}
