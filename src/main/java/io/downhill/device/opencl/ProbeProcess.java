package io.downhill.device.opencl;

import io.downhill.device.DeviceException;
import io.downhill.device.DeviceInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Asks the OpenCL runtimes in a child process, since a broken driver can crash or hang the one that
 * asks; and has another child run something small on a device before this process opens it. What
 * they answer is kept for as long as the machine and its drivers stay the same, so that a child is
 * needed about once after each start of the machine.
 */
public final class ProbeProcess {
  private static final String CURE = "; update its driver, or use device cpu";

  private final ChildJvm child;
  private final ProbeCache cache;
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

  /** A small run, and how long it could take. */
  private record Trial(Duration limit, Optional<String> trouble) {
    static Trial of(Duration limit, ChildJvm.Ending ending) {
      return ending.lines().isEmpty()
          ? new Trial(limit, ending.trouble().map(Trial::told))
          : new Trial(
              limit, Optional.of("fails in a first small run: " + ending.lines().get(0) + CURE));
    }

    private static String told(String how) {
      return ChildJvm.isUnstarted(how)
          ? "was not tried: a process for it " + how
          : how + ", in a first small run" + CURE;
    }

    boolean hung() {
      return trouble.filter(ChildJvm::isHanging).isPresent();
    }
  }

  /**
   * A probe by another command.
   *
   * @param child without its last arguments: a device to be tried, and the file for its answer
   */
  ProbeProcess(ChildJvm child, ProbeCache cache) {
    this.child = child;
    this.cache = cache;
  }

  private static final class Holder {
    static final ProbeProcess PROBE =
        new ProbeProcess(ChildJvm.of(ProbeProcess.class), ProbeCache.ofUser());
  }

  /**
   * The devices that can be opened without risk; never throws.
   *
   * @param limit how long to wait for an answer at most
   */
  public static Answer ask(Duration limit) {
    if (!IcdFiles.ofSystem().any()) {
      // JOCL is not loaded for that: without a loader its native code writes to stdout.
      return new Answer(List.of(), Optional.of(IcdFiles.ofSystem().noPlatform()));
    }
    return Holder.PROBE.answer(limit);
  }

  /** The devices of the last answer, if the machine and its drivers are the same; asks nobody. */
  public static List<DeviceInfo> kept() {
    return Holder.PROBE.keptDevices();
  }

  synchronized List<DeviceInfo> keptDevices() {
    return Optional.ofNullable(known).or(cache::read).map(Answer::devices).orElse(List.of());
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
      known = Trial.of(limit, child.run(limit, Map.of(), device.id()));
      trials.put(device.id(), known);
      if (known.trouble().isEmpty()) {
        cache.keepTried(device.id());
      }
    }
    return known.trouble().map(how -> device + " " + how);
  }

  private Answer askAndKeep(Duration limit) {
    ChildJvm.Ending ending = child.run(limit, Map.of());
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
    if (ChildJvm.isUnstarted(how)) {
      return new Answer(List.of(), Optional.of("OpenCL was not asked: a process for it " + how));
    }
    return new Answer(
        List.of(),
        Optional.of(
            "an OpenCL driver "
                + how
                + "; update or remove the one that `downhill devices --verbose` names"));
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
