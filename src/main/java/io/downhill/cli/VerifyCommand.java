package io.downhill.cli;

import io.downhill.Devices;
import io.downhill.Json;
import io.downhill.device.Device;
import io.downhill.device.DeviceContract;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code downhill verify}: whether a device computes the same bits as the definition. */
@Command(
    name = "verify",
    description = "Check that a device gives the same bits as the definition of the arithmetic.",
    sortOptions = false,
    footer = {
      "",
      "Runs every operation on many shapes and extreme values, on the device in each way it can run",
      "and in plain Java, and compares bit by bit. Exit code 0 if every bit agrees, 1 if one does",
      "not.",
      "",
      "Examples:",
      "  downhill verify",
      "  downhill verify --device opencl:1 --json"
    })
final class VerifyCommand implements Callable<Integer> {
  private final Terminal terminal;
  private final BiFunction<String, Integer, Map<String, Supplier<Device>>> variantsOf;
  private final List<DeviceContract.Case> cases;

  @Spec private CommandSpec spec;

  @Mixin(name = CommonOptions.NAME)
  private CommonOptions common;

  @Mixin private DeviceArguments arguments;

  @Option(names = "--json", description = "Print the outcome as one JSON object.")
  private boolean json;

  VerifyCommand(Terminal terminal) {
    this(terminal, Devices::variants, DeviceContract.cases());
  }

  /**
   * Checks other variants in other cases.
   *
   * @param variantsOf a device and a number of threads, by name
   */
  VerifyCommand(
      Terminal terminal,
      BiFunction<String, Integer, Map<String, Supplier<Device>>> variantsOf,
      List<DeviceContract.Case> cases) {
    this.terminal = terminal;
    this.variantsOf = variantsOf;
    this.cases = cases;
  }

  @Override
  public Integer call() {
    Map<String, Supplier<Device>> variants =
        variantsOf.apply(arguments.device(spec), arguments.threads);
    Verification verification;
    try (Progress progress =
        Progress.show(terminal, common, "verifying", (long) variants.size() * cases.size())) {
      verification = Verification.run(variants, Devices::definition, cases, progress::step);
    }
    if (json) {
      terminal.print(Json.text(verification.json()));
    } else {
      verification.lines().forEach(terminal::print);
    }
    if (!verification.passed()) {
      terminal.note(
          "downhill: "
              + verification.info()
              + " does not compute the same bits: update its driver, or train with --device cpu");
    }
    return verification.passed() ? Failures.DONE : Failures.FAILED;
  }
}
