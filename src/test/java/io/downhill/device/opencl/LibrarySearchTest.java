package io.downhill.device.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class LibrarySearchTest {
  @TempDir Path root;

  private Path write(String name, String text) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private Optional<Path> find(String library) {
    return new LibrarySearch(root, Map.of()).find(library);
  }

  @Test
  void systemsFoldersAreSearched() throws IOException {
    Path library = write("usr/lib64/libgpu.so.1", "");
    assertEquals(Optional.of(library), find("libgpu.so.1"));
    assertEquals(Optional.empty(), find("libgpu.so.2"));
  }

  @Test
  void foldersOfTheConfigurationAreSearched() throws IOException {
    write("etc/ld.so.conf", "include /etc/ld.so.conf.d/*.conf\n/opt/one # the first\n");
    write("etc/ld.so.conf.d/gpu.conf", "# GPU\n/opt/two\n");
    write("etc/ld.so.conf.d/gpu.conf.bak", "/opt/three\n");
    Path one = write("opt/one/liba.so", "");
    Path two = write("opt/two/libb.so", "");
    write("opt/three/libc.so", "");
    assertEquals(Optional.of(one), find("liba.so"));
    assertEquals(Optional.of(two), find("libb.so"));
    assertEquals(Optional.empty(), find("libc.so"));
  }

  @Test
  void variableComesFirst() throws IOException {
    write("usr/lib/libgpu.so", "");
    Path own = write("own/libgpu.so", "");
    Map<String, String> environment =
        Map.of("LD_LIBRARY_PATH", root.resolve("none") + ":" + own.getParent());
    assertEquals(Optional.of(own), new LibrarySearch(root, environment).find("libgpu.so"));
  }

  @Test
  void wholePathIsTakenAsItIs() throws IOException {
    Path library = write("anywhere/libgpu.so", "");
    assertEquals(Optional.of(library), find(library.toString()));
    assertEquals(Optional.empty(), find(library + ".1"));
  }

  /** As the system's loader does: an empty part of the variable is the current folder. */
  @Test
  void currentFolderIsSearchedForAnEmptyPartAlone() {
    Path here = Path.of("pom.xml").toAbsolutePath();
    assertEquals(Optional.empty(), find("pom.xml"));
    assertEquals(Optional.empty(), find("pom.xml", ""));
    assertEquals(Optional.of(here), find("pom.xml", root + ":"));
  }

  private Optional<Path> find(String library, String variable) {
    return new LibrarySearch(root, Map.of("LD_LIBRARY_PATH", variable)).find(library);
  }

  @Test
  void noNameIsNoLibrary() {
    assertEquals(Optional.empty(), find(""));
  }
}
