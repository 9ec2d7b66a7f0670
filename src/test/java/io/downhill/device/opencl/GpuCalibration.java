package io.downhill.device.opencl;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * How far the model is from what was measured on an H200, kernel by kernel:
 * bench/gpu-kernels/measured.txt has a line each, "M N GB/s KERNEL OPTIONS". Kernels that the
 * program has no more come from the history: COMMIT:path,path.
 */
final class GpuCalibration {
  /** A kernel at a shape. */
  record Line(long examples, int features, double measured, String kernel, String options) {}

  private GpuCalibration() {}

  static List<Line> lines() throws Exception {
    List<Line> lines = new ArrayList<>();
    for (String line : Files.readAllLines(Path.of("bench", "gpu-kernels", "measured.txt"))) {
      if (!line.isBlank() && !line.startsWith("#")) {
        String[] words = line.split("\\s+", 5);
        lines.add(
            new Line(
                Long.parseLong(words[0]),
                Integer.parseInt(words[1]),
                Double.parseDouble(words[2]),
                words[3],
                words[4]));
      }
    }
    return lines;
  }

  /** What the model says of a line on an H200. */
  static GpuModel.Outcome reckoned(Line line) throws Exception {
    return model(line).on(Gpu.H200, line.examples());
  }

  static GpuModel model(Line line) throws Exception {
    String options =
        "-D N=" + line.features() + " -D " + String.join(" -D ", line.options().split(" "));
    int scratch = 0;
    if (line.options().contains("SCRATCH")) {
      scratch = Integer.parseInt(line.options().replaceAll(".*SCRATCH=(\\d+).*", "$1"));
    }
    return GpuKernels.variant(text(line.kernel()), options, line.features(), scratch, Gpu.H200);
  }

  /**
   * With loops as NVIDIA's compiler has them: of known length whole, of unknown length by fours.
   */
  private static String text(String kernel) throws Exception {
    return asWritten(kernel)
        .replaceAll(
            "for \\(int j = (q & 7|k % 8); j < N; j \\+= 8\\) \\{",
            "for (int s = 0; s < (N + 7) / 8; s++) { const int j = ($1) + 8 * s; if (N % 8 == 0 || j < N)")
        .replaceAll("(?m)^( *for \\(int j = lane; j < n; j \\+= 8\\))", "#pragma unroll 4\n$1");
  }

  private static String asWritten(String kernel) throws Exception {
    if (!kernel.contains(":")) {
      return GpuKernels.benchText(kernel);
    }
    String[] parts = kernel.split(":");
    StringBuilder text = new StringBuilder();
    for (String file : parts[1].split(",")) {
      Process git = new ProcessBuilder("git", "show", parts[0] + ":" + file).start();
      text.append(new String(git.getInputStream().readAllBytes(), "UTF-8")).append('\n');
      if (git.waitFor() != 0) {
        throw new IllegalStateException("no " + file + " in commit " + parts[0]);
      }
    }
    return text.toString();
  }

  /** Prints each line, and the median and the worst of the errors. */
  static void print(PrintStream out) throws Exception {
    Map<String, List<Double>> errors = new TreeMap<>();
    out.println(
        "| m x n | kernel | measured GB/s | reckoned GB/s | error | groups a core | bound |");
    out.println("|---|---|---|---|---|---|---|");
    for (Line line : lines()) {
      GpuModel.Outcome outcome = reckoned(line);
      double error = outcome.bytesPerSecond() / 1e9 / line.measured() - 1;
      String family = line.kernel().replaceAll(".*[,/]", "");
      errors.computeIfAbsent(family, any -> new ArrayList<>()).add(Math.abs(error));
      out.printf(
          Locale.ROOT,
          "| %,d x %d | %s | %.0f | %.0f | %+.0f %% | %d | issue %.2f local %.2f memory %.2f |%n",
          line.examples(),
          line.features(),
          line.kernel().replaceAll(".*,", "").replace(":", " ") + " " + line.options(),
          line.measured(),
          outcome.bytesPerSecond() / 1e9,
          100 * error,
          outcome.resident(),
          outcome.issue(),
          outcome.localMemory(),
          outcome.memory());
    }
    errors.forEach(
        (family, all) -> {
          List<Double> sorted = all.stream().sorted().toList();
          out.printf(
              Locale.ROOT,
              "%s, %d lines: median %.0f %%, worst %.0f %%%n",
              family,
              sorted.size(),
              100 * sorted.get(sorted.size() / 2),
              100 * sorted.get(sorted.size() - 1));
        });
  }

  /** Prints how far the model is from the measurements. */
  public static void main(String[] arguments) throws Exception {
    print(System.out);
  }
}
