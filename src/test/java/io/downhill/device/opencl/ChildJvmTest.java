package io.downhill.device.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class ChildJvmTest {
  private static final Duration PLENTY = Duration.ofHours(1);

  @TempDir Path folder;

  /** Tells the folder for temporary files of its JVM. */
  static final class Teller {
    private Teller() {}

    public static void main(String[] arguments) throws IOException {
      Files.writeString(Path.of(arguments[0]), System.getProperty("java.io.tmpdir"));
    }
  }

  /** Never answers. */
  static final class Hanging {
    private Hanging() {}

    public static void main(String[] arguments) throws InterruptedException {
      Thread.sleep(600_000);
    }
  }

  /** Waits for a child that hangs, and tells its number. */
  static final class Parent {
    private Parent() {}

    public static void main(String[] arguments) {
      Path file = Path.of(arguments[0]);
      ChildJvm child =
          new ChildJvm(
              ChildJvm.of(Hanging.class).command(),
              (process, limit) -> {
                tell(file, process.pid());
                return ChildJvm.ended(process, limit);
              });
      child.run(PLENTY, Map.of());
    }

    private static void tell(Path file, long number) {
      try {
        Path part = Files.writeString(Path.of(file + ".part"), String.valueOf(number));
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private ChildJvm.Ending runWithTemporary(Path temporary) {
    String before = System.getProperty("java.io.tmpdir");
    System.setProperty("java.io.tmpdir", temporary.toString());
    try {
      return ChildJvm.of(Teller.class).run(PLENTY, Map.of());
    } finally {
      System.setProperty("java.io.tmpdir", before);
    }
  }

  /** JOCL unpacks its library there, and whoever names another folder has a reason. */
  @Test
  void childHasTheFolderForTemporaryFiles() {
    assertEquals(
        new ChildJvm.Ending(List.of(folder.toString()), Optional.empty()),
        runWithTemporary(folder));
  }

  @Test
  void missingFolderForTemporaryFilesIsNoFaultOfADriver() {
    Path gone = folder.resolve("gone");
    String trouble = runWithTemporary(gone).trouble().orElse("");
    assertEquals(
        "could not be started: no folder can be made in "
            + gone
            + " (NoSuchFileException); name another with -Djava.io.tmpdir=FOLDER, for ./downhill in"
            + " JAVA_OPTS",
        trouble);
    assertTrue(ChildJvm.isUnstarted(trouble));
  }

  @Test
  @Tag("processes")
  @Timeout(60)
  void childThatHangsEndsWithAProcessThatIsTerminated() throws Exception {
    assumeTrue(!File.separator.equals("\\"), "SKIPPED: Windows has no signal that runs hooks");
    Path file = folder.resolve("number");
    Process parent =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Parent.class.getName(),
                file.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("output.txt").toFile())
            .start();
    try {
      while (!Files.exists(file)) {
        assertTrue(
            !parent.waitFor(10, TimeUnit.MILLISECONDS), () -> "ended with " + parent.exitValue());
      }
      ProcessHandle child = ProcessHandle.of(Long.parseLong(Files.readString(file))).orElseThrow();
      try {
        parent.destroy();
        assertEquals(143, parent.waitFor(), "SIGTERM ends it");
        child.onExit().get(20, TimeUnit.SECONDS);
      } finally {
        child.destroyForcibly();
      }
    } finally {
      parent.destroyForcibly();
    }
  }
}
