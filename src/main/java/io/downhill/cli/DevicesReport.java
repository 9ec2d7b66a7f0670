package io.downhill.cli;

import io.downhill.Speed;
import io.downhill.device.DeviceDetails;
import io.downhill.device.DeviceDetails.Form;
import io.downhill.device.DeviceInfo;
import io.downhill.device.Inspection;
import io.downhill.device.Trouble;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What {@code devices --verbose} tells beside the list.
 *
 * @param devices of the list
 * @param inspection of OpenCL
 * @param speeds of a device, as earlier runs measured them
 */
record DevicesReport(
    List<DeviceInfo> devices, Inspection inspection, Function<DeviceInfo, Speed> speeds) {
  private static final int NAME = 14;

  /**
   * In words.
   *
   * @param ofDevices why devices of the list cannot be used
   */
  List<String> lines(List<String> ofDevices) {
    List<String> lines = new ArrayList<>();
    for (DeviceInfo info : devices) {
      details(info).ifPresent(details -> add(lines, info, details, speeds.apply(info)));
    }
    lines.add("");
    lines.add(line("loader", inspection.loader().isEmpty() ? "none" : inspection.loader()));
    if (!inspection.place().isEmpty()) {
      String by = inspection.setBy().isEmpty() ? "" : ", as " + inspection.setBy() + " says";
      lines.add(line("drivers in", inspection.place() + by));
    }
    if (!inspection.drivers().isEmpty()) {
      Table table = new Table("NAMED BY", "LIBRARY", "FOUND AT", "STATE");
      for (Inspection.Driver driver : inspection.drivers()) {
        table.row(driver.source(), shown(driver.library()), shown(driver.path()), driver.state());
      }
      lines.add("");
      lines.addAll(table.lines());
    }
    Stream.concat(ofDevices.stream().map(Trouble::of), inspection.troubles().stream())
        .forEach(trouble -> add(lines, trouble));
    return lines;
  }

  private static void add(List<String> lines, Trouble trouble) {
    lines.add("");
    lines.add("trouble: " + Printable.line(trouble.what()));
    if (!trouble.cure().isEmpty()) {
      lines.add("cure:    " + Printable.line(trouble.cure()));
    }
  }

  private static String shown(String text) {
    return text.isEmpty() ? "-" : text;
  }

  private Optional<DeviceDetails> details(DeviceInfo info) {
    return inspection.devices().stream().filter(d -> d.id().equals(info.id())).findFirst();
  }

  private static void add(List<String> lines, DeviceInfo info, DeviceDetails details, Speed speed) {
    DeviceDetails.Limits limits = details.limits();
    lines.add("");
    lines.add(Printable.line(info.toString()));
    lines.add(line("  buffers", format("%.2f GB in one at most", limits.largestBuffer() / 1e9)));
    lines.add(
        line(
            "  groups",
            format(
                "%d work-items at most, %.1f KiB of local memory",
                limits.largestGroup(), limits.localMemory() / 1024.0)));
    lines.add(
        line(
            "  processor",
            format(
                "%d compute unit%s, %d MHz",
                limits.computeUnits(), limits.computeUnits() == 1 ? "" : "s", limits.megahertz())));
    lines.add(line("  float32", arithmetic(details.arithmetic())));
    details.rule().forEach(form -> lines.add(line("  passes", text(form) + ", by rule")));
    details.measured().forEach(form -> lines.add(line("  measured", text(form))));
    if (details.measured().isEmpty()) {
      lines.add(
          line(
              "  measured",
              info.kind().equals("cpu")
                  ? "nothing, for the rule is the fastest on processors"
                  : "nothing yet; large runs measure, and keep it in " + details.kept()));
    } else {
      lines.add(line("  kept in", details.kept()));
    }
    speed(speed).forEach(text -> lines.add(line("  speed", text)));
  }

  private static List<String> speed(Speed speed) {
    List<String> texts = new ArrayList<>();
    speed.start().ifPresent(seconds -> texts.add(format("%.2f s to start", seconds)));
    speed.upload().ifPresent(rate -> texts.add(format("%.1f GB/s to bring X to it", rate / 1e9)));
    speed
        .passes()
        .forEach(
            (place, rate) ->
                texts.add(
                    format(
                        "%.1f GB/s of X in %s at n = %d to %d",
                        rate / 1e9,
                        place.kind() == Speed.Kind.GRADIENT ? "gradient passes" : "Newton's method",
                        place.features(),
                        2 * place.features() - 1)));
    return texts.isEmpty() ? List.of("not measured yet: every run on it does, and bench") : texts;
  }

  private static String arithmetic(DeviceDetails.Arithmetic arithmetic) {
    return arithmetic.exact()
        ? "exact: round-to-nearest, denormals, fma"
        : "not exact, for it has no " + String.join(" and no ", arithmetic.missing());
  }

  private static String text(Form form) {
    if (form.to() == Integer.MAX_VALUE) {
      return form.from() == 1 ? form.text() : format("n >= %d: %s", form.from(), form.text());
    }
    return form.from() == form.to()
        ? format("n = %d: %s", form.from(), form.text())
        : format("n = %d to %d: %s", form.from(), form.to(), form.text());
  }

  private static String line(String name, String text) {
    return name + " ".repeat(Math.max(1, NAME - name.length())) + Printable.line(text);
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }

  /**
   * As one object.
   *
   * @param list an object for each device, as without --verbose
   */
  Map<String, Object> json(List<Map<String, Object>> list) {
    List<Map<String, Object>> objects = new ArrayList<>();
    for (int k = 0; k < list.size(); k++) {
      Map<String, Object> object = new LinkedHashMap<>(list.get(k));
      object.put("driver", devices.get(k).driver());
      DeviceInfo info = devices.get(k);
      details(info).ifPresent(details -> put(object, details, speeds.apply(info)));
      objects.add(object);
    }
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("devices", objects);
    all.put("loader", inspection.loader());
    all.put("driversIn", inspection.place());
    all.put("setBy", inspection.setBy());
    all.put("drivers", inspection.drivers().stream().map(DevicesReport::json).toList());
    all.put(
        "troubles",
        inspection.troubles().stream()
            .map(trouble -> object("what", trouble.what(), "cure", trouble.cure()))
            .toList());
    return all;
  }

  private static void put(Map<String, Object> object, DeviceDetails details, Speed speed) {
    DeviceDetails.Limits limits = details.limits();
    DeviceDetails.Arithmetic arithmetic = details.arithmetic();
    object.put("largestBuffer", limits.largestBuffer());
    object.put("localMemory", limits.localMemory());
    object.put("largestGroup", limits.largestGroup());
    object.put("computeUnits", limits.computeUnits());
    object.put("megahertz", limits.megahertz());
    object.put("roundToNearest", arithmetic.roundsToNearest());
    object.put("denormals", arithmetic.keepsDenormals());
    object.put("fma", arithmetic.hasFma());
    object.put("byRule", forms(details.rule()));
    object.put("measured", forms(details.measured()));
    object.put("keptIn", details.kept());
    speed.start().ifPresent(seconds -> object.put("startSeconds", seconds));
    speed.upload().ifPresent(rate -> object.put("uploadBytesPerSecond", rate));
    object.put("speeds", speed.passes().entrySet().stream().map(DevicesReport::rate).toList());
  }

  private static List<Map<String, Object>> forms(List<Form> forms) {
    return forms.stream()
        .map(
            form ->
                object(
                    "from", form.from(),
                    "to", form.to() == Integer.MAX_VALUE ? null : form.to(),
                    "form", form.text()))
        .toList();
  }

  private static Map<String, Object> rate(Map.Entry<Speed.Place, Double> passes) {
    Speed.Place place = passes.getKey();
    return object(
        "kind", place.kind().name().toLowerCase(Locale.ROOT),
        "from", place.features(),
        "to", 2 * place.features() - 1,
        "bytesPerSecond", passes.getValue());
  }

  private static Map<String, Object> json(Inspection.Driver driver) {
    return object(
        "namedBy", driver.source(),
        "library", driver.library(),
        "foundAt", driver.path(),
        "state", driver.state());
  }

  private static Map<String, Object> object(Object... namesAndValues) {
    Map<String, Object> object = new LinkedHashMap<>();
    for (int k = 0; k < namesAndValues.length; k += 2) {
      object.put((String) namesAndValues[k], namesAndValues[k + 1]);
    }
    return object;
  }
}
