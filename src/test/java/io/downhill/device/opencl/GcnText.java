package io.downhill.device.opencl;

import io.downhill.device.opencl.GpuCode.Kernel;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the assembly of AMD's GPUs, with the figures that LLVM writes beside it. */
final class GcnText {
  /** Rounds to nearest, and keeps denormals in and out, of floats and doubles. */
  private static final int FLOAT_MODE = 0xF0;

  private static final Pattern KERNEL =
      Pattern.compile(
          "(?ms)^(\\w+):\\s*; @\\1\\n(.*?)^\\s*\\.section\\s+\\.rodata.*?"
              + "\\.amdhsa_kernel \\1\\n(.*?)\\.end_amdhsa_kernel(.*?; WaveLimiterHint[^\\n]*)");
  private static final Pattern WORD =
      Pattern.compile(
          "\\bv_(?:dual_)?([a-z0-9_]*_f(?:16|32|64)(?:_[iu]\\d+)?)(?:_e\\d+|_dpp|_sdwa)?\\b");
  private static final Pattern MODIFIER =
      Pattern.compile("(?m)^\\s*v_\\w*_f32\\w* .*\\b(mul:\\d|div:\\d|clamp)\\b.*$");

  /**
   * The operations of floats that round to nearest and keep denormals, or round nothing. Two of the
   * conversions and the reciprocal are how integers are divided, which mends what they lose.
   */
  private static final String GOOD =
      "(?:pk_)?(?:add|sub|subrev|mul|fma|fmac)_f32|fma[am]k_f32|(?:max|min)_f32|cmpx?_\\w+_f32"
          + "|(?:rcp_iflag|cvt_[iu]32)_f32(?:_e\\d+)?|cvt_f32_[iu]32";

  /** What divides integers of 64 bits by way of floats, and mends what they lose. */
  private static final String DIVISION = "rcp_f32|trunc_f32|madmk_f32|mac_f32|madak_f32";

  /** 2^32 and its negative stand beside each of its products. */
  private static final Pattern OF_DIVISION =
      Pattern.compile("(?m)^\\s*v_(?:fma|mad|mac)\\w* .*0x[4c]f800000.*$");

  private GcnText() {}

  static List<Kernel> kernels(String text) {
    List<Kernel> kernels = new ArrayList<>();
    Matcher kernel = KERNEL.matcher(text);
    while (kernel.find()) {
      String name = kernel.group(1);
      String figures = kernel.group(4);
      String metadata = metadata(text, name);
      kernels.add(
          new Kernel(
              name,
              kernel.group(2).lines().map(String::strip).toList(),
              OptionalInt.of(number(metadata, "\\.vgpr_count:\\s+(\\d+)")),
              number(metadata, "\\.vgpr_spill_count:\\s+(\\d+)")
                  + number(metadata, "\\.sgpr_spill_count:\\s+(\\d+)"),
              Math.max(
                  number(figures, "; ScratchSize: (\\d+)"),
                  number(metadata, "\\.private_segment_fixed_size:\\s+(\\d+)")),
              number(figures, "; LDSByteSize: (\\d+)")));
    }
    return kernels;
  }

  /** What the metadata say of a kernel: its entry in a list. */
  private static String metadata(String text, String name) {
    int start = text.indexOf("amdhsa.kernels:");
    for (String entry : text.substring(start).split("(?m)^  - ")) {
      if (Pattern.compile("(?m)^ {4}\\.name:\\s+" + name + "$").matcher(entry).find()) {
        return entry;
      }
    }
    throw new IllegalStateException("no metadata of " + name);
  }

  private static int number(String text, String pattern) {
    Matcher found = Pattern.compile(pattern).matcher(text);
    if (!found.find()) {
      throw new IllegalStateException("no " + pattern + " in " + text);
    }
    return Integer.parseInt(found.group(1));
  }

  static void broken(String middle, String text, List<String> broken) {
    Matcher mode = Pattern.compile("; FloatMode: (\\d+)").matcher(text);
    int modes = 0;
    while (mode.find()) {
      modes++;
      if (Integer.parseInt(mode.group(1)) != FLOAT_MODE) {
        broken.add("FloatMode " + mode.group(1) + " flushes or rounds otherwise");
      }
    }
    if (modes != kernels(text).size()) {
      broken.add(kernels(text).size() + " kernels were read, " + modes + " have a FloatMode");
    }
    boolean divides = Pattern.compile(" [su](?:div|rem) i64 ").matcher(middle).find();
    Matcher word = WORD.matcher(text);
    while (word.find()) {
      String name = word.group(1);
      if (!name.matches(GOOD) && !(divides && name.matches(DIVISION))) {
        broken.add(word.group() + " is none of the operations that round to nearest");
      }
    }
    Matcher modifier = MODIFIER.matcher(text);
    while (modifier.find()) {
      broken.add("changed behind the rounding: " + modifier.group().strip());
    }
  }

  /** Without the two of a division of integers, which is where a float is cut off. */
  static int fused(String text) {
    int count = 0;
    Matcher fused = Pattern.compile("\\bv_(?:dual_)?(pk_)?fma(?:c|ak|mk)?_f32").matcher(text);
    while (fused.find()) {
      count += fused.group(1) == null ? 1 : 2;
    }
    int ofDivisions = 2 * count(text, "\\bv_trunc_f32");
    return count - Math.max(0, ofDivisions - count(text, "\\bv_ma(?:d|c)(?:ak|mk)?_f32"));
  }

  /** Products that are rounded, without those of divisions of integers. */
  static int products(String text) {
    int count = count(text, "\\bv_(?:dual_)?(?:pk_)?mul_f32") + count(text, "\\bv_pk_mul_f32");
    return count - 2 * count(text, "\\bv_trunc_f32") - count(text, "\\bv_mul_f32\\w* .*0x4f7ffffe");
  }

  private static int count(String text, String pattern) {
    return (int) Pattern.compile(pattern).matcher(text).results().count();
  }
}
