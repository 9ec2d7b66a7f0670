package io.downhill;

import io.downhill.device.Device;
import io.downhill.device.DeviceException;
import io.downhill.device.DeviceInfo;
import io.downhill.device.Inspection;
import io.downhill.device.cpu.CpuDevice;
import io.downhill.device.opencl.ClDevice;
import io.downhill.device.opencl.ClForm;
import io.downhill.device.opencl.ClInspector;
import io.downhill.device.opencl.ClTuning;
import io.downhill.device.opencl.ProbeProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds and opens devices; the one place that names their implementations. */
public final class Devices {
  private static final Logger LOG = LoggerFactory.getLogger(Devices.class);
  private static final Pattern ID = Pattern.compile("auto|cpu|opencl(:\\d{1,4})?");

  /** What Java reads in a second, about: two cores reach it. */
  private static final long JAVA_RATE = 15_000_000_000L;

  /** What Java reads in about the half second that a GPU's context and kernels take to start. */
  private static final long SMALL_WORK = 8_000_000_000L;

  /**
   * Who asks for OpenCL waits so long for its drivers: a server's GPUs may have to wake up first.
   */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Who lets auto choose waits so long, or for large work as long as Java would take for it. */
  private static final Duration GLANCE = Duration.ofSeconds(5);

  /** A driver's first context and kernels may take so long. */
  private static final Duration FIRST_RUN = Duration.ofSeconds(20);

  /** Memory that a device must have, as a share of what it holds: its driver takes some too. */
  private static final double ROOM = 1.1;

  /** Files from this size on take longer to read than the fast loops to compile. */
  private static final long WORTH_WARMING = 1 << 23;

  /** The device that needs no driver. */
  static final Choice JAVA = new Choice("cpu", "in Java");

  private static final Choice SMALL = new Choice("cpu", "done before a GPU would have started");

  private Devices() {}

  /**
   * A device that was chosen.
   *
   * @param id cpu or opencl:K
   * @param reason why, in a few words
   */
  public record Choice(String id, String reason) {}

  /** Whether this is the id of a device, which may not be there: auto, cpu, opencl or opencl:K. */
  public static boolean isId(String id) {
    return ID.matcher(id).matches();
  }

  /** Every device of this machine: cpu first, then each OpenCL device. */
  public static List<DeviceInfo> list() {
    List<DeviceInfo> devices = new ArrayList<>();
    try (Device cpu = CpuDevice.open(Runtime.getRuntime().availableProcessors())) {
      devices.add(cpu.info());
    }
    devices.addAll(ProbeProcess.ask(PATIENCE).devices());
    return devices;
  }

  /** Why OpenCL has no device, or fewer than expected, in one line; empty if all is well. */
  public static Optional<String> openClTrouble() {
    return ProbeProcess.ask(PATIENCE).trouble();
  }

  /**
   * How OpenCL comes to its devices here: the loader, its drivers and what each device allows. It
   * is found out anew, in child processes, which takes a second or two; drivers that hang, longer.
   */
  public static Inspection inspect() {
    return ClInspector.inspect(ProbeProcess.ask(PATIENCE));
  }

  /**
   * Why a device that is listed cannot be used, in one line; empty if it can. An OpenCL device is
   * tried in a child process, which takes a second or two once after each start of the machine.
   */
  public static Optional<String> trouble(DeviceInfo device) {
    return device.id().equals("cpu") ? Optional.empty() : ProbeProcess.trouble(device, PATIENCE);
  }

  /**
   * What a device is wanted for.
   *
   * @param held bytes of X and of everything else that it must hold
   * @param read bytes of X that all passes together will read
   */
  record Work(long held, long read) {
    /** Of any size: for whoever looks for the fastest device. */
    static final Work ANY = new Work(0, Long.MAX_VALUE);
  }

  /**
   * Turns auto and opencl into one device: for auto the first OpenCL device that is a GPU or an
   * accelerator, exact, and has room for the data, else the CPU in Java; and the CPU too where it
   * is done before a GPU would have started, so that small work never waits for drivers.
   *
   * @throws IllegalArgumentException if the id is not one
   * @throws DeviceException if it is OpenCL and there is no device
   */
  static Choice choose(String id, Work work) {
    return choose(id, work, Devices::best);
  }

  /** The same; among tells for how long it may look for a GPU and which one has this room. */
  static Choice choose(String id, Work work, BiFunction<Duration, Long, Choice> among) {
    if (!isId(id)) {
      throw new IllegalArgumentException("device must be auto, cpu, opencl or opencl:K, not " + id);
    }
    return switch (id) {
      case "auto" -> work.read() < SMALL_WORK ? SMALL : among.apply(look(work.read()), work.held());
      case "cpu" -> new Choice("cpu", "asked for");
      default -> asked(id);
    };
  }

  /** A driver that would crash this process is found by the child that asks it first. */
  private static Choice asked(String id) {
    ProbeProcess.Answer answer = ProbeProcess.ask(PATIENCE);
    if (answer.devices().isEmpty()) {
      throw new DeviceException(
          "no OpenCL device: " + answer.trouble().orElse("none was found") + "; or use device cpu");
    }
    String wanted = id.equals("opencl") ? "opencl:0" : id;
    for (DeviceInfo device : answer.devices()) {
      Optional<String> trouble = device.id().equals(wanted) ? trouble(device) : Optional.empty();
      if (trouble.isPresent()) {
        throw new DeviceException(trouble.get());
      }
    }
    return new Choice(wanted, "asked for");
  }

  private static Choice best(Duration look, long held) {
    Duration run = look.compareTo(FIRST_RUN) > 0 ? look : FIRST_RUN;
    return best(ProbeProcess.ask(look), held, device -> ProbeProcess.trouble(device, run));
  }

  /** The first device of an answer that serves; trouble tells why one cannot be used. */
  static Choice best(
      ProbeProcess.Answer answer, long held, Function<DeviceInfo, Optional<String>> trouble) {
    String reason = answer.trouble().orElse("OpenCL has no exact GPU here");
    for (DeviceInfo device : answer.devices()) {
      if (!device.exact() || device.kind().equals("cpu")) {
        continue;
      }
      if (held * ROOM > device.memory()) {
        reason =
            String.format(
                Locale.ROOT,
                "%s has %.1f GB, too little for the %.1f GB of this run",
                device,
                device.memory() / 1e9,
                held / 1e9);
        continue;
      }
      Optional<String> broken = trouble.apply(device);
      if (broken.isEmpty()) {
        return new Choice(device.id(), "the first exact GPU with room for the data");
      }
      reason = broken.get();
    }
    return new Choice("cpu", reason);
  }

  /**
   * How long to look for a GPU: five seconds, for large work as long as Java takes, or a minute.
   */
  static Duration look(long bytes) {
    long seconds = Math.min(bytes / JAVA_RATE, PATIENCE.toSeconds());
    return Duration.ofSeconds(Math.max(seconds, GLANCE.toSeconds()));
  }

  /**
   * Opens a device for work of any size. Where auto chose a GPU that then does not start, the CPU
   * serves instead, with a warning.
   *
   * @param id auto, cpu, opencl or opencl:K
   * @param threads threads of the cpu device
   * @throws IllegalArgumentException if the id is none of these
   * @throws DeviceException if there is no such device, or it does not start
   */
  public static Device open(String id, int threads) {
    Choice choice = choose(id, Work.ANY);
    try {
      return open(choice, threads, Work.ANY);
    } catch (DeviceException e) {
      if (!id.equals("auto")) {
        throw e;
      }
      LOG.warn("{} does not start, Java takes over: {}", choice.id(), e.getMessage());
      return CpuDevice.open(threads);
    }
  }

  /**
   * Opens a device that was chosen.
   *
   * @throws DeviceException if it does not start
   */
  static Device open(Choice choice, int threads, Work work) {
    LOG.info("device {}: {}", choice.id(), choice.reason());
    return choice.id().equals("cpu")
        ? CpuDevice.open(threads)
        : ClDevice.open(index(choice.id()), work.read());
  }

  /** Scalar loops of the CPU, which prove other devices: the fastest ones take long to start. */
  static Device scalar(int threads) {
    return CpuDevice.scalar(threads);
  }

  /**
   * Lets a device get ready in the background while its data are still being read.
   *
   * @param id auto, cpu, opencl or opencl:K
   * @param threads threads of the cpu device
   * @param bytes of the data, about; little work is not worth it
   */
  public static void expect(String id, int threads, long bytes) {
    if (bytes >= WORTH_WARMING && !id.startsWith("opencl")) {
      CpuDevice.warmUp(() -> Rehearsal.run(() -> CpuDevice.open(threads)));
    }
  }

  /** The definition of the arithmetic, slow and plain, which every device is held to. */
  public static Device definition() {
    return CpuDevice.definition();
  }

  /**
   * The ways a device can run, each of which must give the same bits: every form of the kernels or
   * of the loops.
   *
   * @param id auto, cpu, opencl or opencl:K
   * @return by name, how to open it
   */
  public static Map<String, Supplier<Device>> variants(String id, int threads) {
    Choice choice = choose(id, Work.ANY);
    Map<String, Supplier<Device>> variants = new LinkedHashMap<>();
    if (choice.id().equals("cpu")) {
      for (String form : CpuDevice.forms()) {
        variants.put("cpu, " + form, () -> CpuDevice.open(threads, form));
      }
      variants.put("cpu, 1 thread", () -> CpuDevice.open(1));
      return variants;
    }
    int index = index(choice.id());
    ClTuning tuning = ClDevice.tuning(index);
    variants.put("walking form", () -> ClDevice.open(index, tuning.with(ClForm.WALK)));
    variants.put("tiled form", () -> ClDevice.open(index, tuning.with(ClForm.TILE)));
    variants.put("tiles of 8 rows", () -> ClDevice.open(index, tuning.withTile(8).withStripes(32)));
    variants.put("wide form", () -> ClDevice.open(index, tuning.with(ClForm.WIDE)));
    variants.put("several slabs", () -> ClDevice.open(index, tuning.inSlabs()));
    return variants;
  }

  private static int index(String id) {
    return Integer.parseInt(id.substring(id.indexOf(':') + 1));
  }
}
