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
import java.util.Optional;
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
    assertEquals(8, RESULT.copyRate());
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

  @Test
  void everyPassIsMeasured() {
    try (Device device = CpuDevice.open(2)) {
      Benchmark.Result result = Benchmark.run(device, 5000, 3, 2);
      assertEquals(5000 * 3 * 4, result.copied());
      assertTrue(result.copy().best() > 0, result::toString);
    }
  }
}
