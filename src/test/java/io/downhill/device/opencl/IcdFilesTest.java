package io.downhill.device.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.downhill.device.Trouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What the loader would read on other machines and with other variables. */
@EnabledOnOs(OS.LINUX)
class IcdFilesTest {
  private static final String INSTALL = "install your GPU's driver, or pocl-opencl-icd for the CPU";

  @TempDir Path root;

  private Path write(String name, String text) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private IcdFiles icds(Map<String, String> environment) {
    return new IcdFiles(root, environment);
  }

  private List<String> libraries(Map<String, String> environment) {
    return icds(environment).drivers().stream().map(IcdFiles.Driver::library).toList();
  }

  @Test
  void filesOfTheSystemsFolderNameTheDrivers() throws IOException {
    write("etc/OpenCL/vendors/b.icd", "libb.so.1\n");
    write("etc/OpenCL/vendors/a.icd", "  liba.so.1");
    write("etc/OpenCL/vendors/readme.txt", "libc.so.1");
    assertEquals(List.of("liba.so.1", "libb.so.1"), libraries(Map.of()));
  }

  @Test
  void variablesChangeTheFolderAndTheFirstOneThatHasATextWins() throws IOException {
    Path one = write("one/a.icd", "liba.so").getParent();
    Path two = write("two/b.icd", "libb.so").getParent();
    String first = one.toString();
    String second = two.toString();
    assertEquals(
        List.of("liba.so"),
        libraries(Map.of("OCL_ICD_VENDORS", first, "OPENCL_VENDOR_PATH", second)));
    assertEquals(
        List.of("libb.so"), libraries(Map.of("OCL_ICD_VENDORS", "", "OPENCL_VENDOR_PATH", second)));
    assertEquals(
        Optional.of("OPENCL_VENDOR_PATH"), icds(Map.of("OPENCL_VENDOR_PATH", second)).named());
  }

  @Test
  void variableMayNameOneFileOrOneLibrary() throws IOException {
    Path icd = write("one/a.icd", "liba.so");
    Path library = write("lib/libb.so", "");
    assertEquals(
        List.of(new IcdFiles.Driver(icd.toString(), "liba.so")),
        icds(Map.of("OCL_ICD_VENDORS", icd.toString())).drivers());
    for (String name : List.of(library.toString(), "libb.so")) {
      assertEquals(
          List.of(new IcdFiles.Driver("OCL_ICD_VENDORS", name)),
          icds(Map.of("OCL_ICD_VENDORS", name)).drivers());
    }
  }

  @Test
  void librariesOfAVariableStandBesideTheFolder() throws IOException {
    write("etc/OpenCL/vendors/a.icd", "liba.so.1");
    assertEquals(
        List.of("liba.so.1", "/x/libb.so", "libc.so"),
        libraries(Map.of("OCL_ICD_FILENAMES", "/x/libb.so:libc.so")));
  }

  private Trouble none(Map<String, String> environment) {
    return icds(environment).none().orElseThrow();
  }

  @Test
  void missingFolderIsTold() {
    Path place = root.resolve("etc/OpenCL/vendors");
    assertEquals(
        new Trouble(place + " does not exist: no .icd file names a driver", INSTALL),
        none(Map.of()));
  }

  @Test
  void emptyFolderIsTold() throws IOException {
    Path place = Files.createDirectories(root.resolve("etc/OpenCL/vendors"));
    assertEquals(
        new Trouble(place + " is empty: no .icd file names a driver", INSTALL), none(Map.of()));
  }

  @Test
  void folderOfOtherFilesIsTold() throws IOException {
    Path place = write("etc/OpenCL/vendors/nvidia.icd.off", "libx.so").getParent();
    assertEquals(
        new Trouble(place + " has no .icd file that names a driver", INSTALL), none(Map.of()));
  }

  @Test
  void variableThatPointsToNothingIsToldByItsName() {
    Path gone = root.resolve("gone");
    assertEquals(
        new Trouble(
            gone + ", where OCL_ICD_VENDORS points, does not exist: no .icd file names a driver",
            "unset OCL_ICD_VENDORS, or " + INSTALL),
        none(Map.of("OCL_ICD_VENDORS", gone.toString())));
  }

  @Test
  void folderThatMayNotBeReadIsTold() throws IOException {
    Path place = write("etc/OpenCL/vendors/a.icd", "liba.so").getParent();
    Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("---------"));
    try {
      assumeFalse(Files.isReadable(place), "SKIPPED: root may read every folder");
      assertEquals(place + " cannot be read: AccessDeniedException", none(Map.of()).what());
    } finally {
      Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rwx------"));
    }
  }

  @Test
  void containerIsToldHowItGetsTheGpu() throws IOException {
    write(".dockerenv", "");
    String cure = none(Map.of()).cure();
    assertTrue(cure.startsWith("start the container with the GPU (--gpus all for NVIDIA"), cure);
  }

  @Test
  void nvidiaGpuWithoutItsFileIsToldHowToMakeIt() throws IOException {
    write("proc/driver/nvidia/version", "NVRM version: 535.1");
    String cure =
        "an NVIDIA GPU is there, so: mkdir -p /etc/OpenCL/vendors && echo libnvidia-opencl.so.1 >"
            + " /etc/OpenCL/vendors/nvidia.icd (a container also needs"
            + " NVIDIA_DRIVER_CAPABILITIES=compute,utility)";
    assertEquals(cure, none(Map.of()).cure());
    write("etc/OpenCL/vendors/pocl.icd", "libpocl.so.2");
    assertEquals(
        "no OpenCL platform, for no .icd file names NVIDIA's driver; " + cure,
        icds(Map.of()).noPlatform());
  }

  /** Neither its folders nor its packages. */
  @Test
  void otherSystemsAreNotToldOfThoseOfLinux() {
    String system = System.getProperty("os.name");
    System.setProperty("os.name", "Windows 11");
    try {
      assertEquals(
          "no OpenCL platform: no driver has one; install your GPU's driver",
          icds(Map.of()).noPlatform());
      assertEquals(
          "the OpenCL loader is missing or does not load (gone); install your GPU's driver",
          ClRuntime.unloaded("gone\nat a line", "/tmp"));
    } finally {
      System.setProperty("os.name", system);
    }
  }

  @Test
  void driverThatIsThereIsNoTrouble() throws IOException {
    write("etc/OpenCL/vendors/a.icd", "liba.so.1");
    assertEquals(Optional.empty(), icds(Map.of()).none());
  }
}
