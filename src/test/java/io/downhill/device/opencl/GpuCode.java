package io.downhill.device.opencl;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A program compiled for a GPU, and what its code says.
 *
 * @param program its file and options, for messages
 * @param middle the code of LLVM that the assembly is made of
 * @param assembly PTX, GCN or SPIR-V as text
 */
record GpuCode(GpuTarget target, String program, String middle, String assembly) {
  /**
   * What the assembly says of a kernel.
   *
   * @param body its instructions, a line each
   * @param registers of 32 bits for an item, where the text tells: PTX and SPIR-V have no real ones
   * @param spilled registers that did not find room
   * @param stack bytes of an item's own memory, which lies in global memory
   * @param local bytes of local memory, without what the host hands over
   */
  record Kernel(
      String name, List<String> body, OptionalInt registers, int spilled, int stack, int local) {}

  private static final Pattern MAY_CONTRACT =
      Pattern.compile(
          "(?m)^.*(?:@llvm\\.fmuladd\\.|\\bf(?:add|sub|mul|div|rem|neg|cmp) (?:fast|contract|"
              + "reassoc|nnan|ninf|nsz|arcp|afn)\\b|\\bcall (?:fast|contract|reassoc|nnan|ninf|nsz"
              + "|arcp|afn)\\b).*$");

  /** Results that are not the nearest float, or may be another one on another device. */
  private static final Pattern INEXACT =
      Pattern.compile(
          "(?m)^.*(?: f(?:div|rem) |\\bdouble\\b|\\bhalf\\b|@llvm\\.(?!fma\\.|fabs\\.|fptoui|fptosi"
              + "|m(?:in|ax)num\\.|copysign\\.)[\\w.]*\\.(?:v\\d+)?f\\d+).*$");

  private static final Pattern FUSED =
      Pattern.compile("call.*@llvm\\.fma\\.(?:v(\\d+))?f(\\d+)\\(");

  private static final Pattern PRODUCT = Pattern.compile(" = fmul (?:<(\\d+) x )?float");

  /** The kernels in the order of the text. */
  List<Kernel> kernels() {
    return switch (target.family) {
      case NVIDIA -> PtxText.kernels(assembly);
      case AMD -> GcnText.kernels(assembly);
      case SPIRV -> SpirvText.kernels(assembly);
    };
  }

  /** What may change the bits, or does not fit: a line each, none in code as it should be. */
  List<String> broken() {
    List<String> broken = new ArrayList<>();
    Matcher contract = MAY_CONTRACT.matcher(middle);
    while (contract.find()) {
      broken.add("may contract or reorder: " + contract.group().strip());
    }
    Matcher inexact = INEXACT.matcher(middle);
    while (inexact.find()) {
      broken.add("not rounded to nearest everywhere: " + inexact.group().strip());
    }
    switch (target.family) {
      case NVIDIA -> PtxText.broken(assembly, broken);
      case AMD -> GcnText.broken(middle, assembly, broken);
      case SPIRV -> SpirvText.broken(assembly, broken);
    }
    // Nothing chooses the walking form on a GPU; verify runs it, however slow.
    boolean ofCpu = program.contains("_walk.cl");
    for (Kernel kernel : kernels()) {
      if (!ofCpu && (kernel.spilled() > 0 || kernel.stack() > 0)) {
        broken.add(
            kernel.name()
                + ": "
                + kernel.spilled()
                + " registers spilled, "
                + kernel.stack()
                + " bytes of stack");
      }
      if (kernel.local() > target.localMemory) {
        broken.add(kernel.name() + ": " + kernel.local() + " bytes of local memory");
      }
      if (kernel.registers().orElse(0) > target.maxRegisters) {
        broken.add(kernel.name() + ": " + kernel.registers().getAsInt() + " registers");
      }
    }
    int asked = fusedOfMiddle();
    int made = fused();
    // Fewer are some that were found to be the same, unless one became a product and a sum.
    if (made > asked || made < asked && splits()) {
      broken.add("fma: " + asked + " in the code of LLVM, " + made + " in the assembly");
    }
    return broken.stream().map(line -> target + " " + program + ": " + line).toList();
  }

  private boolean splits() {
    int products = lanes(PRODUCT.matcher(middle));
    return target.family != GpuTarget.Family.AMD || GcnText.products(assembly) > products;
  }

  private static int lanes(Matcher found) {
    int lanes = 0;
    while (found.find()) {
      lanes += found.group(1) == null ? 1 : Integer.parseInt(found.group(1));
    }
    return lanes;
  }

  /** Products that are added without rounding in between, as the source asks for. */
  private int fusedOfMiddle() {
    if (target.family == GpuTarget.Family.SPIRV) {
      return SpirvText.fusedOfMiddle(middle);
    }
    return lanes(FUSED.matcher(middle));
  }

  /** The same that the assembly has. */
  private int fused() {
    return switch (target.family) {
      case NVIDIA -> PtxText.fused(assembly);
      case AMD -> GcnText.fused(assembly);
      case SPIRV -> SpirvText.fused(assembly);
    };
  }
}
