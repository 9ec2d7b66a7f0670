package io.downhill.device.opencl;

import io.downhill.device.opencl.PtxProgram.Op;

/** How many operations of a GPU one of PTX becomes. */
final class GpuCost {
  /** Of a division of integers, which is a short program. */
  private static final int DIVISION = 20;

  private GpuCost() {}

  /** 0 for what is no operation: parameters, and moves between kinds of registers. */
  static double issues(Op op, Gpu gpu, boolean uniform) {
    boolean wide = op.type().endsWith("64");
    return switch (op.base()) {
      case "mov", "cvta", "ret" -> 0;
      case "cvt" -> op.words().endsWith("s64.s32") ? 1 : 0;
      case "ld" -> op.in("param") ? 0 : 1;
      case "div", "rem" -> wide ? 4 * DIVISION : DIVISION;
      case "add", "sub", "min", "max", "setp", "selp", "shl", "shr" -> wide ? 2 : 1;
      case "mul", "mad" -> wide ? 4 : 1;
      default -> 1;
    };
  }
}
