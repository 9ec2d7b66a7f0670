package io.downhill.device.opencl;

import io.downhill.device.Device;
import io.downhill.device.DeviceContract;
import io.downhill.device.DeviceContract.Operation;
import io.downhill.device.DeviceException;
import io.downhill.device.cpu.CpuDevice;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Runs the conformance cases that use one kernel file on changes of it, small cases first, and
 * stops at the first that notices.
 *
 * @param file the kernel file
 * @param cases those that use it, in the order they are run
 * @param tunings how its kernels are built and launched, each tried
 * @param reports what the driver itself has reported so far, empty if nothing
 */
record KernelJudge(
    String file,
    Map<DeviceContract.Case, DeviceContract.Expected> cases,
    List<ClTuning> tunings,
    Supplier<String> reports) {
  /** Examples of a case that every tuning tries before any tries a larger one. */
  private static final int SMALL = 40;

  private static final int LARGEST = 5000;

  /** Two nodes in the tree of sums. */
  private static final int TWO_NODES = 32_769;

  /** By the cases that are run on every device. */
  static KernelJudge ofAllCases(String file) {
    Stream<DeviceContract.Case> all =
        Stream.concat(DeviceContract.smallCases().stream(), DeviceContract.cases().stream());
    int largest = file.equals("combine.cl") ? TWO_NODES : LARGEST;
    return new KernelJudge(
        file, cases(file, all.filter(c -> c.examples() <= largest)), tunings(file), () -> "");
  }

  /** By the cases that a simulator can run, and by its reports. */
  static KernelJudge ofSmallCases(String file, Supplier<String> reports) {
    return new KernelJudge(
        file, cases(file, DeviceContract.smallCases().stream()), tunings(file), reports);
  }

  private static Map<DeviceContract.Case, DeviceContract.Expected> cases(
      String file, Stream<DeviceContract.Case> all) {
    Set<Operation> operations = operations(file);
    Map<DeviceContract.Case, DeviceContract.Expected> cases = new LinkedHashMap<>();
    try (Device definition = CpuDevice.definition()) {
      all.filter(c -> operations.contains(c.operation()))
          .distinct()
          .sorted(Comparator.comparingLong(c -> (long) c.examples() * c.features()))
          .forEach(c -> cases.put(c, new DeviceContract.Expected(c, definition)));
    }
    return cases;
  }

  private static Set<Operation> operations(String file) {
    String pass = file.replaceFirst("(_.*)?\\.cl", "");
    return switch (pass) {
      case "scan" -> EnumSet.noneOf(Operation.class);
      case "elementary" ->
          EnumSet.of(
              Operation.SIGMOID,
              Operation.LOSS,
              Operation.GRADIENT,
              Operation.PRODUCT,
              Operation.LINE);
      case "combine" -> EnumSet.of(Operation.GRADIENT);
      case "margins" -> EnumSet.of(Operation.MARGINS, Operation.GRADIENT, Operation.PRODUCT);
      case "sums" -> EnumSet.of(Operation.GRADIENT, Operation.PRODUCT, Operation.HESSIAN);
      default -> EnumSet.of(Operation.valueOf(pass.toUpperCase(java.util.Locale.ROOT)));
    };
  }

  private static List<ClTuning> tunings(String file) {
    ClTuning suited = ClDevice.tuning(0);
    ClTuning walk = suited.with(ClForm.WALK);
    ClTuning tile = suited.with(ClForm.TILE);
    if (file.endsWith("_wide.cl")) {
      ClTuning wide = tile.withTile(ClTuning.WIDE);
      return List.of(
          wide.withGroup(64), wide.withGroup(256).inSlabs(), wide.withGroup(128).withTile(32));
    }
    if (file.endsWith("_tile.cl")) {
      return List.of(
          tile.withTile(32).withGroup(64),
          tile.withTile(8).withGroup(64),
          tile.withTile(128).withGroup(64).inSlabs(),
          tile.withTile(64).withGroup(256));
    }
    if (file.equals("scan.cl")) {
      return List.of(walk.inSlabs(), tile.withGroup(64).inSlabs());
    }
    return List.of(walk, walk.inSlabs());
  }

  /** What comes of a text of the file: {@code SURVIVED}, or what noticed it. */
  String outcome(String source) {
    return outcome(source, Integer.MAX_VALUE);
  }

  /** Whether this process still computes as it should: a change may have written anywhere. */
  boolean sound() {
    return outcome(ClSources.BUNDLED.text(file), 1).equals("SURVIVED");
  }

  private String outcome(String source, int most) {
    ClSources sources = name -> name.equals(file) ? source : ClSources.BUNDLED.text(name);
    String before = reports.get();
    try {
      for (int least : new int[] {0, SMALL + 1}) {
        for (ClTuning tuning : tunings.subList(0, Math.min(most, tunings.size()))) {
          Optional<String> difference = difference(sources, tuning, least);
          if (difference.isPresent()) {
            return "WRONG VALUE in " + difference.get();
          }
          String after = reports.get();
          if (after.length() > before.length()) {
            return "REPORT " + after.substring(before.length()).strip().replaceAll("\\s+", " ");
          }
        }
      }
      return "SURVIVED";
    } catch (DeviceException e) {
      return e.getMessage().contains("error:")
          ? "DOES NOT COMPILE"
          : "DEVICE ERROR " + e.getMessage().lines().findFirst().orElse("");
    }
  }

  private Optional<String> difference(ClSources sources, ClTuning tuning, int least) {
    try (ClDevice subject = ClDevice.open(0, tuning, sources)) {
      if (cases.isEmpty()) {
        return Scans.difference(subject);
      }
      int before = reports.get().length();
      for (Map.Entry<DeviceContract.Case, DeviceContract.Expected> c : cases.entrySet()) {
        boolean small = c.getKey().examples() <= SMALL;
        if (small == (least == 0)) {
          Optional<String> difference = c.getValue().difference(subject);
          if (difference.isPresent() || reports.get().length() > before) {
            return difference;
          }
        }
      }
      return Optional.empty();
    }
  }
}
