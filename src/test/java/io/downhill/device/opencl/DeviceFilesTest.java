package io.downhill.device.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.downhill.device.Trouble;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@EnabledOnOs(OS.LINUX)
class DeviceFilesTest {
  @TempDir Path root;

  private Path file(String name) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.createFile(file);
  }

  /** A system that lets nobody open them. */
  private List<DeviceFiles.Closed> denied() {
    return new DeviceFiles(
            root,
            file -> {
              throw new AccessDeniedException(file.toString());
            })
        .closed();
  }

  @Test
  void filesOfEveryMakerAreFoundAndNoOthers() throws IOException {
    List<Path> files =
        List.of(
            file("dev/dri/renderD128"),
            file("dev/kfd"),
            file("dev/nvidia-uvm"),
            file("dev/nvidia0"),
            file("dev/nvidiactl"));
    file("dev/null");
    file("dev/dri/card0");
    file("dev/nvidia-caps/nvidia-cap1");
    assertEquals(files, new DeviceFiles(root, file -> {}).files());
  }

  @Test
  void filesThatOpenAreNoTrouble() throws IOException {
    file("dev/nvidia0");
    assertEquals(List.of(), DeviceFiles.below(root).closed());
  }

  @Test
  void machineWithoutAGpuHasNone() {
    assertEquals(List.of(), denied());
  }

  @Test
  void nvidiasFileIsCuredByItsMode() throws IOException {
    Path file = file("dev/nvidia0");
    assertEquals(
        new Trouble(
            "this user cannot open " + file + ": permission denied",
            "let users read and write it (sudo chmod a+rw "
                + file
                + "); in a container start it with --gpus all"),
        denied().get(0).trouble());
  }

  private static String cure(String file, String reason, Optional<String> group) {
    return new DeviceFiles.Closed(Path.of(file), reason).trouble(group).cure();
  }

  @Test
  void othersAreCuredByAGroup() {
    for (Optional<String> group : List.of(Optional.of("render"), Optional.<String>empty())) {
      assertEquals(
          "sudo usermod -aG render $USER, and log in again; in a container start it with --device"
              + " /dev/kfd --group-add render",
          cure("/dev/kfd", "permission denied", group));
    }
  }

  @Test
  void nobodyIsToldToJoinTheGroupOfRoot() {
    assertEquals(
        "sudo chgrp render /dev/kfd && sudo chmod g+rw /dev/kfd && sudo usermod -aG render $USER,"
            + " and log in again; in a container start it with --device /dev/kfd --group-add render",
        cure("/dev/kfd", "permission denied", Optional.of("root")));
  }

  /** Neither a mode nor a group brings back a GPU that its kernel module does not serve. */
  @ParameterizedTest
  @CsvSource({
    "nvidia0, No such device or address, nvidia",
    "nvidia-uvm, No such device, nvidia-uvm",
    "kfd, it is gone, amdgpu",
    "dri/renderD128, No such device, 'amdgpu, i915 or xe'"
  })
  void fileWithoutItsGpuIsCuredByTheKernelModule(String file, String reason, String module) {
    assertEquals(
        "load the GPU's kernel module (sudo modprobe "
            + module
            + "), or restart the machine; `sudo dmesg` tells why it is not there",
        cure("/dev/" + file, reason, Optional.of("render")));
  }

  @Test
  void otherReasonsAreToldWithTheirOwnCures() {
    assertEquals(
        "a container keeps it closed: start it with --device /dev/kfd",
        cure("/dev/kfd", "Operation not permitted", Optional.of("render")));
    assertEquals(
        "`sudo dmesg` may tell what the GPU's kernel module met",
        cure("/dev/nvidia0", "Input/output error", Optional.of("root")));
  }

  /** As a container's rules for devices do, whatever the mode says. */
  @Test
  void reasonOfTheSystemIsTold() throws IOException {
    Path file = file("dev/dri/renderD128");
    DeviceFiles forbidden =
        new DeviceFiles(
            root,
            f -> {
              throw new FileSystemException(f.toString(), null, "Operation not permitted");
            });
    assertEquals(List.of(file + "\tOperation not permitted"), forbidden.lines());
  }

  @Test
  void modeOfAFileIsObeyed() throws IOException {
    Path file = file("dev/kfd");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));
    assumeFalse(Files.isWritable(file), "SKIPPED: root may open every file");
    assertEquals(
        List.of(new DeviceFiles.Closed(file, "permission denied")),
        DeviceFiles.below(root).closed());
    assertTrue(Files.exists(file), "it is still there");
  }
}
