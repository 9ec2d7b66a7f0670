package io.downhill.device.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.downhill.device.Device;
import io.downhill.device.DeviceContract;
import io.downhill.device.cpu.CpuDevice;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What {@code downhill verify} asks of the first OpenCL device, in each of its forms. */
@Tag("slow")
class ClContractTest {
  @BeforeAll
  static void needsADevice() {
    OpenClRequired.orSkip();
  }

  @Test
  void everyFormGivesTheBitsOfTheDefinition() {
    ClTuning suited = ClDevice.tuning(0);
    List<String> differences = new ArrayList<>();
    Map<String, Device> forms = new LinkedHashMap<>();
    try (Device definition = CpuDevice.definition();
        Device walk = ClDevice.open(0, suited.with(ClForm.WALK));
        Device tile = ClDevice.open(0, suited.with(ClForm.TILE));
        Device small = ClDevice.open(0, suited.withTile(8).withStripes(32));
        Device wide = ClDevice.open(0, suited.with(ClForm.WIDE));
        Device slabs = ClDevice.open(0, suited.inSlabs())) {
      forms.put("WALK", walk);
      forms.put("TILE", tile);
      forms.put("TILE of 8 rows", small);
      forms.put("WIDE", wide);
      forms.put("slabs", slabs);
      for (DeviceContract.Case c : DeviceContract.cases()) {
        DeviceContract.Expected expected = new DeviceContract.Expected(c, definition);
        forms.forEach(
            (form, device) ->
                expected.difference(device).ifPresent(d -> differences.add(form + ": " + d)));
      }
    }
    assertEquals(List.of(), differences, ClRuntime.description(0).info()::toString);
  }
}
