package io.downhill.device.opencl;

import io.downhill.device.DeviceDetails;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a process that has asked the OpenCL runtimes knows, as lines for the one that sent it.
 *
 * @param libraries that its memory has, where the system tells
 * @param loads whether there is a loader that could be asked
 * @param platforms that it has
 * @param trouble as {@link ClRuntime#trouble}; empty if there is none
 * @param devices that were found
 */
record Facts(
    List<String> libraries,
    boolean loads,
    int platforms,
    String trouble,
    List<DeviceDetails> devices) {
  private static final Path MAPS = Path.of("/proc/self/maps");
  private static final String LIBRARY = "library";
  private static final String LOADS = "loads";
  private static final String PLATFORMS = "platforms";
  private static final String TROUBLE = "trouble";
  private static final String DEVICE = "device";
  private static final String RULE = "rule";
  private static final String MEASURED = "measured";
  private static final String END = "end";
  private static final int DEVICE_FIELDS = 11;
  private static final int FORM_FIELDS = 4;

  /** Asks in this process, which a broken driver may end. */
  static Facts gather() {
    List<DeviceDetails> devices = ClRuntime.details();
    return new Facts(
        mapped(),
        ClRuntime.loads(),
        ClRuntime.platforms(),
        ClRuntime.trouble().orElse(""),
        devices);
  }

  /** The files of this process that look like libraries. */
  private static List<String> mapped() {
    try (Stream<String> lines = Files.lines(MAPS)) {
      return lines
          .filter(line -> line.contains("/"))
          .map(line -> line.substring(line.indexOf('/')))
          .filter(path -> path.contains(".so"))
          .distinct()
          .toList();
    } catch (IOException e) {
      return List.of(); // Not every system has it.
    }
  }

  /** The path of the first library whose file name begins so. */
  Optional<String> library(String start) {
    return libraries.stream().filter(path -> name(path).startsWith(start)).findFirst();
  }

  /** The path of a library that was named so and, where it is known, found there. */
  Optional<String> library(String named, Optional<Path> found) {
    String real = found.map(Facts::real).orElse("");
    return libraries.stream()
        .filter(path -> path.equals(real) || name(path).equals(name(named)))
        .findFirst();
  }

  private static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static String real(Path path) {
    try {
      return path.toRealPath().toString();
    } catch (IOException e) {
      return path.toString();
    }
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    libraries.forEach(path -> lines.add(line(LIBRARY, path)));
    lines.add(line(LOADS, loads));
    lines.add(line(PLATFORMS, platforms));
    lines.add(line(TROUBLE, trouble));
    for (DeviceDetails device : devices) {
      DeviceDetails.Limits limits = device.limits();
      DeviceDetails.Arithmetic arithmetic = device.arithmetic();
      lines.add(
          line(
              DEVICE,
              device.id(),
              limits.largestBuffer(),
              limits.localMemory(),
              limits.largestGroup(),
              limits.computeUnits(),
              limits.megahertz(),
              arithmetic.roundsToNearest(),
              arithmetic.keepsDenormals(),
              arithmetic.hasFma(),
              device.kept()));
      device.rule().forEach(form -> lines.add(line(RULE, form.from(), form.to(), form.text())));
      device
          .measured()
          .forEach(form -> lines.add(line(MEASURED, form.from(), form.to(), form.text())));
    }
    lines.add(END);
    return lines;
  }

  private static String line(Object... fields) {
    return String.join(
        "\t", Stream.of(fields).map(field -> field.toString().replaceAll("\\s+", " ")).toList());
  }

  /**
   * The facts that such lines tell.
   *
   * @throws IOException if they do not
   */
  static Facts parse(List<String> lines) throws IOException {
    if (lines.isEmpty() || !lines.get(lines.size() - 1).equals(END)) {
      throw new IOException("not a whole answer: " + lines);
    }
    List<String> libraries = new ArrayList<>();
    boolean loads = false;
    int platforms = 0;
    String trouble = "";
    List<DeviceDetails> devices = new ArrayList<>();
    try {
      for (String line : lines.subList(0, lines.size() - 1)) {
        String[] fields = line.split("\t", -1);
        switch (fields[0]) {
          case LIBRARY -> libraries.add(fields[1]);
          case LOADS -> loads = Boolean.parseBoolean(fields[1]);
          case PLATFORMS -> platforms = Integer.parseInt(fields[1]);
          case TROUBLE -> trouble = fields[1];
          case DEVICE -> devices.add(device(fields));
          case RULE -> devices.get(devices.size() - 1).rule().add(form(fields));
          case MEASURED -> devices.get(devices.size() - 1).measured().add(form(fields));
          default -> throw new IOException("not a fact: " + line);
        }
      }
    } catch (IndexOutOfBoundsException | NumberFormatException e) {
      throw new IOException("not a fact in " + lines, e);
    }
    return new Facts(libraries, loads, platforms, trouble, devices);
  }

  private static DeviceDetails device(String[] fields) throws IOException {
    if (fields.length != DEVICE_FIELDS) {
      throw new IOException("not a device: " + List.of(fields));
    }
    return new DeviceDetails(
        fields[1],
        new DeviceDetails.Limits(
            Long.parseLong(fields[2]),
            Long.parseLong(fields[3]),
            Long.parseLong(fields[4]),
            Long.parseLong(fields[5]),
            Long.parseLong(fields[6])),
        new DeviceDetails.Arithmetic(
            Boolean.parseBoolean(fields[7]),
            Boolean.parseBoolean(fields[8]),
            Boolean.parseBoolean(fields[9])),
        new ArrayList<>(),
        fields[10],
        new ArrayList<>());
  }

  private static DeviceDetails.Form form(String[] fields) throws IOException {
    if (fields.length != FORM_FIELDS) {
      throw new IOException("not a form: " + List.of(fields));
    }
    return new DeviceDetails.Form(
        Integer.parseInt(fields[1]), Integer.parseInt(fields[2]), fields[3]);
  }
}
