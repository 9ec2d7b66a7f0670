package io.downhill.cli;

import io.downhill.Devices;
import io.downhill.Json;
import io.downhill.device.DeviceInfo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code downhill devices}: what this machine can compute on. */
@Command(
    name = "devices",
    description = "List the devices of this machine.",
    sortOptions = false,
    footer = {
      "",
      "ID is what --device takes. A device that is exact rounds as IEEE 754 asks, and gives the",
      "same model as every other exact device, bit for bit; `downhill verify` proves it.",
      "",
      "--verbose also tells which OpenCL loader and drivers were found, what each device allows,",
      "how its passes are split, how fast it was in earlier runs, and for each trouble the cure.",
      "With --json it is one object, whose \"devices\" are the list."
    })
final class DevicesCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin(name = CommonOptions.NAME)
  private CommonOptions common;

  @Option(names = "--json", description = "Print a JSON list, with --verbose an object.")
  private boolean json;

  DevicesCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    List<DeviceInfo> devices = Devices.list();
    if (common.verbose()) {
      DevicesReport report = new DevicesReport(devices, Devices.inspect(), Devices::speed);
      if (json) {
        terminal.print(Json.text(report.json(devices.stream().map(DevicesCommand::json).toList())));
      } else {
        table(devices).lines().forEach(terminal::print);
        report.lines(ofDevices(devices)).forEach(terminal::print);
      }
    } else if (json) {
      terminal.print(Json.text(devices.stream().map(DevicesCommand::json).toList()));
    } else {
      table(devices).lines().forEach(terminal::print);
      troubles(devices).forEach(trouble -> terminal.print("\n" + Printable.line(trouble)));
    }
    return Failures.DONE;
  }

  private static Table table(List<DeviceInfo> devices) {
    Table table = new Table("ID", "KIND", "EXACT", "MEMORY", "NAME", "VENDOR", "DRIVER");
    devices.forEach(info -> table.row(cells(info)));
    return table;
  }

  /** Why listed devices cannot be used. */
  private static List<String> ofDevices(List<DeviceInfo> devices) {
    return devices.stream().map(Devices::trouble).flatMap(Optional::stream).toList();
  }

  /** The same, why others are not listed, and how to know more. */
  private static List<String> troubles(List<DeviceInfo> devices) {
    List<String> troubles = new ArrayList<>(ofDevices(devices));
    String heading = devices.size() > 1 ? "OpenCL: " : "no OpenCL: ";
    Devices.openClTrouble().ifPresent(trouble -> troubles.add(heading + trouble));
    if (!troubles.isEmpty()) {
      troubles.add("`downhill devices --verbose` tells more.");
    }
    return troubles;
  }

  private static Map<String, Object> json(DeviceInfo info) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("id", info.id());
    object.put("name", info.name());
    object.put("vendor", info.vendor());
    object.put("kind", info.kind());
    object.put("exact", info.exact());
    object.put("memory", info.memory());
    Devices.trouble(info).ifPresent(trouble -> object.put("trouble", trouble));
    return object;
  }

  private static String[] cells(DeviceInfo info) {
    return new String[] {
      info.id(),
      info.kind(),
      info.exact() ? "yes" : "no",
      String.format(Locale.ROOT, "%.1f GB", info.memory() / 1e9),
      info.name(),
      info.vendor(),
      info.driver()
    };
  }
}
