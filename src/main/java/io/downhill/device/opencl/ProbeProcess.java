package io.downhill.device.opencl;

import io.downhill.device.DeviceException;
import io.downhill.device.DeviceInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the OpenCL runtimes in a child process, since a broken driver can crash or hang the one that
 * asks; and has another child run something small on a device before this process opens it. What
 * they answer is kept for as long as the machine and its drivers stay the same, so that a child is
 * needed about once after each start of the machine.
 */
public final class ProbeProcess {
  private static final Logger LOG = LoggerFactory.getLogger(ProbeProcess.class);

  private static final String CURE = ", in a first small run; update its driver, or use device cpu";
  private static final String HANGS = "hangs: no answer in ";

  private final List<String> command;
  private final ProbeCache cache;
  private final Waiting waiting;
  private Answer known;
  private Duration waited = Duration.ZERO;
  private final Map<String, Trial> trials = new TreeMap<>();

  /**
   * What the child found.
   *
   * @param devices as {@link ClRuntime#list}
   * @param trouble as {@link ClRuntime#trouble}, or how the child ended
   */
  public record Answer(List<DeviceInfo> devices, Optional<String> trouble) {}

  /**
   * How a child ended.
   *
   * @param lines of its answer
   * @param trouble what went wrong, as "the driver ..." goes on; empty if nothing did
   */
  private record Ending(List<String> lines, Optional<String> trouble) {
    static Ending bad(String how) {
      return new Ending(List.of(), Optional.of(how));
    }

    /** The same of a small run, whose answer is empty, or the failure. */
    Ending ofSmallRun() {
      return lines.isEmpty()
          ? new Ending(lines, trouble.map(how -> how + CURE))
          : bad("fails in a first small run: " + lines.get(0));
    }
  }

  /** A small run, and how long it could take. */
  private record Trial(Duration limit, Ending ending) {
    boolean hung() {
      return ending.trouble().filter(how -> how.startsWith(HANGS)).isPresent();
    }
  }

  /** How a child is waited for: whether it ended within that time. */
  interface Waiting {
    boolean ended(Process child, Duration limit) throws InterruptedException;
  }

  /**
   * A probe by another command.
   *
   * @param command the child's, without its last arguments: a device to be tried, and the file for
   *     its answer
   */
  ProbeProcess(List<String> command, ProbeCache cache, Waiting waiting) {
    this.command = command;
    this.cache = cache;
    this.waiting = waiting;
  }

  /** By the clock. */
  static boolean ended(Process child, Duration limit) throws InterruptedException {
    return child.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
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
            ProbeCache.ofUser(),
            ProbeProcess::ended);
  }

  /**
   * The devices that can be opened without risk; never throws.
   *
   * @param limit how long to wait for an answer at most
   */
  public static Answer ask(Duration limit) {
    if (!ClRuntime.anyDriver()) {
      // JOCL is not loaded for that: without a loader its native code writes to stdout.
      return new Answer(List.of(), Optional.of(ClRuntime.noPlatform()));
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

  /**
   * Why a device cannot be used: a small run on it, in a child of its own, crashes, hangs or fails.
   * Success is kept as long as the answers are; never throws.
   *
   * @param device one that {@link #ask} told of
   * @param limit how long to wait for the child at most
   */
  public static Optional<String> trouble(DeviceInfo device, Duration limit) {
    return Holder.PROBE.tryOut(device, limit);
  }

  /** Tries once in a process, but what hung again where this caller has more patience. */
  synchronized Optional<String> tryOut(DeviceInfo device, Duration limit) {
    if (cache.tried(device.id())) {
      return Optional.empty();
    }
    Trial known = trials.get(device.id());
    if (known == null || known.hung() && limit.compareTo(known.limit()) > 0) {
      known = new Trial(limit, inChild(limit, device.id()).ofSmallRun());
      trials.put(device.id(), known);
      if (known.ending().trouble().isEmpty()) {
        cache.keepTried(device.id());
      }
    }
    return known.ending().trouble().map(how -> device + " " + how);
  }

  private Answer askAndKeep(Duration limit) {
    Ending ending = inChild(limit);
    try {
      if (ending.trouble().isPresent()) {
        return failed(ending.trouble().get());
      }
      Answer answer = ProbeCache.parse(ending.lines());
      if (!answer.devices().isEmpty()) {
        cache.write(answer);
      }
      return answer;
    } catch (IOException e) {
      return failed("gives no answer: " + e.getMessage());
    }
  }

  private static Answer failed(String how) {
    return new Answer(
        List.of(), Optional.of("an OpenCL driver " + how + "; update or remove the broken one"));
  }

  /** Runs the child with these arguments before the file for its answer. */
  private Ending inChild(Duration limit, String... arguments) {
    long start = System.nanoTime();
    Path folder = null;
    Ending ending;
    try {
      folder = Files.createTempDirectory("downhill-probe");
      ending = inChild(folder, limit, arguments);
    } catch (IOException e) {
      ending = Ending.bad("could not be started: " + e.getMessage());
    } finally {
      delete(folder);
    }
    LOG.debug(
        "asked OpenCL {} in a child in {} ms: {}",
        List.of(arguments),
        (System.nanoTime() - start) / 1_000_000,
        ending);
    return ending;
  }

  private Ending inChild(Path folder, Duration limit, String... arguments) throws IOException {
    Path file = folder.resolve("answer");
    List<String> all = new ArrayList<>(command);
    all.add(1, "-XX:ErrorFile=" + folder.resolve("crash"));
    all.addAll(List.of(arguments));
    all.add(file.toString());
    Process child =
        new ProcessBuilder(all)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      if (!waiting.ended(child, limit)) {
        return Ending.bad(HANGS + limit.toSeconds() + " s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Ending.bad("was interrupted");
    } finally {
      child.destroyForcibly();
    }
    return child.exitValue() == 0
        ? new Ending(Files.readAllLines(file), Optional.empty())
        : Ending.bad("crashes with status " + child.exitValue());
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
   * The child's side: writes what {@link ClRuntime} finds to a file, or how a small run ended.
   *
   * @param arguments the file, and before it the id of a device that is to be tried
   * @throws IOException if the file cannot be written
   */
  public static void main(String[] arguments) throws IOException {
    Path file = Path.of(arguments[arguments.length - 1]);
    if (arguments.length == 1) {
      Files.write(file, ProbeCache.lines(new Answer(ClRuntime.list(), ClRuntime.trouble())));
      return;
    }
    String failure = "";
    try {
      ClTrial.run(Integer.parseInt(arguments[0].substring("opencl:".length())));
    } catch (DeviceException e) {
      failure = e.getMessage();
    }
    Files.writeString(file, failure);
  }
}
