package io.downhill.cli;

import io.downhill.Devices;
import io.downhill.Json;
import io.downhill.device.DeviceInfo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
      "same model as every other exact device, bit for bit; `downhill verify` proves it."
    })
final class DevicesCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin(name = CommonOptions.NAME)
  private CommonOptions common;

  @Option(names = "--json", description = "Print a JSON list.")
  private boolean json;

  DevicesCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    List<DeviceInfo> devices = Devices.list();
    if (json) {
      terminal.print(Json.text(devices.stream().map(DevicesCommand::json).toList()));
    } else {
      Table table = new Table("ID", "KIND", "EXACT", "MEMORY", "NAME", "VENDOR", "DRIVER");
      devices.forEach(info -> table.row(cells(info)));
      table.lines().forEach(terminal::print);
      troubles(devices).forEach(trouble -> terminal.print("\n" + Printable.line(trouble)));
    }
    return Failures.DONE;
  }

  /** Why a listed device cannot be used, and why others are not listed. */
  private static List<String> troubles(List<DeviceInfo> devices) {
    List<String> troubles = new ArrayList<>();
    devices.forEach(device -> Devices.trouble(device).ifPresent(troubles::add));
    String heading = devices.size() > 1 ? "OpenCL: " : "no OpenCL: ";
    Devices.openClTrouble().ifPresent(trouble -> troubles.add(heading + trouble));
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
