package io.downhill.device.opencl;

import io.downhill.device.CacheFile;
import io.downhill.device.DeviceInfo;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The tiles that were measured to be the fastest on one device, in a file of the user's. They count
 * for one driver and one text of the kernels; a file of others is written anew, and one that makes
 * no sense is as good as none.
 *
 * @param file for the device
 * @param driver the runtime and its version, in one line
 * @param kernels the fingerprint of their texts
 */
record ClTiles(CacheFile file, String driver, String kernels) {
  private static final String HEAD = "downhill-tiles 1";
  private static final String END = "end";
  private static final int FIRST = 3;

  /** What a file says for {@link ClForm#WIDE}. */
  private static final int NO_TILE = 0;

  private static final List<String> TEXTS =
      List.of(
          "elementary.cl",
          "tile.cl",
          "sums_tile.cl",
          "pairs_tile.cl",
          "gradient_tile.cl",
          "margins_wide.cl",
          "gradient_wide.cl");

  /** Of a device, in this folder. */
  static ClTiles of(Path folder, DeviceInfo device, ClSources sources) {
    String name = CacheFile.fingerprintOf(List.of(device.name(), device.vendor()));
    return new ClTiles(
        new CacheFile(folder.resolve("tiles-" + name + ".txt")),
        device.driver().replaceAll("\\s+", " "),
        CacheFile.fingerprintOf(TEXTS.stream().map(sources::text).toList()));
  }

  /** Features that share a choice: those with the same three leading bits. */
  static int likeFeatures(int features) {
    int shift = Math.max(0, Integer.SIZE - Integer.numberOfLeadingZeros(features) - 3);
    return features >> shift << shift;
  }

  /** The tuning with the group and the tile that were kept for so many features, if any were. */
  Optional<ClTuning> find(int features, ClTuning tuning) {
    String start = likeFeatures(features) + "\t";
    return choices().stream()
        .filter(line -> line.startsWith(start))
        .findFirst()
        .flatMap(line -> parse(line, tuning));
  }

  /** All tunings that were kept, by the fewest features that each is for. */
  SortedMap<Integer, ClTuning> all(ClTuning tuning) {
    SortedMap<Integer, ClTuning> all = new TreeMap<>();
    for (String line : choices()) {
      String features = line.split("\t", 2)[0];
      if (features.matches("[1-9]\\d{0,8}")) {
        parse(line, tuning).ifPresent(kept -> all.put(Integer.parseInt(features), kept));
      }
    }
    return all;
  }

  private static Optional<ClTuning> parse(String line, ClTuning tuning) {
    String[] fields = line.split("\t");
    try {
      int group = Integer.parseInt(fields[1]);
      int rows = Integer.parseInt(fields[2]);
      ClTuning grouped = tuning.withGroup(group);
      return Optional.of(rows == NO_TILE ? grouped.with(ClForm.WIDE) : grouped.withTile(rows));
    } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
      return Optional.empty();
    }
  }

  /** Keeps a choice beside those for other features. */
  void keep(int features, ClTuning chosen) {
    String start = likeFeatures(features) + "\t";
    List<String> lines = new ArrayList<>(List.of(HEAD, driver, kernels));
    choices().stream().filter(line -> !line.startsWith(start)).forEach(lines::add);
    lines.add(start + chosen.group() + "\t" + chosen.tile().orElse(NO_TILE));
    lines.add(END);
    file.write(lines);
  }

  /** The lines of choices in a whole file for this driver and these kernels. */
  private List<String> choices() {
    List<String> lines = file.read();
    int end = lines.size() - 1;
    boolean valid =
        end >= FIRST
            && lines.subList(0, FIRST).equals(List.of(HEAD, driver, kernels))
            && lines.get(end).equals(END);
    return valid ? lines.subList(FIRST, end) : List.of();
  }
}
