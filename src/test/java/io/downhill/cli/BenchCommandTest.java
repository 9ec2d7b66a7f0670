package io.downhill.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.Benchmark;
import io.downhill.device.DeviceInfo;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is told of rates that no clock gave. */
class BenchCommandTest {
  private static Benchmark.Result copied(long bytes) {
    return new Benchmark.Result(
        new DeviceInfo("opencl:0", "GPU", "V", "gpu", true, 1L << 40, "driver"),
        1_000_000,
        1000,
        seconds(2),
        seconds(1),
        seconds(0.5),
        seconds(0.25),
        bytes,
        Optional.empty(),
        1,
        4,
        30);
  }

  private static Benchmark.Seconds seconds(double best) {
    return new Benchmark.Seconds(best, 2 * best);
  }

  private static List<String> cells(int line, Benchmark.Result result) {
    return List.of(BenchCommand.lines(result).get(line).split(" {2,}"));
  }

  @Test
  void passesAreToldBesideTheReadAndTheCopy() {
    Benchmark.Result result = copied(1_000_000_000);
    assertEquals(
        List.of("gradient", "2.0000 s", "4.0000 s", "2.0", "0.25", "0.25"), cells(3, result));
    assertEquals(
        List.of("copy of 1000 MB", "0.2500 s", "0.5000 s", "8.0", "1.00", "1.00"),
        cells(6, result));
    assertEquals(0.25, BenchCommand.json(result).get("copyRatio"));
  }

  @Test
  void copyOfTooLittleTellsNoRate() {
    Benchmark.Result result = copied(4_000_000);
    assertEquals(List.of("gradient", "2.0000 s", "4.0000 s", "2.0", "0.25", "-"), cells(3, result));
    assertEquals(List.of("copy of 4 MB", "0.2500 s", "0.5000 s", "-", "-", "-"), cells(6, result));
    Map<String, Object> json = BenchCommand.json(result);
    assertEquals(4_000_000L, json.get("copiedBytes"));
    assertTrue(json.containsKey("copyRatio"), json::toString);
    assertNull(json.get("copyBandwidth"));
    assertNull(json.get("copyRatio"));
  }
}
