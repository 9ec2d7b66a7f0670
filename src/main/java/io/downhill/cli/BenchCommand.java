package io.downhill.cli;

import io.downhill.Benchmark;
import io.downhill.Devices;
import io.downhill.Json;
import io.downhill.device.Device;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code downhill bench}: how near the passes come to the speed of the memory. */
@Command(
    name = "bench",
    description = "Measure the passes of a device beside a plain read and a copy of its memory.",
    sortOptions = false,
    footer = {
      "",
      "The data are made from a seed and should be larger than any cache: 400 MB and more. The",
      "passes, the read and the copy take turns in one run; the ratios are the rate of the best pass",
      "over that of the best read and of the best copy, which counts what is read and what is written.",
      "A copy of less than 256 MiB of a larger X, where there was no more room, tells no rate."
    })
final class BenchCommand implements Callable<Integer> {
  private static final long DEFAULT_VALUES = 100_000_000;

  private final Terminal terminal;

  @Spec private CommandSpec spec;

  @Mixin(name = CommonOptions.NAME)
  private CommonOptions common;

  @Mixin private DeviceArguments device = new DeviceArguments();

  @Option(
      names = "--examples",
      paramLabel = "M",
      description = "Examples (default: so many that X has 400 MB).")
  private int examples;

  @Option(
      names = "--features",
      paramLabel = "N",
      description = "Features (default: ${DEFAULT-VALUE}).")
  private int features = 100;

  @Option(
      names = "--columns",
      paramLabel = "B",
      description = "Also a gradient pass for B models at once, in one read of X.")
  private int columns = 1;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  BenchCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    if (features < 1 || examples < 0 || columns < 1) {
      throw new ParameterException(
          spec.commandLine(), "--examples, --features and --columns must be at least 1");
    }
    if (2L * (features + 2) * columns > Integer.MAX_VALUE) {
      throw new ParameterException(
          spec.commandLine(),
          "--columns: "
              + columns
              + " models of "
              + features
              + " features are more than one vector holds; use fewer");
    }
    int m = examples > 0 ? examples : (int) Math.max(1, DEFAULT_VALUES / features);
    try (Device opened = Devices.open(device.device(spec), device.threads)) {
      Benchmark.Result result = Benchmark.run(opened, m, features, columns);
      if (json) {
        terminal.print(Json.text(json(result)));
      } else {
        lines(result).forEach(terminal::print);
      }
    }
    return Failures.DONE;
  }

  static Map<String, Object> json(Benchmark.Result result) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("device", result.device().id());
    object.put("name", result.device().name());
    object.put("driver", result.device().driver());
    object.put("examples", result.examples());
    object.put("features", result.features());
    object.put("seconds", result.gradient().best());
    object.put("medianSeconds", result.gradient().median());
    object.put("gigabytesPerSecond", result.rate(result.gradient().best()));
    object.put("readBandwidth", result.rate(result.read().best()));
    object.put("ratio", result.ratio());
    double copy = result.copyRate().orElse(Double.NaN);
    object.put("copiedBytes", result.copied());
    object.put("copyBandwidth", Json.finite(copy));
    object.put("copyRatio", Json.finite(result.rate(result.gradient().best()) / copy));
    result
        .panel()
        .ifPresent(
            panel -> {
              object.put("columns", result.columns());
              object.put("panelSeconds", panel.best());
              object.put("panelRatio", result.panelRatio());
            });
    object.put("marginsSeconds", result.margins().best());
    object.put("uploadGigabytesPerSecond", result.rate(result.upload()));
    object.put("launchMicroseconds", result.launchMicroseconds());
    return object;
  }

  static List<String> lines(Benchmark.Result result) {
    Table table = new Table("PASS", "BEST", "MEDIAN", "GB/S", "OF THE READ", "OF THE COPY");
    row(table, "gradient", result, result.gradient());
    row(table, "margins", result, result.margins());
    result.panel().ifPresent(panel -> row(table, "gradient of " + result.columns(), result, panel));
    row(table, "plain read", result, result.read());
    double copy = result.copyRate().orElse(Double.NaN);
    table.row(
        format("copy of %.0f MB", 1e-6 * result.copied()),
        format("%.4f s", result.copy().best()),
        format("%.4f s", result.copy().median()),
        known("%.1f", copy),
        known("%.2f", copy / result.rate(result.read().best())),
        known("%.2f", copy / copy));
    List<String> lines = new ArrayList<>();
    lines.add(result.device() + ", " + result.device().driver());
    lines.add(
        format(
            "%d x %d, %.0f MB",
            result.examples(), result.features(), 4e-6 * result.examples() * result.features()));
    lines.addAll(table.lines());
    if (result.panel().isPresent()) {
      lines.add(
          format(
              "%d models at once take %.2f of the time of %d passes",
              result.columns(), result.panelRatio(), result.columns()));
    }
    if (!result.device().id().equals("cpu")) {
      lines.add(
          format(
              "upload %.1f GB/s, smallest pass and its result %.0f us",
              result.rate(result.upload()), result.launchMicroseconds()));
    }
    return lines;
  }

  private static void row(
      Table table, String name, Benchmark.Result result, Benchmark.Seconds seconds) {
    table.row(
        name,
        format("%.4f s", seconds.best()),
        format("%.4f s", seconds.median()),
        format("%.1f", result.rate(seconds.best())),
        format("%.2f", result.read().best() / seconds.best()),
        known("%.2f", result.rate(seconds.best()) / result.copyRate().orElse(Double.NaN)));
  }

  /** A number, or a dash where it is none. */
  private static String known(String pattern, double value) {
    return Double.isNaN(value) ? "-" : format(pattern, value);
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
