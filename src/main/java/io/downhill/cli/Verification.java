package io.downhill.cli;

import io.downhill.device.Device;
import io.downhill.device.DeviceContract;
import io.downhill.device.DeviceContract.Case;
import io.downhill.device.DeviceContract.Operation;
import io.downhill.device.DeviceException;
import io.downhill.device.DeviceInfo;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What the conformance cases say of a device, in each way it can run.
 *
 * @param info the device
 * @param results by variant and operation
 */
record Verification(DeviceInfo info, Map<String, Map<Operation, Tally>> results) {
  private static final int SHOWN = 20;

  /**
   * The cases of one operation.
   *
   * @param cases how many were run
   * @param failures what differs first in each that failed
   */
  record Tally(int cases, List<String> failures) {
    private static final Tally NONE = new Tally(0, List.of());

    private Tally plus(List<String> more) {
      List<String> all = new ArrayList<>(failures);
      all.addAll(more);
      return new Tally(cases + 1, all);
    }
  }

  /**
   * Runs all cases on all variants.
   *
   * @param variants of one device, how to open each; at least one
   * @param afterEach called after each case on each variant
   */
  static Verification run(
      Map<String, Supplier<Device>> variants,
      Supplier<Device> definition,
      List<Case> cases,
      Runnable afterEach) {
    Map<String, Device> subjects = new LinkedHashMap<>();
    try (Device reference = definition.get()) {
      variants.forEach((name, opener) -> subjects.put(name, opener.get()));
      Map<String, Map<Operation, Tally>> results = new LinkedHashMap<>();
      subjects.keySet().forEach(name -> results.put(name, new EnumMap<>(Operation.class)));
      for (Case c : cases) {
        DeviceContract.Expected expected = new DeviceContract.Expected(c, reference);
        subjects.forEach(
            (name, subject) -> {
              results
                  .get(name)
                  .merge(
                      c.operation(),
                      Tally.NONE.plus(failures(c, expected, subject)),
                      (before, one) -> before.plus(one.failures()));
              afterEach.run();
            });
      }
      return new Verification(subjects.values().iterator().next().info(), results);
    } finally {
      subjects.values().forEach(Device::close);
    }
  }

  private static List<String> failures(Case c, DeviceContract.Expected expected, Device subject) {
    try {
      return expected.difference(subject).stream().toList();
    } catch (DeviceException e) {
      // One case that fails to run must not hide what the others show.
      return List.of(c + ": " + e.getMessage().lines().findFirst().orElse(""));
    }
  }

  /** Whether every bit agreed. */
  boolean passed() {
    return failures().isEmpty();
  }

  /** What differs first in each case that failed. */
  List<String> failures() {
    List<String> lines = new ArrayList<>();
    results.forEach(
        (variant, tallies) ->
            tallies
                .values()
                .forEach(tally -> tally.failures().forEach(f -> lines.add(variant + ": " + f))));
    return lines;
  }

  /** The outcome as a table and the failures, of many the first. */
  List<String> lines() {
    List<String> header = new ArrayList<>(List.of("OPERATION"));
    header.addAll(results.keySet());
    Table table = new Table(header.toArray(new String[0]));
    for (Operation operation : Operation.values()) {
      List<String> row = new ArrayList<>(List.of(name(operation)));
      results.values().forEach(tallies -> row.add(cell(tallies.get(operation))));
      table.row(row.toArray(new String[0]));
    }
    List<String> lines = new ArrayList<>();
    lines.add(info + ", " + info.driver());
    lines.add("cases with the same bits as the definition:");
    lines.add("");
    lines.addAll(table.lines());
    lines.add("");
    List<String> failures = failures();
    lines.add(failures.isEmpty() ? "every bit agrees" : "where bits differ first:");
    failures.stream().limit(SHOWN).forEach(failure -> lines.add("  " + failure));
    if (failures.size() > SHOWN) {
      lines.add("  and " + (failures.size() - SHOWN) + " more; --json lists all");
    }
    return lines;
  }

  private static String cell(Tally tally) {
    if (tally == null) {
      return "-";
    }
    int same = tally.cases() - tally.failures().size();
    return same + " of " + tally.cases() + (same == tally.cases() ? "" : " FAILED");
  }

  /** The object that {@code verify --json} prints. */
  Map<String, Object> json() {
    List<Object> tallies = new ArrayList<>();
    results.forEach(
        (variant, operations) ->
            operations.forEach(
                (operation, tally) -> {
                  Map<String, Object> result = new LinkedHashMap<>();
                  result.put("variant", variant);
                  result.put("operation", name(operation));
                  result.put("cases", tally.cases());
                  result.put("failed", tally.failures().size());
                  tallies.add(result);
                }));
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("device", info.id());
    object.put("name", info.name());
    object.put("exact", info.exact());
    object.put("arithmetic", Device.ARITHMETIC);
    object.put("passed", passed());
    object.put("results", tallies);
    object.put("failures", failures());
    return object;
  }

  private static String name(Operation operation) {
    return operation.name().toLowerCase(Locale.ROOT);
  }
}
