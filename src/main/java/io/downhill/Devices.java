package io.downhill;

import io.downhill.device.Device;
import io.downhill.device.DeviceException;
import io.downhill.device.DeviceInfo;
import io.downhill.device.Inspection;
import io.downhill.device.cpu.CpuDevice;
import io.downhill.device.opencl.ClDevice;
import io.downhill.device.opencl.ClForm;
import io.downhill.device.opencl.ClInspector;
import io.downhill.device.opencl.ClTiming;
import io.downhill.device.opencl.ClTuning;
import io.downhill.device.opencl.ProbeProcess;
import io.downhill.device.several.SeveralDevices;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds and opens devices; the one place that names their implementations. */
public final class Devices {
  private static final Logger LOG = LoggerFactory.getLogger(Devices.class);
  private static final Pattern ID =
      Pattern.compile("auto|DEVICE(\\+DEVICE)*".replace("DEVICE", "(cpu|opencl(:\\d{1,4})?)"));

  /** Between the ids of several devices. */
  private static final String PLUS = "+";

  /** Java reads this before any GPU has a context: then not even files are looked at. */
  private static final long LEAST_WORK = 1_000_000_000L;

  /**
   * Who asks for OpenCL waits so long for its drivers: a server's GPUs may have to wake up first.
   */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** The device that needs no driver. */
  static final Choice JAVA = new Choice("cpu", "in Java");

  private Devices() {}

  /**
   * A device that was chosen.
   *
   * @param id cpu or opencl:K
   * @param reason why, in a few words
   */
  public record Choice(String id, String reason) {}

  /**
   * Whether this is the id of a device, which may not be there: auto, cpu, opencl, opencl:K, or
   * several of the last three with a plus between them.
   */
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
   * Turns auto and opencl into one device: for auto the one that is done first, as {@link
   * Crossover} reckons, a GPU or accelerator that is exact and has room for the data, or the CPU in
   * Java; and the CPU too where it is done before a GPU would have started, so that small work
   * never waits for drivers.
   *
   * @param threads of the cpu device
   * @throws IllegalArgumentException if the id is not one
   * @throws DeviceException if it is OpenCL and there is no device
   */
  static Choice choose(String id, int threads, Work work) {
    return choose(
        id,
        threads,
        work,
        Speeds.ofUser(),
        ProbeProcess::kept,
        ProbeProcess::ask,
        ProbeProcess::trouble);
  }

  /**
   * The same on another machine.
   *
   * @param speeds that were measured there
   * @param kept devices that it had when it was asked last, without asking again
   * @param ask tells of its devices, asking for so long
   * @param trouble tells why a device cannot be used, trying it for so long
   */
  static Choice choose(
      String id,
      int threads,
      Work work,
      Speeds speeds,
      Supplier<List<DeviceInfo>> kept,
      Function<Duration, ProbeProcess.Answer> ask,
      BiFunction<DeviceInfo, Duration, Optional<String>> trouble) {
    if (!isId(id)) {
      throw new IllegalArgumentException(
          "device must be auto, cpu, opencl, opencl:K, or several of these as cpu+opencl:0, not "
              + id);
    }
    if (id.contains(PLUS)) {
      return several(id);
    }
    if (id.equals("cpu")) {
      return new Choice("cpu", "asked for");
    }
    if (!id.equals("auto")) {
      return asked(id);
    }
    return auto(threads, work, speeds, kept, ask, trouble);
  }

  /** Each of several devices, which must differ. */
  private static Choice several(String id) {
    List<String> ids = new ArrayList<>();
    for (String one : id.split(Pattern.quote(PLUS))) {
      String found = one.equals("cpu") ? one : asked(one).id();
      if (ids.contains(found)) {
        throw new IllegalArgumentException("device " + id + " names " + found + " twice");
      }
      ids.add(found);
    }
    return new Choice(String.join(PLUS, ids), "asked for");
  }

  private static Choice auto(
      int threads,
      Work work,
      Speeds speeds,
      Supplier<List<DeviceInfo>> kept,
      Function<Duration, ProbeProcess.Answer> ask,
      BiFunction<DeviceInfo, Duration, Optional<String>> trouble) {
    boolean large = work.read() >= LEAST_WORK;
    Speed java = large ? javaSpeed(threads, speeds) : Speed.UNKNOWN;
    OptionalDouble start = large ? leastStart(kept.get(), speeds) : OptionalDouble.empty();
    Crossover crossover = new Crossover(work, threads, java, start);
    Optional<Choice> small = crossover.small();
    if (small.isPresent()) {
      return small.get();
    }
    ProbeProcess.Answer answer = ask.apply(crossover.look());
    return crossover.among(
        answer.devices(),
        answer.trouble(),
        device -> speeds.find(device, kernels(device)),
        device -> trouble.apply(device, crossover.trial()));
  }

  /** The shortest start that was measured of a GPU that auto may take. */
  private static OptionalDouble leastStart(List<DeviceInfo> devices, Speeds speeds) {
    return devices.stream()
        .filter(Crossover::mayTake)
        .map(device -> speeds.find(device, kernels(device)).start())
        .flatMapToDouble(OptionalDouble::stream)
        .min();
  }

  private static Speed javaSpeed(int threads, Speeds speeds) {
    try (Device java = CpuDevice.open(threads)) {
      return speeds.find(java.info(), kernels(java.info()));
    }
  }

  /** What the passes of a device are made of, besides what its info tells. */
  static String kernels(DeviceInfo device) {
    String version = Devices.class.getPackage().getImplementationVersion();
    return device.id().equals("cpu") ? "Downhill " + version : ClDevice.fingerprint();
  }

  /** How fast a device of the list was in earlier runs, as far as they measured it. */
  public static Speed speed(DeviceInfo device) {
    return Speeds.ofUser().find(device, kernels(device));
  }

  /**
   * Keeps how fast a device was, for {@code auto} in later runs.
   *
   * @param device that has run
   * @param work that it has done; little tells nothing but the start of the device
   * @param reads of X, all together
   * @param seconds that they took
   */
  static void keep(Device device, Work work, double reads, double seconds) {
    if (device instanceof SeveralDevices) {
      return; // Tells nothing of one alone.
    }
    Speed speed = measured(device, work, reads, seconds);
    if (!speed.equals(Speed.UNKNOWN)) {
      Speeds.ofUser().keep(device.info(), kernels(device.info()), speed);
    }
  }

  /** What such a run tells. */
  static Speed measured(Device device, Work work, double reads, double seconds) {
    return Speed.ofPasses(work, reads, seconds).better(started(device));
  }

  private static Speed started(Device device) {
    if (!(device instanceof ClDevice opened)) {
      return Speed.UNKNOWN;
    }
    ClTiming timing = opened.timing();
    return Speed.ofStart(timing.start()).better(Speed.ofUpload(timing.bytes(), timing.upload()));
  }

  /** Seconds of the largest upload of a device that counts them, as one through OpenCL does. */
  static OptionalDouble uploadSeconds(Device device) {
    return device instanceof ClDevice opened
        ? OptionalDouble.of(opened.timing().upload())
        : OptionalDouble.empty();
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
    Choice choice = choose(id, threads, Work.ANY);
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
    if (choice.id().contains(PLUS)) {
      return SeveralDevices.open(
          Arrays.stream(choice.id().split(Pattern.quote(PLUS)))
              .<Supplier<Device>>map(
                  id -> () -> open(new Choice(id, choice.reason()), threads, work))
              .toList());
    }
    if (choice.id().equals("cpu")) {
      return CpuDevice.open(threads);
    }
    int index = index(choice.id());
    return openCl(index, work, ClDevice.info(index).memory());
  }

  /** An OpenCL device with so many bytes of memory: what has no room there passes by. */
  static Device openCl(int index, Work work, long memory) {
    Supplier<Device> opener = () -> ClDevice.open(index, work.read());
    if (work.held() <= memory) {
      return opener.get();
    }
    LOG.info(
        "opencl:{} has no room for {} MiB: rows are brought anew for each pass, some at a time",
        index,
        work.held() >> 20);
    // What is no row takes its part of the memory.
    long room = Math.max(1, memory - (work.held() - work.bytes()));
    return SeveralDevices.passing(List.of(opener, opener), room);
  }

  /** Scalar loops of the CPU, which prove other devices: the fastest ones take long to start. */
  static Device scalar(int threads) {
    return CpuDevice.scalar(threads);
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
    Choice choice = choose(id, threads, Work.ANY);
    Map<String, Supplier<Device>> variants = new LinkedHashMap<>();
    if (choice.id().equals("cpu")) {
      for (String form : CpuDevice.forms()) {
        variants.put("cpu, " + form, () -> CpuDevice.open(threads, form));
      }
      variants.put("cpu, 1 thread", () -> CpuDevice.open(1));
      return variants;
    }
    if (choice.id().contains(PLUS)) {
      variants.put("several devices", () -> open(choice, threads, Work.ANY));
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
