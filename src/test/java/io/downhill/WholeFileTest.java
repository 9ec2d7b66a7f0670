package io.downhill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.downhill.data.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {
  @TempDir Path folder;

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private String refusal(Path path) {
    String message =
        assertThrows(DataException.class, () -> WholeFile.write(path, "new")).getMessage();
    assertTrue(message.startsWith("cannot write " + path + ": "), message);
    return message;
  }

  @Test
  void textArrivesInUtf8() throws IOException {
    Path path = folder.resolve("a.txt");
    WholeFile.write(path, "größer\n");
    assertEquals("größer\n", Files.readString(path));
  }

  @Test
  void nothingButTheFileRemains() throws IOException {
    WholeFile.write(folder.resolve("a.txt"), "x");
    assertEquals(List.of("a.txt"), names());
  }

  @Test
  void oldFileStaysUntilCommit() throws IOException {
    Path path = folder.resolve("a.txt");
    Files.writeString(path, "old");
    try (WholeFile file = WholeFile.create(path)) {
      file.append("new");
      assertEquals("old", Files.readString(path));
      file.commit();
    }
    assertEquals("new", Files.readString(path));
  }

  @Test
  void closedWithoutCommitItLeavesNothing() throws IOException {
    Path path = folder.resolve("a.txt");
    Files.writeString(path, "old");
    WholeFile.create(path).append("new").close();
    assertEquals("old", Files.readString(path));
    assertEquals(List.of("a.txt"), names());
  }

  @Test
  void linkStaysALink() throws IOException {
    Path path = Files.writeString(folder.resolve("a.txt"), "old");
    Path link = Files.createSymbolicLink(folder.resolve("link"), path);
    WholeFile.write(link, "new");
    assertTrue(Files.isSymbolicLink(link));
    assertEquals("new", Files.readString(path));
  }

  @Test
  void privateFileStaysPrivate() throws IOException {
    Path path = Files.writeString(folder.resolve("a.txt"), "old");
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
    WholeFile.write(path, "new");
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
  }

  @Test
  void folderIsRefused() {
    assertTrue(refusal(folder).contains("it is a folder"), refusal(folder));
  }

  @Test
  void missingFolderIsNamed() {
    Path path = folder.resolve("missing/a.txt");
    assertTrue(
        refusal(path).contains("the folder " + path.getParent() + " does not exist"),
        refusal(path));
  }

  @Test
  void fileInPlaceOfAFolderIsNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    assertTrue(
        refusal(file.resolve("a.txt")).contains(file + " is a file, not a folder"),
        refusal(file.resolve("a.txt")));
  }

  @Test
  void fullDeviceIsReported() {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full), "no /dev/full on this system");
    assertTrue(refusal(full).contains("No space left on device"), refusal(full));
  }

  @Test
  void specialFileIsWrittenToAndNotReplaced() {
    Path nothing = Path.of("/dev/null");
    assumeTrue(Files.exists(nothing), "no /dev/null on this system");
    WholeFile.write(nothing, "x");
    assertTrue(!Files.isRegularFile(nothing), "/dev/null became a file");
  }

  @Test
  void missingPermissionKeepsTheOldFile() throws IOException {
    Path path = Files.writeString(folder.resolve("a.txt"), "old");
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("r--r--r--"));
    assumeTrue(!Files.isWritable(path), "SKIPPED: root may write everywhere");
    assertTrue(refusal(path).contains("no permission"), refusal(path));
    assertEquals("old", Files.readString(path));
  }

  @Test
  void checkLeavesNothingBehind() throws IOException {
    WholeFile.check(folder.resolve("a.txt"));
    assertEquals(List.of(), names());
  }
}
