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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

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

  @Test
  void othersAreCuredByAGroup() throws IOException {
    Path file = file("dev/kfd");
    String group = Files.getAttribute(file, "posix:group").toString();
    String named = group.equals("root") ? "render" : group;
    assertEquals(
        new Trouble(
            "this user cannot open " + file + ": permission denied",
            "sudo usermod -aG "
                + named
                + " $USER, and log in again; in a container start it with --device "
                + file
                + " --group-add "
                + named),
        denied().get(0).trouble());
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
