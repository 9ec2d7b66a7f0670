package io.downhill.device.opencl;

import io.downhill.device.DeviceInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the OpenCL runtimes in a child process, since a broken driver can crash or hang the one that
 * asks. What it answers is kept for as long as the machine and its drivers stay the same, so that
 * the child is needed about once after each start of the machine.
 */
public final class ProbeProcess {
  private static final Logger LOG = LoggerFactory.getLogger(ProbeProcess.class);

  private final List<String> command;
  private final ProbeCache cache;
  private Answer known;
  private Duration waited = Duration.ZERO;

  /**
   * What the child found.
   *
   * @param devices as {@link ClRuntime#list}
   * @param trouble as {@link ClRuntime#trouble}, or how the child ended
   */
  public record Answer(List<DeviceInfo> devices, Optional<String> trouble) {}

  /**
   * A probe by another command.
   *
   * @param command the child's, without its last argument: the file for its answer
   */
  ProbeProcess(List<String> command, ProbeCache cache) {
    this.command = command;
    this.cache = cache;
  }

  private static final class Holder {
    static final ProbeProcess PROBE =
        new ProbeProcess(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-XX:-CreateCoredumpOnCrash",
                "-cp",
                System.getProperty("java.class.path"),
                ProbeProcess.class.getName()),
            ProbeCache.ofUser());
  }

  /**
   * The devices that can be opened without risk; never throws.
   *
   * @param limit how long to wait for an answer at most
   */
  public static Answer ask(Duration limit) {
    if (!ClRuntime.anyDriver()) {
      return new Answer(ClRuntime.list(), ClRuntime.trouble());
    }
    return Holder.PROBE.answer(limit);
  }

  /** Asks once; and again where there was no device and this caller has more patience. */
  synchronized Answer answer(Duration limit) {
    if (known == null || known.devices().isEmpty() && limit.compareTo(waited) > 0) {
      waited = limit;
      known = cache.read().orElseGet(() -> askAndKeep(limit));
    }
    return known;
  }

  private Answer askAndKeep(Duration limit) {
    long start = System.nanoTime();
    Answer answer = askChild(limit);
    LOG.debug(
        "asked OpenCL in a child in {} ms: {}", (System.nanoTime() - start) / 1_000_000, answer);
    if (!answer.devices().isEmpty()) {
      cache.write(answer);
    }
    return answer;
  }

  private Answer askChild(Duration limit) {
    Path folder = null;
    try {
      folder = Files.createTempDirectory("downhill-probe");
      return askChild(folder.resolve("answer"), folder.resolve("crash"), limit);
    } catch (IOException e) {
      return failed("could not be started: " + e.getMessage());
    } finally {
      delete(folder);
    }
  }

  private Answer askChild(Path file, Path crash, Duration limit) throws IOException {
    List<String> all = new ArrayList<>(command);
    all.add(1, "-XX:ErrorFile=" + crash);
    all.add(file.toString());
    Process child =
        new ProcessBuilder(all)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      if (!child.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        return failed("hangs: no answer in " + limit.toSeconds() + " s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return failed("was interrupted");
    } finally {
      child.destroyForcibly();
    }
    if (child.exitValue() != 0) {
      return failed("crashes with status " + child.exitValue());
    }
    return ProbeCache.parse(Files.readAllLines(file));
  }

  private static Answer failed(String how) {
    return new Answer(
        List.of(), Optional.of("an OpenCL driver " + how + "; update or remove the broken one"));
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

  /**
   * The child's side: writes what {@link ClRuntime} finds to a file.
   *
   * @param arguments the file
   * @throws IOException if the file cannot be written
   */
  public static void main(String[] arguments) throws IOException {
    Answer answer = new Answer(ClRuntime.list(), ClRuntime.trouble());
    Files.write(Path.of(arguments[0]), ProbeCache.lines(answer));
  }
}
