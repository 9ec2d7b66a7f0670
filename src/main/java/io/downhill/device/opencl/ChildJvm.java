package io.downhill.device.opencl;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A JVM of its own for whatever meets a driver, since a broken one crashes or hangs the process
 * that asks. Its answer comes in a file, for drivers write to stdout what they like.
 *
 * @param command without the last arguments: what is asked, and the file for the answer
 * @param waiting how long the child may take
 */
record ChildJvm(List<String> command, Waiting waiting) {
  private static final Logger LOG = LoggerFactory.getLogger(ChildJvm.class);
  private static final String HANGS = "hangs: no answer in ";
  private static final String UNSTARTED = "could not be started: ";
  private static final String TEMPORARY = "java.io.tmpdir";

  /** How a child is waited for: whether it ended within that time. */
  interface Waiting {
    boolean ended(Process child, Duration limit) throws InterruptedException;
  }

  /**
   * How a child ended.
   *
   * @param lines of its answer
   * @param trouble what went wrong, as "the driver ..." goes on; empty if nothing did
   */
  record Ending(List<String> lines, Optional<String> trouble) {
    static Ending bad(String how) {
      return new Ending(List.of(), Optional.of(how));
    }

    private String text() {
      return trouble.orElse("ended well");
    }
  }

  /** One that runs the main method of a class as this JVM would, and waits by the clock. */
  static ChildJvm of(Class<?> main) {
    return new ChildJvm(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-XX:-CreateCoredumpOnCrash",
            "-D" + TEMPORARY + "=" + System.getProperty(TEMPORARY),
            "-cp",
            System.getProperty("java.class.path"),
            main.getName()),
        ChildJvm::ended);
  }

  /** By the clock. */
  static boolean ended(Process child, Duration limit) throws InterruptedException {
    return child.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Whether this trouble is that no answer came in time. */
  static boolean isHanging(String trouble) {
    return trouble.startsWith(HANGS);
  }

  /** Whether this trouble is that there was no child, so that no driver is to blame. */
  static boolean isUnstarted(String trouble) {
    return trouble.startsWith(UNSTARTED);
  }

  /**
   * Runs it; never throws.
   *
   * @param limit how long to wait for it at most
   * @param environment variables that it has beside those of this process; an empty text unsets one
   * @param arguments before the file for its answer
   */
  Ending run(Duration limit, Map<String, String> environment, String... arguments) {
    long start = System.nanoTime();
    Path folder = null;
    Ending ending;
    try {
      folder = folder();
      ending = run(folder, limit, environment, arguments);
    } catch (IOException e) {
      ending = Ending.bad(UNSTARTED + e.getMessage());
    } finally {
      delete(folder);
    }
    LOG.debug(
        "a child of {} {} {} after {} ms",
        command.get(command.size() - 1).replaceAll(".*\\.", ""),
        List.of(arguments),
        ending.text(),
        (System.nanoTime() - start) / 1_000_000);
    LOG.trace("its answer: {}", ending.lines());
    return ending;
  }

  private static Path folder() throws IOException {
    String temporary = System.getProperty(TEMPORARY);
    try {
      return Files.createTempDirectory(Path.of(temporary), "downhill-probe");
    } catch (IOException e) {
      throw new IOException(
          "no folder can be made in "
              + temporary
              + " ("
              + e.getClass().getSimpleName()
              + "); name another with -D"
              + TEMPORARY
              + "=FOLDER, for ./downhill in JAVA_OPTS",
          e);
    }
  }

  private Ending run(
      Path folder, Duration limit, Map<String, String> environment, String... arguments)
      throws IOException {
    Path file = folder.resolve("answer");
    List<String> all = new ArrayList<>(command);
    all.add(1, "-XX:ErrorFile=" + folder.resolve("crash"));
    all.addAll(List.of(arguments));
    all.add(file.toString());
    ProcessBuilder builder =
        new ProcessBuilder(all)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().putAll(environment);
    builder.environment().values().removeIf(String::isEmpty);
    Process child = builder.start();
    Thread killing = new Thread(child::destroyForcibly);
    try {
      // Else a child that hangs would outlive this process where a signal ends it.
      Runtime.getRuntime().addShutdownHook(killing);
      if (!waiting.ended(child, limit)) {
        return Ending.bad(HANGS + limit.toSeconds() + " s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Ending.bad("was interrupted");
    } catch (IllegalStateException e) {
      return Ending.bad("was interrupted, for this process ends");
    } finally {
      child.destroyForcibly();
      forget(killing);
    }
    return child.exitValue() == 0
        ? new Ending(Files.readAllLines(file), Optional.empty())
        : Ending.bad("crashes with status " + child.exitValue());
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      LOG.trace("this process ends: {}", e.toString());
    }
  }

  private static void delete(Path folder) {
    if (folder == null) {
      return;
    }
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
      Files.delete(folder);
    } catch (IOException e) {
      LOG.debug("{} was not deleted: {}", folder, e.toString());
    }
  }
}
