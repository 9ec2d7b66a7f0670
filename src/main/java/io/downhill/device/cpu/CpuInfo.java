package io.downhill.device.cpu;

import io.downhill.device.DeviceInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/** What this machine's processor is called. */
final class CpuInfo {
  private static final Path LINUX = Path.of("/proc/cpuinfo");

  private CpuInfo() {}

  /** Describes the CPU device; its memory is what the Java heap may hold. */
  static DeviceInfo of(String form) {
    return new DeviceInfo(
        "cpu",
        name(),
        System.getProperty("java.vm.vendor", "unknown"),
        "cpu",
        true,
        Runtime.getRuntime().maxMemory(),
        "Java " + Runtime.version().feature() + ", " + form + (Fma.slow() ? ", without fma" : ""));
  }

  /** The model name on Linux; elsewhere, or where it cannot be read, the architecture. */
  private static String name() {
    if (Files.isReadable(LINUX)) {
      try (Stream<String> lines = Files.lines(LINUX)) {
        return lines
            .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("model name"))
            .map(line -> line.substring(line.indexOf(':') + 1).trim())
            .findFirst()
            .orElseGet(CpuInfo::architecture);
      } catch (IOException | java.io.UncheckedIOException e) {
        return architecture();
      }
    }
    return architecture();
  }

  private static String architecture() {
    return System.getProperty("os.arch") + " processor";
  }
}
