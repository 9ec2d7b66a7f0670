package io.downhill.device.opencl;

import io.downhill.device.opencl.GpuCode.Kernel;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads SPIR-V, in which a kernel says whether its products and sums may be contracted. Registers
 * and local memory are chosen by its reader.
 */
final class SpirvText {
  private static final Pattern ENTRY = Pattern.compile("OpEntryPoint Kernel (%\\w+) \"(\\w+)\"");
  private static final Pattern LOCAL =
      Pattern.compile(
          "(%\\w+) = OpVariable %_ptr_Workgroup_(?:_arr)*_(?:v(\\d+))?(?:float|uint)((?:_ulong_\\d+)*)"
              + " Workgroup");
  private static final Pattern FUNCTION =
      Pattern.compile("(?ms)^ *(%\\w+) = OpFunction .*?OpFunctionEnd");
  private static final Pattern EXTENDED = Pattern.compile("OpExtInst (%\\w+) %\\w+ (\\w+)");

  /** The functions of OpenCL that round nothing, or once and to nearest. */
  private static final String GOOD =
      "fma|fabs|fmin|fmax|select|[su]_(?:min|max|abs)|vloadn|vstoren|vload|copysign";

  private SpirvText() {}

  static List<Kernel> kernels(String text) {
    List<Kernel> kernels = new ArrayList<>();
    Matcher entry = ENTRY.matcher(text);
    while (entry.find()) {
      List<String> body = function(text, entry.group(1)).lines().map(String::strip).toList();
      kernels.add(
          new Kernel(
              entry.group(2),
              body,
              OptionalInt.empty(),
              0,
              0,
              local(text, reached(text, entry.group(1)))));
    }
    return kernels;
  }

  private static String function(String text, String id) {
    Matcher function = FUNCTION.matcher(text);
    while (function.find()) {
      if (function.group(1).equals(id)) {
        return function.group();
      }
    }
    throw new IllegalStateException("no function " + id);
  }

  /** The text of a function and of what it calls. */
  private static String reached(String text, String id) {
    StringBuilder reached = new StringBuilder(function(text, id));
    Pattern.compile("OpFunctionCall %\\w+ (%\\w+)")
        .matcher(reached.toString())
        .results()
        .forEach(call -> reached.append(reached(text, call.group(1))));
    return reached.toString();
  }

  /** Bytes of a kernel's arrays in local memory, from the names that their types have. */
  private static int local(String text, String code) {
    int bytes = 0;
    Matcher variable = LOCAL.matcher(text);
    while (variable.find()) {
      if (Pattern.compile(variable.group(1) + "\\b").matcher(code).find()) {
        int size = variable.group(2) == null ? 1 : Integer.parseInt(variable.group(2));
        for (String length : variable.group(3).split("_ulong_")) {
          size *= length.isEmpty() ? Float.BYTES : Integer.parseInt(length);
        }
        bytes += size;
      }
    }
    return bytes;
  }

  /** Whether there is anything to contract in it or in what it calls. */
  private static boolean computes(String text, String id) {
    return Pattern.compile("OpF(?:Add|Sub|Mul)\\b").matcher(reached(text, id)).find();
  }

  static void broken(String text, List<String> broken) {
    Matcher entry = ENTRY.matcher(text);
    while (entry.find()) {
      boolean computes = computes(text, entry.group(1));
      if (computes && !text.contains("OpExecutionMode " + entry.group(1) + " ContractionOff")) {
        broken.add(entry.group(2) + ": contraction is not off");
      }
    }
    Matcher word =
        Pattern.compile(
                "FPFastMathMode|DenormFlushToZero|RoundingModeRTZ|FPRoundingMode \\w+|"
                    + "OpFDiv|OpFRem|OpFMod|OpDot|Float64|Float16")
            .matcher(text);
    while (word.find()) {
      broken.add(word.group());
    }
    Matcher extended = EXTENDED.matcher(text);
    while (extended.find()) {
      if (!extended.group(2).matches(GOOD)) {
        broken.add(extended.group(2) + " is free to round as it likes");
      }
    }
  }

  /** Calls of OpenCL's fma: by its mangled name, for floats and vectors of them. */
  static int fusedOfMiddle(String middle) {
    return (int) Pattern.compile("call .*@_Z3fma").matcher(middle).results().count();
  }

  static int fused(String text) {
    return (int)
        EXTENDED.matcher(text).results().filter(found -> found.group(2).equals("fma")).count();
  }
}
