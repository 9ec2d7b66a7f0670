package io.downhill.device.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What a process sees whose OpenCL is missing or of no use: no device, and why. */
@EnabledOnOs(OS.LINUX)
class ClRuntimeTest {
  @TempDir Path folder;

  @BeforeAll
  static void needsALoader() {
    OpenClRequired.orSkip();
  }

  private ProbeProcess.Answer answer(Map<String, String> environment)
      throws IOException, InterruptedException {
    Path file = folder.resolve("answer");
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            ProbeProcess.class.getName(),
            file.toString());
    builder.environment().putAll(environment);
    Path output = folder.resolve("output.txt");
    Process child = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
    assertEquals(0, child.waitFor(), Files.readString(output));
    return ProbeCache.parse(Files.readAllLines(file));
  }

  @Test
  void withoutADriverTheReasonIsTold() throws Exception {
    ProbeProcess.Answer answer = answer(Map.of("OCL_ICD_VENDORS", folder.toString()));
    assertEquals(List.of(), answer.devices());
    assertTrue(answer.trouble().orElse("").contains("no OpenCL platform"), answer::toString);
  }

  @Test
  void smallRunOnAWorkingDeviceEndsWell() throws Exception {
    assertEquals(
        Optional.empty(), ProbeProcess.trouble(ClRuntime.list().get(0), Duration.ofHours(1)));
  }

  /** JOCL's native code writes to stdout where there is no loader, in front of any JSON. */
  @Test
  void processWithoutADriverDoesNotLoadJocl() throws Exception {
    Path output = folder.resolve("output.txt");
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-verbose:class",
            "-cp",
            System.getProperty("java.class.path"),
            Asks.class.getName());
    builder.environment().put("OCL_ICD_VENDORS", folder.toString());
    Process child = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
    assertEquals(0, child.waitFor(), Files.readString(output));
    List<String> lines = Files.readAllLines(output);
    assertTrue(lines.stream().anyMatch(line -> line.contains("no OpenCL platform")), "asked");
    assertEquals(List.of(), lines.stream().filter(line -> line.contains("org.jocl.CL ")).toList());
  }

  /** Asks as a command does. */
  static final class Asks {
    private Asks() {}

    public static void main(String[] arguments) {
      System.out.println(ProbeProcess.ask(Duration.ofHours(1)));
    }
  }

  @Test
  void driverThatDoesNotLoadIsToldWithTheFileThatNamesIt() throws Exception {
    Path icd = Files.writeString(folder.resolve("lost.icd"), "liblost.so.1\n");
    ProbeProcess.Answer answer = answer(Map.of("OCL_ICD_VENDORS", folder.toString()));
    assertEquals(
        Optional.of(
            "no OpenCL platform, for this is missing or does not load: liblost.so.1 of "
                + icd
                + "; install the driver again (`downhill devices --verbose` tells more)"),
        answer.trouble());
  }

  @Test
  void brokenLoaderIsToldWithACure() throws Exception {
    Files.writeString(folder.resolve("libOpenCL.so.1"), "not a library");
    Files.writeString(folder.resolve("libOpenCL.so"), "not a library");
    ProbeProcess.Answer answer = answer(Map.of("LD_LIBRARY_PATH", folder.toString()));
    assertEquals(List.of(), answer.devices());
    assertTrue(
        answer.trouble().orElse("").contains("loader is missing or does not load"),
        answer::toString);
  }

  /** As a /tmp that was mounted with noexec does. */
  @Test
  void folderThatNoLibraryMayBeLoadedFromIsToldAndNotTheLoader() {
    String message =
        """
        Error while loading native library "JOCL_2_0_6-linux-x86_64"
        Stack trace from the attempt to load the library as a file:
        java.lang.UnsatisfiedLinkError: no JOCL_2_0_6-linux-x86_64 in java.library.path: /usr/lib
        \tat java.base/java.lang.ClassLoader.loadLibrary(ClassLoader.java:2434)
        Stack trace from the attempt to load the library as a resource:
        java.lang.UnsatisfiedLinkError: /t/libJOCL.so: /t/libJOCL.so: failed to map segment
        """;
    assertEquals(
        "JOCL's library does not load from /t, the folder for temporary files (failed to map"
            + " segment); name one where programs may be run with -Djava.io.tmpdir=FOLDER, for"
            + " ./downhill in JAVA_OPTS",
        ClRuntime.unloaded(message, "/t"));
    assertEquals(
        "the OpenCL loader is missing or does not load (Error while loading native library"
            + " \"JOCL_2_0_6-linux-x86_64\"); install ocl-icd-libopencl1, or your GPU's driver",
        ClRuntime.unloaded(message, "/other"));
  }
}
