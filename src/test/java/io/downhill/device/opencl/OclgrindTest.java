package io.downhill.device.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import io.downhill.device.Device;
import io.downhill.device.DeviceContract;
import io.downhill.device.Link;
import io.downhill.device.cpu.CpuDevice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Runs the conformance cases in a child JVM whose only OpenCL driver is the simulator Oclgrind,
 * which reports data races, uninitialised reads and accesses out of range.
 */
class OclgrindTest {
  private static final Path DRIVER = Path.of("/usr/lib/oclgrind/liboclgrind-rt-icd.so");

  /** Some ten times what the slowest form takes. */
  private static final Duration MOST_WORK = Duration.ofMinutes(10);

  @TempDir Path folder;

  @BeforeAll
  static void needsTheSimulator() {
    if (Files.exists(DRIVER)) {
      return;
    }
    String story = DRIVER + " is missing (install oclgrind)";
    if ("opencl".equals(System.getProperty("require.device"))) {
      fail("-Drequire.device=opencl, but " + story);
    }
    abort("SKIPPED, kernels are not simulated here: " + story);
  }

  @ParameterizedTest
  @ValueSource(strings = "TILE 128 32 32")
  void theSimulatorSeesEqualBitsAndNothingToReport(String form) throws Exception {
    simulate(form);
  }

  /** Many times as long. */
  @Tag("processes")
  @ParameterizedTest
  @ValueSource(
      strings = {"WALK", "WIDE", "TILE 64 4 32", "TILE 64 16 1", "TILE 64 64 32", "TILE 128 128 4"})
  void andInTheOtherForms(String form) throws Exception {
    simulate(form);
  }

  private void simulate(String form) throws Exception {
    Files.writeString(folder.resolve("oclgrind.icd"), DRIVER + "\n");
    Path log = folder.resolve("oclgrind.log");
    Path output = folder.resolve("output.txt");
    Process child = start(form, log, output);
    await(child, form);
    assertEquals("", text(log), form + ": reports of Oclgrind; " + text(output));
    assertTrue(text(output).endsWith("SAME BITS\n"), form + ": " + text(output));
  }

  @Test
  void theSimulatorReportsAMissingBarrier() throws Exception {
    Path log = folder.resolve("oclgrind.log");
    Path output = folder.resolve("output.txt");
    Files.writeString(folder.resolve("oclgrind.icd"), DRIVER + "\n");
    Process child = start("TILE 128 32 32 racing", log, output);
    await(child, "TILE 128 32 32 racing");
    assertTrue(text(log).contains("data race at local memory"), text(log) + text(output));
  }

  /** Waits for as long as it takes on a busy machine; only work without an end is a failure. */
  private static void await(Process child, String form) throws InterruptedException {
    while (!child.waitFor(1, TimeUnit.SECONDS)) {
      Duration used = child.info().totalCpuDuration().orElse(Duration.ZERO);
      if (used.compareTo(MOST_WORK) > 0) {
        child.destroyForcibly();
        fail(form + ": Oclgrind has used " + used.toSeconds() + " s of processor time");
      }
    }
  }

  private Process start(String form, Path log, Path output) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Child.class.getName());
    builder.command().addAll(List.of(form.split(" ")));
    builder.environment().putAll(environment(folder, log));
    return builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
  }

  /** What makes the simulator the only driver, if the folder has its file, and what it checks. */
  static Map<String, String> environment(Path folder, Path log) {
    return Map.of(
        "OCL_ICD_VENDORS", folder.toString(),
        "OCLGRIND_DATA_RACES", "1",
        "OCLGRIND_UNINITIALIZED", "1",
        "OCLGRIND_CHECK_API", "1",
        // What LLVM's optimiser makes of vectors ends the check of uninitialised reads.
        "OCLGRIND_BUILD_OPTIONS", "-cl-opt-disable",
        "OCLGRIND_LOG", log.toString());
  }

  private static String text(Path file) throws IOException {
    return Files.exists(file) ? Files.readString(file) : "";
  }

  /** What a tile and its group change; the rest is as in the form without one. */
  private static final Set<DeviceContract.Operation> OF_TILES =
      EnumSet.of(
          DeviceContract.Operation.MARGINS,
          DeviceContract.Operation.GRADIENT,
          DeviceContract.Operation.PRODUCT,
          DeviceContract.Operation.DESCEND,
          DeviceContract.Operation.FOREST);

  /**
   * The child's side: form, group, tile and stripes as arguments; ends with SAME BITS, or tells
   * what differs.
   */
  static final class Child {
    private Child() {}

    public static void main(String[] arguments) {
      ClTuning tuning = ClDevice.tuning(0).with(ClForm.valueOf(arguments[0]));
      if (arguments.length > 1) {
        tuning =
            tuning
                .withGroup(Integer.parseInt(arguments[1]))
                .withTile(Integer.parseInt(arguments[2]))
                .withStripes(Integer.parseInt(arguments[3]));
      }
      ClSources sources =
          arguments.length <= 4
              ? ClSources.BUNDLED
              : file -> ClSources.BUNDLED.text(file).replace("barrier(CLK_LOCAL_MEM_FENCE);", "");
      try (ClDevice subject = ClDevice.open(0, tuning, sources);
          Device reference = CpuDevice.definition()) {
        if (!subject.info().driver().startsWith("Oclgrind")) {
          System.out.println("not the simulator: " + subject.info());
          return;
        }
        if (tuning.form() == ClForm.WALK) {
          // In one half: of a buffer the simulator follows the first write alone.
          subject.upload().stage(1 << 16);
        }
        for (DeviceContract.Case c : DeviceContract.smallCases()) {
          boolean tiled =
              OF_TILES.contains(c.operation())
                  && c.columns() == 1
                  && c.values() != DeviceContract.Values.SPARSE;
          // Of classes the group alone differs from the wide form: one tile's will do.
          boolean classes = c.link() == Link.SOFTMAX && List.of(arguments).contains("4");
          if (arguments.length > 1 && !tiled && !classes) {
            continue;
          }
          String difference = DeviceContract.run(c, reference, subject).orElse("");
          if (!difference.isEmpty()) {
            System.out.println(difference);
            return;
          }
        }
        System.out.println("SAME BITS");
      }
    }
  }
}
