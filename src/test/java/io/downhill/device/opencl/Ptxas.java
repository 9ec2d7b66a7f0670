package io.downhill.device.opencl;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * NVIDIA's assembler, where its toolkit is installed. It tells the registers of a kernel and what
 * did not find room in them; a driver has another version of it.
 */
final class Ptxas {
  private static final Pattern FIGURES =
      Pattern.compile(
          "(?s)Compiling entry function '(\\w+)'.*?(\\d+) bytes stack frame, (\\d+) bytes spill"
              + " stores.*?Used (\\d+) registers");

  /** Registers, and bytes that were spilled or stand on a stack. */
  record Figures(int registers, int stack) {}

  private Ptxas() {}

  /** Where it is. */
  static Optional<Path> program() {
    return List.of("/usr/local/cuda/bin/ptxas", "/usr/local/bin/ptxas", "/usr/bin/ptxas").stream()
        .map(Path::of)
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** What of a code did not find room in registers, a line each. */
  static List<String> broken(GpuCode code) throws IOException, InterruptedException {
    return figures(code).entrySet().stream()
        .filter(kernel -> kernel.getValue().stack() > 0)
        .map(kernel -> code.program() + ": " + kernel.getKey() + " " + kernel.getValue())
        .toList();
  }

  /** Of each kernel of a code for NVIDIA; empty where there is no assembler for its chip. */
  static Map<String, Figures> figures(GpuCode code) throws IOException, InterruptedException {
    Map<String, Figures> figures = new HashMap<>();
    if (code.target().family != GpuTarget.Family.NVIDIA || program().isEmpty()) {
      return figures;
    }
    Path text = Files.createTempFile("code", ".ptx");
    Path log = Files.createTempFile("code", ".log");
    try {
      Files.writeString(text, code.assembly());
      Process process =
          new ProcessBuilder(
                  program().orElseThrow().toString(),
                  "-arch=" + code.target().chip,
                  "-v",
                  "-o",
                  "/dev/null",
                  text.toString())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      if (!process.waitFor(10, TimeUnit.MINUTES)) {
        process.destroyForcibly().waitFor();
        throw new IllegalStateException("ptxas does not end: " + code.program());
      }
      String said = Files.readString(log, StandardCharsets.ISO_8859_1);
      if (process.exitValue() != 0
          && !said.contains("is not defined for option 'gpu-name'")
          && !said.contains("uses too much shared data")) {
        throw new IllegalStateException(code.program() + ": " + said);
      }
      Matcher found = FIGURES.matcher(said);
      while (found.find()) {
        int stack = Math.max(Integer.parseInt(found.group(2)), Integer.parseInt(found.group(3)));
        figures.put(found.group(1), new Figures(Integer.parseInt(found.group(4)), stack));
      }
      return figures;
    } finally {
      Files.delete(text);
      Files.delete(log);
    }
  }
}
