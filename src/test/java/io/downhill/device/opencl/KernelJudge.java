package io.downhill.device.opencl;

import io.downhill.device.Copies;
import io.downhill.device.Device;
import io.downhill.device.DeviceContract;
import io.downhill.device.DeviceContract.Operation;
import io.downhill.device.DeviceException;
import io.downhill.device.Link;
import io.downhill.device.cpu.CpuDevice;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Runs the conformance cases that use one kernel file on changes of it, small cases first, and
 * stops at the first that notices.
 *
 * @param file the kernel file
 * @param cases those that use it, small ones first
 * @param expected what the definition gives, known of those that were run
 * @param tunings how its kernels are built and launched, each tried
 * @param reports what the driver itself has reported so far, empty if nothing
 */
record KernelJudge(
    String file,
    List<DeviceContract.Case> cases,
    Map<DeviceContract.Case, DeviceContract.Expected> expected,
    List<ClTuning> tunings,
    Supplier<String> reports) {
  static final String SURVIVED = "SURVIVED";

  /** Examples of a case that every tuning tries before any tries a larger one. */
  private static final int SMALL = 40;

  private static final int LARGEST = 5000;

  /** What judges the files that no case uses. */
  private static final Map<String, Function<Device, Optional<String>>> PLAIN =
      Map.of("scan.cl", Scans::difference, "copy.cl", Copies::difference);

  /** For the tree of sums: three nodes, the last of more than one block. */
  private static final int LARGEST_TREE = 70_001;

  /** By the cases that are run on every device. */
  static KernelJudge ofAllCases(String file) {
    Stream<DeviceContract.Case> all =
        Stream.concat(DeviceContract.smallCases().stream(), DeviceContract.cases().stream());
    return of(file, all.filter(c -> c.examples() <= largest(file, c.operation())), () -> "");
  }

  private static int largest(String file, Operation operation) {
    boolean elementary = operation == Operation.SIGMOID || operation == Operation.LOSS;
    return elementary ? Integer.MAX_VALUE : file.equals("combine.cl") ? LARGEST_TREE : LARGEST;
  }

  /** By the cases that a simulator can run, and by its reports. */
  static KernelJudge ofSmallCases(String file, Supplier<String> reports) {
    return of(file, DeviceContract.smallCases().stream(), reports);
  }

  private static KernelJudge of(
      String file, Stream<DeviceContract.Case> all, Supplier<String> reports) {
    Set<Operation> operations = operations(file);
    List<DeviceContract.Case> cases =
        all.filter(c -> operations.contains(c.operation()))
            .filter(c -> c.link() == Link.SOFTMAX || !file.startsWith("softmax"))
            .distinct()
            .sorted(Comparator.comparingLong(c -> (long) c.examples() * c.features()))
            .toList();
    return new KernelJudge(file, cases, new HashMap<>(), tunings(file), reports);
  }

  private static DeviceContract.Expected run(DeviceContract.Case c) {
    try (Device definition = CpuDevice.definition()) {
      return new DeviceContract.Expected(c, definition);
    }
  }

  private static Set<Operation> operations(String file) {
    String pass = file.replaceFirst("(_.*)?\\.cl", "");
    return switch (pass) {
      case "scan", "copy" -> EnumSet.noneOf(Operation.class);
      case "elementary" ->
          EnumSet.of(
              Operation.SIGMOID,
              Operation.LOSS,
              Operation.GRADIENT,
              Operation.PRODUCT,
              Operation.LINE);
      case "combine", "gradient", "leaves" -> EnumSet.of(Operation.GRADIENT, Operation.REPEAT);
      case "margins" -> EnumSet.of(Operation.MARGINS, Operation.GRADIENT, Operation.PRODUCT);
      case "sums" -> EnumSet.of(Operation.GRADIENT, Operation.PRODUCT, Operation.GRAM);
      case "tile" -> EnumSet.of(Operation.MARGINS, Operation.GRADIENT, Operation.PRODUCT);
      case "pairs" -> EnumSet.of(Operation.GRADIENT, Operation.PRODUCT);
      case "panel" -> EnumSet.of(Operation.MARGINS, Operation.GRADIENT, Operation.PRODUCT);
      case "softmax" ->
          EnumSet.of(
              Operation.GRADIENT,
              Operation.PRODUCT,
              Operation.LINE,
              Operation.COEFFICIENTS,
              Operation.GRAM);
      case "gather" -> EnumSet.of(Operation.SAMPLE);
      default -> EnumSet.of(Operation.valueOf(pass.toUpperCase(java.util.Locale.ROOT)));
    };
  }

  private static List<ClTuning> tunings(String file) {
    ClTuning suited = ClDevice.tuning(0);
    ClTuning walk = suited.with(ClForm.WALK);
    ClTuning tile = suited.with(ClForm.TILE);
    if (file.endsWith("_wide.cl")) {
      ClTuning wide = tile.with(ClForm.WIDE);
      return List.of(wide.withGroup(64), wide.withGroup(256).inSlabs(), wide.withGroup(128));
    }
    if (file.endsWith("tile.cl") || file.equals("leaves.cl")) {
      return List.of(
          tile.withTile(32).withGroup(64).withStripes(32),
          tile.withTile(8).withGroup(64),
          tile.withTile(128).withGroup(64).inSlabs(),
          tile.withTile(64).withGroup(256).withStripes(32));
    }
    if (PLAIN.containsKey(file)) {
      return List.of(walk.inSlabs(), tile.withGroup(64).inSlabs());
    }
    return List.of(walk, walk.inSlabs());
  }

  /** What comes of a text of the file: {@code SURVIVED}, or what noticed it. */
  String outcome(String source) {
    for (boolean small : new boolean[] {true, false}) {
      for (ClTuning tuning : tunings) {
        String outcome = outcome(source, tuning, small);
        if (!outcome.equals(SURVIVED)) {
          return outcome;
        }
      }
    }
    return SURVIVED;
  }

  /** Whether this process still computes as it should: a change may have written anywhere. */
  boolean sound() {
    return outcome(ClSources.BUNDLED.text(file), tunings.get(0), true).equals(SURVIVED);
  }

  private String outcome(String source, ClTuning tuning, boolean small) {
    ClSources sources = name -> name.equals(file) ? source : ClSources.BUNDLED.text(name);
    int before = reports.get().length();
    try (ClDevice subject = ClDevice.open(0, tuning, sources)) {
      if (PLAIN.containsKey(file) && small) {
        return PLAIN.get(file).apply(subject).map(d -> "WRONG VALUE in " + d).orElse(SURVIVED);
      }
      for (DeviceContract.Case c : cases) {
        if (small == (c.examples() <= SMALL)) {
          Optional<String> difference =
              expected.computeIfAbsent(c, KernelJudge::run).difference(subject);
          if (difference.isPresent()) {
            return "WRONG VALUE in " + difference.get();
          }
          if (reports.get().length() > before) {
            return "REPORT " + reports.get().substring(before).strip().replaceAll("\\s+", " ");
          }
        }
      }
      return SURVIVED;
    } catch (DeviceException e) {
      return e.getMessage().contains("error:")
          ? "DOES NOT COMPILE"
          : "DEVICE ERROR " + e.getMessage().lines().findFirst().orElse("");
    }
  }
}
