package io.downhill.device.opencl;

import io.downhill.device.CacheFile;
import io.downhill.device.DeviceInfo;
import io.downhill.device.opencl.ProbeProcess.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An answer of {@link ProbeProcess} on disk: a file whose name is the fingerprint of what the
 * answer depends on. A file that cannot be read, parsed or written is as good as none.
 *
 * @param folder of the answers
 * @param fingerprint of this machine's drivers
 */
record ProbeCache(Path folder, String fingerprint) {
  private static final Logger LOG = LoggerFactory.getLogger(ProbeCache.class);
  private static final String HEAD = "downhill-probe 1";
  private static final String END = "end";
  private static final int FIELDS = 7;

  /** Loaders, then NVIDIA, AMD, Intel, Mesa and PoCL: how their variables begin. */
  private static final Pattern SWITCHES =
      Pattern.compile(
          "LD_LIBRARY_PATH|LD_PRELOAD|(OCL|OPENCL|CL|CUDA|NVIDIA|ROCR|HIP|HSA|GPU|AMD|ROCM|ZE"
              + "|ZET|ZEX|ZES|SYCL|ONEAPI|NEO|IGC|INTEL|RUSTICL|MESA|LIBGL|GALLIUM|LP|DRI|CLOVER"
              + "|POCL|OCLGRIND)_");

  /** Where a driver's library is looked for when its file tells no whole path. */
  private static final List<String> LIBRARIES =
      List.of(
          "usr/lib/x86_64-linux-gnu",
          "usr/lib/aarch64-linux-gnu",
          "usr/lib64",
          "usr/lib",
          "usr/local/lib");

  /** The user's cache folder, and this machine since its last start. */
  static ProbeCache ofUser() {
    return new ProbeCache(
        CacheFile.folderOfUser(),
        CacheFile.fingerprintOf(facts(Path.of("/"), IcdFiles.ofSystem().files())));
  }

  /**
   * The drivers' files and when they changed, the GPUs that the system shows, and its last start.
   *
   * @param root of the file system
   * @param icdFiles each names the library of a driver
   */
  static List<String> facts(Path root, List<Path> icdFiles) {
    List<String> facts = new ArrayList<>();
    facts.addAll(switches(System.getenv()));
    facts.add(System.getProperty("os.name") + " " + System.getProperty("os.version"));
    facts.add(System.getProperty("java.home"));
    for (Path file : icdFiles) {
      String library = line(file);
      facts.add(file + " " + changed(file) + " " + library);
      LIBRARIES.forEach(folder -> facts.add(changed(root.resolve(folder).resolve(library))));
    }
    facts.add(line(root.resolve("proc/driver/nvidia/version")));
    facts.add(names(root.resolve("dev"), "nvidia") + names(root.resolve("dev/dri"), ""));
    facts.add(Files.exists(root.resolve("dev/kfd")) ? "kfd" : "");
    facts.add(line(root.resolve("proc/sys/kernel/random/boot_id")));
    return facts;
  }

  /** The variables of an environment that choose among drivers and devices, sorted. */
  static List<String> switches(Map<String, String> environment) {
    return environment.entrySet().stream()
        .filter(variable -> SWITCHES.matcher(variable.getKey()).lookingAt())
        .map(variable -> variable.getKey() + "=" + variable.getValue())
        .sorted()
        .toList();
  }

  private static String changed(Path file) {
    try {
      return Files.getLastModifiedTime(file).toString();
    } catch (IOException e) {
      return "gone";
    }
  }

  private static String names(Path folder, String prefix) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith(prefix))
          .sorted()
          .toList()
          .toString();
    } catch (IOException | UncheckedIOException e) {
      return "";
    }
  }

  private static String line(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      return "";
    }
  }

  private CacheFile file() {
    return new CacheFile(folder.resolve("opencl-" + fingerprint + ".txt"));
  }

  /** The answer that was kept, if there is one. */
  Optional<Answer> read() {
    List<String> lines = file().read();
    if (lines.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(parse(lines));
    } catch (IOException e) {
      LOG.debug("{} is of no use: {}", file(), e.toString());
      return Optional.empty();
    }
  }

  /** Keeps an answer in the place of all older ones. */
  void write(Answer answer) {
    try (Stream<Path> files = Files.exists(folder) ? Files.list(folder) : Stream.empty()) {
      for (Path old : files.filter(ProbeCache::isAnswer).toList()) {
        Files.deleteIfExists(old);
      }
    } catch (IOException | UncheckedIOException e) {
      LOG.debug("older answers in {} stay: {}", folder, e.toString());
    }
    file().write(lines(answer));
  }

  private static boolean isAnswer(Path file) {
    return file.getFileName().toString().matches("(opencl|tried)-[0-9a-f]{16}\\.txt");
  }

  private CacheFile triedFile() {
    return new CacheFile(folder.resolve("tried-" + fingerprint + ".txt"));
  }

  /** Whether a device has come through a small run of these kernels. */
  boolean tried(String id) {
    return triedFile().read().contains(id + "\t" + ClSources.fingerprint());
  }

  /** Keeps that a device has come through a small run of these kernels. */
  void keepTried(String id) {
    List<String> lines = new ArrayList<>(triedFile().read());
    lines.removeIf(line -> line.startsWith(id + "\t"));
    lines.add(id + "\t" + ClSources.fingerprint());
    triedFile().write(lines);
  }

  /** A head, the trouble, a line for each device, and an end. */
  static List<String> lines(Answer answer) {
    List<String> lines = new ArrayList<>();
    lines.add(HEAD);
    lines.add(plain(answer.trouble().orElse("")));
    for (DeviceInfo device : answer.devices()) {
      lines.add(
          String.join(
              "\t",
              device.id(),
              plain(device.name()),
              plain(device.vendor()),
              device.kind(),
              String.valueOf(device.exact()),
              String.valueOf(device.memory()),
              plain(device.driver())));
    }
    lines.add(END);
    return lines;
  }

  private static String plain(String text) {
    return text.replaceAll("\\s+", " ");
  }

  /**
   * The answer that such lines tell.
   *
   * @throws IOException if they do not
   */
  static Answer parse(List<String> lines) throws IOException {
    int end = lines.size() - 1;
    if (end < 2 || !lines.get(0).equals(HEAD) || !lines.get(end).equals(END)) {
      throw new IOException("not an answer: " + lines);
    }
    List<DeviceInfo> devices = new ArrayList<>();
    for (String line : lines.subList(2, end)) {
      String[] fields = line.split("\t", -1);
      if (fields.length != FIELDS || !fields[5].matches("\\d{1,18}")) {
        throw new IOException("not a device: " + line);
      }
      devices.add(
          new DeviceInfo(
              fields[0],
              fields[1],
              fields[2],
              fields[3],
              Boolean.parseBoolean(fields[4]),
              Long.parseLong(fields[5]),
              fields[6]));
    }
    return new Answer(List.copyOf(devices), Optional.of(lines.get(1)).filter(t -> !t.isEmpty()));
  }
}
