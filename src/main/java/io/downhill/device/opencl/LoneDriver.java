package io.downhill.device.opencl;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * A folder of .icd files with one driver or none, so that a child meets no other.
 *
 * @param folder that goes when this is closed
 * @param file in it
 */
record LoneDriver(Path folder, Path file) implements AutoCloseable {
  /** With this driver, named byte for byte as it is: loaders make something of every blank. */
  static LoneDriver of(IcdFiles.Driver driver) throws IOException {
    byte[] name =
        driver.ofVariable()
            ? (driver.library() + "\n").getBytes(StandardCharsets.UTF_8)
            : Files.readAllBytes(Path.of(driver.source()));
    LoneDriver lone = none();
    Files.write(lone.file(), name);
    return lone;
  }

  /** Without any. */
  static LoneDriver none() throws IOException {
    Path folder = Files.createTempDirectory("downhill-icd");
    return new LoneDriver(folder, folder.resolve("alone.icd"));
  }

  /** What makes a loader look here and nowhere else. */
  Map<String, String> variables() {
    return Map.of(
        IcdFiles.VENDORS, folder.toString(), IcdFiles.VENDOR_PATH, "", IcdFiles.FILENAMES, "");
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(file);
    Files.delete(folder);
  }
}
