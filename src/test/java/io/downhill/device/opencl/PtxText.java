package io.downhill.device.opencl;

import io.downhill.device.opencl.GpuCode.Kernel;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads PTX. Its registers are without number; the driver's compiler behind it chooses real ones
 * and may spill them, which this text cannot tell. What is rounded by {@code .rn} it must neither
 * contract nor flush.
 */
final class PtxText {
  private static final Pattern ENTRY =
      Pattern.compile("(?ms)^(?:\\.visible )?\\.entry (\\w+)\\(.*?^\\{(.*?)^\\}");
  private static final Pattern SHARED =
      Pattern.compile("(?m)^\\s*\\.shared .*?\\.b8\\s+([\\w$]+)\\[(\\d+)\\]");
  private static final Pattern DEPOT =
      Pattern.compile("(?m)^\\s*\\.local .*?\\.b8\\s+[\\w$]+\\[(\\d+)\\]");

  /** An operation on floats, with all its words. */
  private static final Pattern FLOAT =
      Pattern.compile(
          "(?m)^\\s*(?:@!?%p\\d+ )?([a-z]\\w*)((?:\\.\\w+)*\\.[fb]?f(?:16|32|64)\\w*(?:\\.\\w+)*)\\b");

  /** What rounds nothing. */
  private static final String EXACT = "ld|st|mov|selp|setp|set|neg|abs|min|max|testp|copysign";

  private PtxText() {}

  static List<Kernel> kernels(String text) {
    List<Kernel> kernels = new ArrayList<>();
    Matcher entry = ENTRY.matcher(text);
    while (entry.find()) {
      String body = entry.group(2);
      int local = 0;
      Matcher shared = SHARED.matcher(text);
      while (shared.find()) {
        if (Pattern.compile(Pattern.quote(shared.group(1)) + "(?![\\w$])").matcher(body).find()) {
          local += Integer.parseInt(shared.group(2));
        }
      }
      Matcher depot = DEPOT.matcher(body);
      int stack = depot.find() ? Integer.parseInt(depot.group(1)) : 0;
      List<String> lines = body.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
      kernels.add(new Kernel(entry.group(1), lines, OptionalInt.empty(), 0, stack, local));
    }
    return kernels;
  }

  static void broken(String text, List<String> broken) {
    Matcher operation = FLOAT.matcher(text);
    while (operation.find()) {
      String name = operation.group(1);
      String words = operation.group(2);
      boolean exact = name.matches(EXACT);
      boolean rounded =
          words.startsWith(".rn.f32")
              && (name.matches("add|sub|mul|fma") || words.matches("\\.rn\\.f32\\.[su]\\d+"));
      boolean toInteger = name.equals("cvt") && words.matches("\\.r[zn]i?\\.[su]\\d+\\.f32");
      if (!exact && !rounded && !toInteger || words.contains("ftz") || words.contains("f64")) {
        broken.add(name + words + " is not rounded to nearest, or flushes");
      }
    }
  }

  static int fused(String text) {
    return (int) Pattern.compile("\\bfma\\.rn\\.f32\\b").matcher(text).results().count();
  }
}
