package io.downhill.device.opencl;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The compilers that make GPU code without a GPU. Tests that need them are skipped where they are
 * missing, saying why, and fail where -Drequire.device=opencl asks for all that can be tested.
 */
final class GpuTools {
  static final Path CLANG = Path.of("/usr/bin/clang-19");
  static final Path CLANG_OF_SPIRV = Path.of("/usr/bin/clang-15");
  static final Path SPIRV = Path.of("/usr/bin/llvm-spirv-15");
  static final Path SPIRV_VALIDATOR = Path.of("/usr/bin/spirv-val");
  static final Path SPIRV_READER = Path.of("/usr/bin/spirv-dis");

  private GpuTools() {}

  /** Goes on only with what this kind of code takes. */
  static void orSkip(GpuTarget.Family family) {
    List<Path> missing = needed(family).stream().filter(file -> !Files.exists(file)).toList();
    if (missing.isEmpty()) {
      return;
    }
    String story = missing + " missing (apt-get install " + packages(family) + ")";
    if ("opencl".equals(System.getProperty("require.device"))) {
      fail("-Drequire.device=opencl, but " + story);
    }
    abort("SKIPPED, no code for " + family + " is looked at here: " + story);
  }

  private static List<Path> needed(GpuTarget.Family family) {
    return switch (family) {
      case NVIDIA -> List.of(CLANG, Path.of(GpuTarget.SM_90.library()));
      case AMD -> List.of(CLANG, Path.of(GpuTarget.GFX90A.library()));
      case SPIRV -> List.of(CLANG_OF_SPIRV, SPIRV, SPIRV_VALIDATOR, SPIRV_READER);
    };
  }

  private static String packages(GpuTarget.Family family) {
    return family == GpuTarget.Family.SPIRV
        ? "clang-15 llvm-spirv-15 spirv-tools"
        : "clang-19 libclc-19";
  }
}
