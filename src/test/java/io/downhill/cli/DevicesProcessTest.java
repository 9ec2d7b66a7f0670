package io.downhill.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.downhill.device.opencl.StubDriver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code ./downhill devices --verbose} where drivers are missing or broken. */
@Timeout(120)
@EnabledOnOs(OS.LINUX)
class DevicesProcessTest {
  @TempDir static Path home;

  private static Installation installation;

  @TempDir Path scratch;
  @TempDir Path vendors;
  @TempDir Path libraries;
  private Shell shell;

  @BeforeAll
  static void install() throws Exception {
    installation = Installation.in(home);
  }

  @BeforeEach
  void prepare() {
    shell =
        installation
            .shell(scratch)
            .set("XDG_CACHE_HOME", scratch)
            .set("OCL_ICD_VENDORS", vendors)
            .set("OCL_ICD_FILENAMES", "");
  }

  private Shell.Ended devices(String options) throws Exception {
    return shell.run(scratch, "exec \"$downhill\" devices " + options).with(0);
  }

  private static List<String> after(String start, Shell.Ended run) {
    return run.out().lines().dropWhile(line -> !line.startsWith(start)).limit(2).toList();
  }

  @Test
  void emptyFolderIsToldWithItsCure() throws Exception {
    Shell.Ended run = devices("--verbose");
    List<String> lines = after("trouble: ", run);
    assertEquals(
        "trouble: "
            + vendors
            + ", where OCL_ICD_VENDORS points, is empty: no .icd file names a driver",
        lines.get(0),
        run::toString);
    assertTrue(lines.get(1).startsWith("cure:    unset OCL_ICD_VENDORS, or "), run::toString);
  }

  @Test
  void listPointsToTheOptionWhereSomethingIsWrong() throws Exception {
    Shell.Ended run = devices("");
    assertTrue(run.out().endsWith("\n`downhill devices --verbose` tells more.\n"), run::toString);
    assertEquals("", run.err());
  }

  @Test
  void driverThatCrashesEndsNoCommandAndIsNamed() throws Exception {
    Path library = StubDriver.CRASHES.in(libraries);
    Path icd = Files.writeString(vendors.resolve("broken.icd"), library.toString());
    Shell.Ended run = devices("--verbose");
    assertEquals(
        List.of(
            "trouble: " + library + ", which " + icd + " names, crashes with status 134",
            "cure:    update this driver, or rename " + icd + " so that it does not end in .icd"),
        after("trouble: ", run),
        run::toString);
  }

  @Test
  void jsonHasDriversAndTroubles() throws Exception {
    Files.writeString(vendors.resolve("lost.icd"), "liblost.so.1\n");
    JsonNode json = JsonMapper.shared().readTree(devices("--json --verbose").out());
    assertEquals("cpu", json.path("devices").path(0).path("id").asString());
    assertEquals(vendors.toString(), json.path("driversIn").asString());
    assertEquals("OCL_ICD_VENDORS", json.path("setBy").asString());
    assertEquals("liblost.so.1", json.path("drivers").path(0).path("library").asString());
    String loader = json.path("loader").asString();
    assertTrue(
        json.path("troubles")
            .path(0)
            .path("what")
            .asString()
            .contains(loader.isEmpty() ? "OpenCL loader" : "liblost.so.1"),
        json::toString);
  }

  /** The start is kept, and rates are not, since so little data tell none. */
  @Test
  void smallRunOnADeviceKeepsItsStartForTheNext() throws Exception {
    Shell own = installation.shell(scratch).set("XDG_CACHE_HOME", scratch);
    String list = own.run(scratch, "exec \"$downhill\" devices").with(0).out();
    assumeTrue(list.contains("\nopencl:0 "), "SKIPPED: no OpenCL device");
    new SampleFiles(scratch).write("students.csv", "hours,passed\n1,no\n2,yes\n3,no\n4,yes\n");
    String before = own.run(scratch, "exec \"$downhill\" devices --verbose").with(0).out();
    assertTrue(before.contains("  speed       not measured yet"), before);
    own.run(scratch, "exec \"$downhill\" train students.csv --label passed --device opencl")
        .with(0);
    String after = own.run(scratch, "exec \"$downhill\" devices --verbose").with(0).out();
    assertTrue(after.lines().anyMatch(l -> l.matches("  speed +\\d+\\.\\d\\d s to start")), after);
    assertEquals(1, after.lines().filter(line -> line.startsWith("  speed ")).count(), after);
  }
}
