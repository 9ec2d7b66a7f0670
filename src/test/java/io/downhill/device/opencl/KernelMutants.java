package io.downhill.device.opencl;

import io.downhill.device.Device;
import io.downhill.device.DeviceContract;
import io.downhill.device.DeviceException;
import io.downhill.device.cpu.CpuDevice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Tries each mutant of a kernel file in child JVMs, for a mutant may crash or never end. */
final class KernelMutants {
  private KernelMutants() {}

  /**
   * The outcome of each mutant in [0, most): {@code KILLED ...}, {@code SURVIVED} or {@code DOES
   * NOT COMPILE}.
   */
  static List<String> outcomes(String file, int most, Path folder, long seconds)
      throws IOException, InterruptedException {
    int count = Math.min(most, KernelMutant.of(ClSources.BUNDLED.text(file)).size());
    Path results = Files.createFile(folder.resolve(file + ".results"));
    Path output = folder.resolve(file + ".output");
    for (int done = 0; done < count; done = Files.readAllLines(results).size()) {
      Process child = start(file, done, count, results, output);
      int known = done;
      while (!child.waitFor(seconds, TimeUnit.SECONDS)) {
        int now = Files.readAllLines(results).size();
        if (now == known) {
          child.destroyForcibly().waitFor();
        }
        known = now;
      }
      known = Files.readAllLines(results).size();
      if (known < count) {
        if (!Files.readString(output).contains("BEGUN " + known + "\n")) {
          throw new IOException("the child could not start: " + Files.readString(output));
        }
        append(results, "KILLED by a crash or a hang");
      }
    }
    return Files.readAllLines(results);
  }

  private static Process start(String file, int from, int to, Path results, Path output)
      throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            KernelMutants.class.getName(),
            file,
            Integer.toString(from),
            Integer.toString(to),
            results.toString())
        .redirectErrorStream(true)
        .redirectOutput(output.toFile())
        .start();
  }

  private static void append(Path results, String line) throws IOException {
    Files.writeString(results, line + "\n", java.nio.file.StandardOpenOption.APPEND);
  }

  /** The child's side. */
  public static void main(String[] arguments) throws IOException {
    String file = arguments[0];
    List<KernelMutant> mutants = KernelMutant.of(ClSources.BUNDLED.text(file));
    for (int i = Integer.parseInt(arguments[1]); i < Integer.parseInt(arguments[2]); i++) {
      System.out.print("BEGUN " + i + "\n");
      System.out.flush();
      append(Path.of(arguments[3]), outcome(file, mutants.get(i).source()));
    }
  }

  /** The small cases, and one of 33 blocks: the tree's second node, too long for a simulator. */
  private static List<DeviceContract.Case> noticing() {
    return Stream.concat(
            DeviceContract.smallCases().stream(),
            DeviceContract.cases().stream()
                .filter(c -> c.examples() == 32_769)
                .filter(c -> c.operation() == DeviceContract.Operation.GRADIENT))
        .toList();
  }

  static String outcome(String file, String source) {
    ClSources sources = name -> name.equals(file) ? source : ClSources.BUNDLED.text(name);
    boolean group = file.endsWith("_tile.cl") || file.endsWith("_wide.cl");
    ClTuning tuning =
        ClDevice.tuning(0)
            .with(group ? ClForm.TILE : ClForm.WALK)
            .withTile(file.endsWith("_tile.cl") ? 32 : file.endsWith("_wide.cl") ? 0 : -1);
    try (Device subject = ClDevice.open(0, tuning, sources);
        Device definition = CpuDevice.definition()) {
      for (DeviceContract.Case c : noticing()) {
        if (DeviceContract.run(c, definition, subject).isPresent()) {
          return "KILLED by " + c;
        }
      }
      return "SURVIVED";
    } catch (DeviceException e) {
      return e.getMessage().contains("error:") ? "DOES NOT COMPILE" : "KILLED by an error";
    }
  }
}
