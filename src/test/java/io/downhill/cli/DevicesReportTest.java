package io.downhill.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.Json;
import io.downhill.Speed;
import io.downhill.device.DeviceDetails;
import io.downhill.device.DeviceDetails.Arithmetic;
import io.downhill.device.DeviceDetails.Form;
import io.downhill.device.DeviceDetails.Limits;
import io.downhill.device.DeviceInfo;
import io.downhill.device.Inspection;
import io.downhill.device.Trouble;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DevicesReportTest {
  private static final DeviceInfo CPU =
      new DeviceInfo("cpu", "A CPU", "Maker", "cpu", true, 1L << 34, "Java 17");
  private static final DeviceInfo GPU =
      new DeviceInfo("opencl:0", "A GPU", "Maker", "gpu", false, 1L << 34, "driver 1");

  private static final Speed SPEED =
      new Speed(
          OptionalDouble.of(0.412),
          OptionalDouble.of(3.14e9),
          Map.of(new Speed.Place(Speed.Kind.GRADIENT, 64), 2.1e12));

  private static DeviceDetails details(Arithmetic arithmetic, List<Form> measured) {
    return new DeviceDetails(
        "opencl:0",
        new Limits(2_000_000_000L, 49152, 1024, 80, 1500),
        arithmetic,
        List.of(new Form(1, 31, "tiles of 128 rows"), new Form(32, Integer.MAX_VALUE, "no tile")),
        "/cache/tiles-1.txt",
        measured);
  }

  private static DevicesReport report(DeviceDetails details, Trouble... troubles) {
    return new DevicesReport(
        List.of(CPU, GPU),
        new Inspection(
            "/lib/libOpenCL.so.1",
            "/etc/OpenCL/vendors",
            "",
            List.of(
                new Inspection.Driver(
                    "/etc/OpenCL/vendors/gpu.icd", "libgpu.so", "", "is not there")),
            List.of(details),
            List.of(troubles)),
        device -> SPEED);
  }

  @Test
  void allIsToldLineByLine() {
    DeviceDetails details =
        details(new Arithmetic(true, true, true), List.of(new Form(96, 111, "tiles of 16 rows")));
    assertEquals(
        """

        opencl:0 (A GPU)
          buffers     2.00 GB in one at most
          groups      1024 work-items at most, 48.0 KiB of local memory
          processor   80 compute units, 1500 MHz
          float32     exact: round-to-nearest, denormals, fma
          passes      n = 1 to 31: tiles of 128 rows, by rule
          passes      n >= 32: no tile, by rule
          measured    n = 96 to 111: tiles of 16 rows
          kept in     /cache/tiles-1.txt
          speed       0.41 s to start
          speed       3.1 GB/s to bring X to it
          speed       2100.0 GB/s of X in gradient passes at n = 64 to 127

        loader        /lib/libOpenCL.so.1
        drivers in    /etc/OpenCL/vendors

        NAMED BY                     LIBRARY    FOUND AT  STATE
        /etc/OpenCL/vendors/gpu.icd  libgpu.so  -         is not there

        trouble: opencl:0 (A GPU) crashes
        cure:    use device cpu

        trouble: libgpu.so is not there
        cure:    install it
        """,
        String.join(
                "\n",
                report(details, new Trouble("libgpu.so is not there", "install it"))
                    .lines(List.of("opencl:0 (A GPU) crashes; use device cpu")))
            + "\n");
  }

  private static String line(String start, DevicesReport report) {
    return report.lines(List.of()).stream()
        .filter(line -> line.strip().startsWith(start))
        .findFirst()
        .orElse("");
  }

  @Test
  void whatIsMissingForExactnessIsTold() {
    assertEquals(
        "  float32     not exact, for it has no denormals and no fma",
        line("float32", report(details(new Arithmetic(true, false, false), List.of()))));
    assertEquals(
        "  float32     not exact, for it has no round-to-nearest",
        line("float32", report(details(new Arithmetic(false, true, true), List.of()))));
  }

  @Test
  void gpuThatWasNotMeasuredIsToldWhereItWillBeKept() {
    assertEquals(
        "  measured    nothing yet; large runs measure, and keep it in /cache/tiles-1.txt",
        line("measured", report(details(new Arithmetic(true, true, true), List.of()))));
  }

  @Test
  void deviceThatWasNotMeasuredIsToldWhatMeasuresIt() {
    DevicesReport measured = report(details(new Arithmetic(true, true, true), List.of()));
    assertEquals(
        "  speed       not measured yet: every run on it does, and bench",
        line(
            "speed",
            new DevicesReport(
                measured.devices(),
                measured.inspection(),
                device -> new Speed(OptionalDouble.empty(), OptionalDouble.empty(), Map.of()))));
  }

  @Test
  void textsOfDriversCannotMoveTheCursor() {
    DevicesReport report =
        report(details(new Arithmetic(true, true, true), List.of()), new Trouble("\u001b[2J", ""));
    assertEquals("trouble: \\u001b[2J", line("trouble", report));
  }

  @Test
  void jsonKeepsTheFieldsOfTheListAndAddsOthers() {
    DevicesReport report =
        report(
            details(
                new Arithmetic(true, false, true), List.of(new Form(96, 111, "tiles of 16 rows"))),
            new Trouble("what", "cure"));
    List<Map<String, Object>> list = List.of(Map.of("id", "cpu"), Map.of("id", "opencl:0"));
    JsonNode json = JsonMapper.shared().readTree(Json.text(report.json(list)));
    JsonNode gpu = json.path("devices").path(1);
    assertEquals("opencl:0", gpu.path("id").asString());
    assertEquals(2_000_000_000L, gpu.path("largestBuffer").asLong());
    assertEquals(49152, gpu.path("localMemory").asLong());
    assertEquals(1024, gpu.path("largestGroup").asLong());
    assertEquals(80, gpu.path("computeUnits").asLong());
    assertEquals(1500, gpu.path("megahertz").asLong());
    assertTrue(gpu.path("roundToNearest").asBoolean(), gpu::toString);
    assertEquals(false, gpu.path("denormals").asBoolean());
    assertTrue(gpu.path("fma").asBoolean(), gpu::toString);
    assertEquals("tiles of 128 rows", gpu.path("byRule").path(0).path("form").asString());
    assertEquals(31, gpu.path("byRule").path(0).path("to").asInt());
    assertTrue(gpu.path("byRule").path(1).path("to").isNull(), gpu::toString);
    assertEquals(96, gpu.path("measured").path(0).path("from").asInt());
    assertEquals("/cache/tiles-1.txt", gpu.path("keptIn").asString());
    assertEquals(0.412, gpu.path("startSeconds").asDouble());
    assertEquals(3.14e9, gpu.path("uploadBytesPerSecond").asDouble());
    assertEquals("gradient", gpu.path("speeds").path(0).path("kind").asString());
    assertEquals(127, gpu.path("speeds").path(0).path("to").asInt());
    assertEquals(2.1e12, gpu.path("speeds").path(0).path("bytesPerSecond").asDouble());
    assertEquals("/lib/libOpenCL.so.1", json.path("loader").asString());
    assertEquals("libgpu.so", json.path("drivers").path(0).path("library").asString());
    assertEquals("is not there", json.path("drivers").path(0).path("state").asString());
    assertEquals("cure", json.path("troubles").path(0).path("cure").asString());
    assertEquals(1, json.path("devices").path(0).size() - 1, "the CPU has a driver beside its id");
  }
}
