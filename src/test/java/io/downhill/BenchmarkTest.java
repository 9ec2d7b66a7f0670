package io.downhill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.device.Device;
import io.downhill.device.DeviceException;
import io.downhill.device.DeviceInfo;
import io.downhill.device.DeviceVector;
import io.downhill.device.cpu.CpuDevice;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BenchmarkTest {
  private static final DeviceInfo GPU =
      new DeviceInfo("opencl:0", "GPU", "V", "gpu", true, 1L << 40, "driver");

  private static final Benchmark.Result RESULT =
      new Benchmark.Result(
          GPU,
          1_000_000,
          1000,
          seconds(2),
          seconds(1),
          seconds(0.5),
          seconds(0.25),
          1_000_000_000,
          Optional.of(seconds(8)),
          8,
          4,
          30);

  private static Benchmark.Seconds seconds(double best) {
    return new Benchmark.Seconds(best, 2 * best);
  }

  @Test
  void ratesCountBytesOfX() {
    assertEquals(2, RESULT.rate(RESULT.gradient().best()));
    assertEquals(0.25, RESULT.ratio());
    assertEquals(0.5, RESULT.panelRatio());
  }

  @Test
  void rateOfACopyCountsWhatIsReadAndWritten() {
    assertEquals(OptionalDouble.of(8), RESULT.copyRate());
  }

  private static Benchmark.Result copied(int m, long bytes) {
    return new Benchmark.Result(
        GPU,
        m,
        1024,
        seconds(2),
        seconds(1),
        seconds(0.5),
        seconds(0.5),
        bytes,
        Optional.empty(),
        1,
        4,
        30);
  }

  /** Caches and launches would be measured, not memory: 4 bytes told a share of 599305. */
  @Test
  void littleOfALargeXTellsNoRateOfACopy() {
    assertEquals(OptionalDouble.empty(), copied(1 << 20, (1 << 28) - 4).copyRate());
    assertEquals(OptionalDouble.of((1 << 30) / 1e9), copied(1 << 20, 1 << 28).copyRate());
    assertEquals(OptionalDouble.empty(), copied(1 << 10, (1 << 22) - 4).copyRate());
    assertEquals(OptionalDouble.of((1 << 24) / 1e9), copied(1 << 10, 1 << 22).copyRate(), "all");
  }

  @ParameterizedTest
  @CsvSource({"2000, 2000", "1999, 1000", "999, 500", "1, 1"})
  void copyTakesWhatThereIsRoomFor(int room, int floats) {
    assertEquals(floats, Benchmark.target(device("gpu", room), 2, 1000).length());
  }

  @Test
  void copyOnAGpuIsFourGibibytesAtMost() {
    int floats = Benchmark.target(device("gpu", Integer.MAX_VALUE), 1 << 20, 1 << 12).length();
    assertEquals(1 << 30, floats);
  }

  @Test
  void copyOnTheHostIsSmaller() {
    int floats = Benchmark.target(device("cpu", Integer.MAX_VALUE), 1 << 20, 1 << 10).length();
    assertEquals(1 << 26, floats);
  }

  @Test
  void withoutAnyRoomTheDeviceSaysSo() {
    assertThrows(DeviceException.class, () -> Benchmark.target(device("gpu", 0), 10, 10));
  }

  /** Has room for a vector of so many floats, which it does not really take. */
  private static Device device(String kind, int most) {
    return (Device)
        Proxy.newProxyInstance(
            Device.class.getClassLoader(),
            new Class<?>[] {Device.class},
            (proxy, method, arguments) ->
                method.getName().equals("info")
                    ? new DeviceInfo("x", "X", "V", kind, true, 1L << 40, "driver")
                    : vector((int) arguments[0], most));
  }

  private static DeviceVector vector(int length, int most) {
    if (length > most) {
      throw new DeviceException("no room");
    }
    return new DeviceVector() {
      @Override
      public int length() {
        return length;
      }

      @Override
      public void close() {}
    };
  }

  /** Else the copy would take the memory that they need. */
  @Test
  void passesTakeTheirMemoryBeforeTheCopy() {
    int m = 500;
    int n = 3;
    List<String> calls = new ArrayList<>();
    try (Device cpu = CpuDevice.open(1)) {
      Device watched =
          (Device)
              Proxy.newProxyInstance(
                  Device.class.getClassLoader(),
                  new Class<?>[] {Device.class},
                  (proxy, method, arguments) -> {
                    calls.add(method.getName());
                    if (method.getName().equals("vector") && (int) arguments[0] == m * n) {
                      throw new IllegalStateException("here comes the copy");
                    }
                    return method.invoke(cpu, arguments);
                  });
      assertThrows(IllegalStateException.class, () -> Benchmark.run(watched, m, n, 2));
    }
    assertEquals(
        List.of("gradient", "margins", "scan", "gradient"),
        calls.stream().filter(Set.of("gradient", "margins", "scan")::contains).toList());
  }

  @Test
  void everyPassIsMeasured() {
    try (Device device = CpuDevice.open(2)) {
      Benchmark.Result result = Benchmark.run(device, 5000, 3, 2);
      assertEquals(5000 * 3 * 4, result.copied());
      assertTrue(result.copy().best() > 0, result::toString);
    }
  }
}
