package io.downhill.device;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.downhill.device.cpu.CpuDevice;
import io.downhill.device.several.SeveralDevices;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The copy of a benchmark, on the host; {@code ScanTest} has the kernel. */
class CopyTest {
  static Stream<Supplier<Device>> devices() {
    return Stream.of(() -> CpuDevice.open(1), () -> CpuDevice.open(2), CopyTest::several);
  }

  private static Device several() {
    return SeveralDevices.open(List.of(() -> CpuDevice.scalar(1), CpuDevice::definition));
  }

  @ParameterizedTest
  @MethodSource("devices")
  void copyHasTheValuesOfX(Supplier<Device> opened) {
    try (Device device = opened.get()) {
      assertEquals(Optional.empty(), Copies.difference(device), device.info().toString());
    }
  }
}
