package io.downhill.device.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.device.Device;
import io.downhill.device.DeviceContract;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CpuDeviceTest {
  @ParameterizedTest
  @CsvSource({"1, 1 thread", "2, 2 threads"})
  void driverTellsTheThreads(int threads, String text) {
    try (CpuDevice device = CpuDevice.open(threads)) {
      assertTrue(device.info().driver().endsWith(" loops, " + text), device.info()::driver);
    }
  }

  static Stream<Arguments> formsAndThreads() {
    return Stream.of(
        Arguments.of(new DefinitionLoops(), 2),
        Arguments.of(new ScalarLoops(), 1),
        Arguments.of(new ScalarLoops(), 2),
        Arguments.of(new ScalarLoops(), 7),
        Arguments.of(new Vector128Loops(), 2),
        Arguments.of(new Vector256Loops(), 1),
        Arguments.of(new Vector256Loops(), 2));
  }

  @ParameterizedTest(name = "{0} on {1} threads")
  @MethodSource("formsAndThreads")
  void everyFormGivesTheBitsOfTheDefinition(Loops loops, int threads) {
    try (Device definition = CpuDevice.definition();
        Device subject = CpuDevice.of(threads, loops)) {
      for (DeviceContract.Case c : DeviceContract.cases()) {
        assertEquals(
            Optional.empty(),
            DeviceContract.run(c, definition, subject),
            () -> loops.name() + " on " + threads + " threads");
      }
    }
  }
}
