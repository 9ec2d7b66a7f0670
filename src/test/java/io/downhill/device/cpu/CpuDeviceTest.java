package io.downhill.device.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.device.Device;
import io.downhill.device.DeviceContract;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CpuDeviceTest {
  @ParameterizedTest
  @CsvSource({"1, 1 thread", "2, 2 threads"})
  void driverTellsTheThreads(int threads, String text) {
    try (CpuDevice device = CpuDevice.open(threads)) {
      assertTrue(device.info().driver().endsWith(" loops, " + text), device.info()::driver);
    }
  }

  /** Each case once for the definition, which takes most of the time, then for each form. */
  @Test
  void everyFormGivesTheBitsOfTheDefinition() {
    List<String> differences = new ArrayList<>();
    Map<String, Device> forms = new LinkedHashMap<>();
    try (Device definition = CpuDevice.definition();
        Device loops2 = CpuDevice.of(2, new DefinitionLoops());
        Device scalar1 = CpuDevice.of(1, new ScalarLoops());
        Device scalar2 = CpuDevice.of(2, new ScalarLoops());
        Device scalar7 = CpuDevice.of(7, new ScalarLoops());
        Device narrow2 = CpuDevice.of(2, new Vector128Loops());
        Device wide1 = CpuDevice.of(1, new Vector256Loops());
        Device wide2 = CpuDevice.of(2, new Vector256Loops())) {
      forms.put("definition on 2 threads", loops2);
      forms.put("scalar on 1 thread", scalar1);
      forms.put("scalar on 2 threads", scalar2);
      forms.put("scalar on 7 threads", scalar7);
      forms.put("128 bits on 2 threads", narrow2);
      forms.put("256 bits on 1 thread", wide1);
      forms.put("256 bits on 2 threads", wide2);
      for (DeviceContract.Case c : DeviceContract.cases()) {
        DeviceContract.Expected expected = new DeviceContract.Expected(c, definition);
        forms.forEach(
            (form, device) ->
                expected.difference(device).ifPresent(d -> differences.add(form + ": " + d)));
      }
    }
    assertEquals(List.of(), differences);
  }
}
