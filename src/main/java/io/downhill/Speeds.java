package io.downhill;

import io.downhill.device.CacheFile;
import io.downhill.device.DeviceInfo;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The speeds that runs measured, in a file of the user's for each device, driver and text of the
 * kernels. A file that makes no sense is as good as none.
 *
 * @param folder of the files
 */
record Speeds(Path folder) {
  private static final Logger LOG = LoggerFactory.getLogger(Speeds.class);
  private static final String HEAD = "downhill-speeds 1";
  private static final int FIRST = 2;
  private static final String END = "end";
  private static final String START = "start";
  private static final String UPLOAD = "upload";
  private static final String PASSES = "passes";

  /** The user's. */
  static Speeds ofUser() {
    return new Speeds(CacheFile.folderOfUser());
  }

  private CacheFile file(DeviceInfo device, String kernels) {
    List<String> texts = List.of(device.name(), device.vendor(), device.driver(), kernels);
    return new CacheFile(folder.resolve("speeds-" + CacheFile.fingerprintOf(texts) + ".txt"));
  }

  /** What was measured of a device. */
  Speed find(DeviceInfo device, String kernels) {
    return parse(file(device, kernels)).orElse(Speed.UNKNOWN);
  }

  /** Keeps what is better than before; writes nothing where nothing is. */
  void keep(DeviceInfo device, String kernels, Speed measured) {
    if (measured.equals(Speed.UNKNOWN)) {
      return;
    }
    CacheFile file = file(device, kernels);
    Speed before = parse(file).orElse(Speed.UNKNOWN);
    Speed now = before.better(measured);
    if (!now.equals(before)) {
      file.write(lines(device.kind(), now));
      LOG.debug("{}: {} is kept in {}", device, now, file.path());
    }
  }

  private static List<String> lines(String kind, Speed speed) {
    List<String> lines = new ArrayList<>();
    lines.add(HEAD);
    lines.add(kind);
    speed.start().ifPresent(seconds -> lines.add(START + "\t" + seconds));
    speed.upload().ifPresent(rate -> lines.add(UPLOAD + "\t" + rate));
    speed
        .passes()
        .forEach(
            (place, rate) ->
                lines.add(
                    String.join(
                        "\t",
                        PASSES,
                        place.kind().name(),
                        String.valueOf(place.features()),
                        String.valueOf(rate))));
    lines.add(END);
    return lines;
  }

  private static Optional<Speed> parse(CacheFile file) {
    List<String> lines = file.read();
    int end = lines.size() - 1;
    if (end < FIRST || !lines.get(0).equals(HEAD) || !lines.get(end).equals(END)) {
      return Optional.empty();
    }
    OptionalDouble start = OptionalDouble.empty();
    OptionalDouble upload = OptionalDouble.empty();
    Map<Speed.Place, Double> passes = new TreeMap<>();
    try {
      for (String line : lines.subList(FIRST, end)) {
        String[] fields = line.split("\t");
        switch (fields[0]) {
          case START -> start = OptionalDouble.of(positive(fields[1]));
          case UPLOAD -> upload = OptionalDouble.of(positive(fields[1]));
          case PASSES -> passes.put(place(fields[1], fields[2]), positive(fields[3]));
          default -> throw new IllegalArgumentException("not a speed: " + line);
        }
      }
      return Optional.of(new Speed(start, upload, passes));
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      LOG.debug("{} is of no use: {}", file.path(), e.toString());
      return Optional.empty();
    }
  }

  private static Speed.Place place(String kind, String features) {
    int n = Integer.parseInt(features);
    if (n < 1) {
      throw new IllegalArgumentException("not a number of features: " + features);
    }
    return new Speed.Place(Speed.Kind.valueOf(kind), n);
  }

  private static double positive(String text) {
    double value = Double.parseDouble(text);
    if (!(value > 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException("not a time or a rate: " + text);
    }
    return value;
  }
}
