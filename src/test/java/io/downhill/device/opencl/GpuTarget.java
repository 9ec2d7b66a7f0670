package io.downhill.device.opencl;

import io.downhill.device.DeviceInfo;
import java.util.List;

/**
 * A kind of GPU whose machine code is looked at, with what its driver tells the launcher: those
 * figures are the vendors' for OpenCL.
 */
enum GpuTarget {
  /** V100. */
  SM_70("sm_70", Family.NVIDIA, 32, 48 << 10, 1024, 255),
  /** H100 and H200. */
  SM_90("sm_90", Family.NVIDIA, 32, 48 << 10, 1024, 255),
  /** MI200. */
  GFX90A("gfx90a", Family.AMD, 64, 64 << 10, 256, 512),
  /** MI300. */
  GFX942("gfx942", Family.AMD, 64, 64 << 10, 256, 512),
  /** RX 6000. */
  GFX1030("gfx1030", Family.AMD, 32, 64 << 10, 256, 256),
  /** RX 7000. */
  GFX1100("gfx1100", Family.AMD, 32, 64 << 10, 256, 256),
  /** What Intel's compiler takes. It says nothing of registers. */
  SPIRV("spir64", Family.SPIRV, 16, 64 << 10, 512, Integer.MAX_VALUE);

  /** Whose code it is, and what its compiler is told. */
  enum Family {
    NVIDIA,
    AMD,
    SPIRV
  }

  final String chip;
  final Family family;

  /** Items that step together. */
  final int wave;

  /** Bytes of local memory that a group may have. */
  final int localMemory;

  final int maxGroup;

  /** Registers of 32 bits that an item may have. */
  final int maxRegisters;

  GpuTarget(String chip, Family family, int wave, int localMemory, int maxGroup, int maxRegisters) {
    this.chip = chip;
    this.family = family;
    this.wave = wave;
    this.localMemory = localMemory;
    this.maxGroup = maxGroup;
    this.maxRegisters = maxRegisters;
  }

  /** What the launcher takes on such a device before it knows the data. */
  ClTuning tuning() {
    return ClTuning.of(description());
  }

  /** What it knows of the device when it decides. */
  ClPlan.Limits limits() {
    return ClPlan.Limits.of(description());
  }

  private ClDescription description() {
    String vendor = family == Family.NVIDIA ? "NVIDIA Corporation" : family.name();
    DeviceInfo info = new DeviceInfo("opencl:0", chip, vendor, "gpu", true, 1L << 34, "");
    return new ClDescription(null, null, info, 1L << 32, localMemory, maxGroup, 100);
  }

  /** Arguments of the compiler, but for what is read and written. */
  List<String> arguments() {
    return switch (family) {
      case NVIDIA ->
          List.of("-target", "nvptx64-nvidia-nvcl", "-Xclang", "-target-cpu", "-Xclang", chip);
      case AMD -> List.of("-target", "amdgcn-amd-amdhsa", "-mcpu=" + chip, "-nogpulib");
      case SPIRV -> List.of("-target", chip);
    };
  }

  /** The file of the OpenCL functions, which the code of kernels is linked with. */
  String library() {
    return switch (family) {
      case NVIDIA -> "/usr/lib/clc/nvptx64--nvidiacl.bc";
      // Of no chip in particular: those of a chip ask for its work-items in Mesa's way.
      case AMD -> "/usr/lib/clc/amdgcn--amdhsa.bc";
      case SPIRV -> throw new IllegalStateException("SPIR-V leaves the functions to its reader");
    };
  }
}
