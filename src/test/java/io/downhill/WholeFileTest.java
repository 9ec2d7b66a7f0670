package io.downhill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.downhill.data.DataException;
import java.io.IOException;
import java.io.UncheckedIOException;
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
  void linkToAFileThatIsNotThereYetStaysALink() throws IOException {
    Path file = folder.resolve("later.txt");
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("later.txt"));
    WholeFile.write(link, "new");
    assertTrue(Files.isSymbolicLink(link), "the link was replaced");
    assertEquals("new", Files.readString(file));
  }

  @Test
  void fileThatIsMadeStaysBehindItsLinkToo() throws IOException {
    Path file = folder.resolve("later.txt");
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("later.txt"));
    WholeFile.make(link, made -> write(made, "new"));
    assertTrue(Files.isSymbolicLink(link), "the link was replaced");
    assertEquals("new", Files.readString(file));
    assertEquals(List.of("later.txt", "link"), names());
  }

  @Test
  void linksThatGoInACircleAreNamed() throws IOException {
    Path one = folder.resolve("one");
    Path two = Files.createSymbolicLink(folder.resolve("two"), one);
    Files.createSymbolicLink(one, two);
    assertTrue(refusal(one).contains("its links go in a circle"), refusal(one));
  }

  @Test
  void whatADeadProcessLeftIsRemoved() throws IOException {
    Files.writeString(folder.resolve(".downhill-0b1c.tmp"), "half");
    Files.writeString(folder.resolve(".downhill-0b1c.tmp.made.csv"), "half");
    Files.writeString(folder.resolve(".downhill-notes"), "of the user");
    WholeFile.write(folder.resolve("a.txt"), "x");
    assertEquals(List.of(".downhill-notes", "a.txt"), names());
  }

  @Test
  void whatThisProcessWritesStays() throws IOException {
    try (WholeFile file = WholeFile.create(folder.resolve("a.txt"))) {
      WholeFile.write(folder.resolve("b.txt"), "b");
      file.append("a").commit();
    }
    assertEquals("a", Files.readString(folder.resolve("a.txt")));
    assertEquals(List.of("a.txt", "b.txt"), names());
  }

  @Test
  void whatAnotherProcessWritesStaysUntilItIsKilled() throws Exception {
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Writer.class.getName(),
                folder.resolve("a.txt").toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      assertEquals('w', other.getInputStream().read(), "the other process has begun");
      WholeFile.write(folder.resolve("b.txt"), "b");
      assertEquals(2, names().size(), () -> "b.txt and the other's file, not " + listed());
    } finally {
      other.destroyForcibly().waitFor();
    }
    WholeFile.write(folder.resolve("b.txt"), "b");
    assertEquals(List.of("b.txt"), names());
  }

  /** Begins to write a file, says so, and waits to be killed. */
  static final class Writer {
    public static void main(String[] args) throws Exception {
      WholeFile.create(Path.of(args[0])).append("half");
      System.out.print('w');
      System.out.flush();
      Thread.sleep(60_000);
    }
  }

  private String listed() {
    try {
      return names().toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path path, String text) {
    try {
      Files.writeString(path, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
