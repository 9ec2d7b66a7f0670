package io.downhill.device.opencl;

import java.util.OptionalInt;

/**
 * A GPU as {@link GpuCore} reckons with it. A core is what shares local memory: NVIDIA's
 * multiprocessor, AMD's compute unit (of RDNA its pair, a workgroup processor), Intel's Xe core.
 *
 * @param target whose code tells registers and local memory
 * @param cores of them
 * @param clock GHz
 * @param peak GB/s of its memory by the vendor
 * @param copy GB/s that a copy within it moves, read and written together
 * @param read GB/s that a plain read reaches
 * @param latency ns from a load to its value from memory that is busy
 * @param registers of 32 bits of a core, and in steps of how many an item gets them
 * @param granule that step
 * @param waves that a core holds at most
 * @param groups that a core holds at most
 * @param local bytes of local memory of a core
 * @param reserved of it for each group
 * @param lanes of a wave
 * @param schedulers of a core
 * @param floats cycles of a scheduler's unit for a wave's operation on floats
 * @param integers the same for integers
 * @param apart whether these have a unit of their own
 * @param scalar whether what is the same for all items of a wave costs no unit
 * @param alu cycles from an operation to one that needs its result
 * @param localLatency the same for a read of local memory
 * @param localCycles of a core's local memory for 128 bytes
 */
record Gpu(
    String name,
    GpuTarget target,
    int cores,
    double clock,
    double peak,
    double copy,
    double read,
    double latency,
    int registers,
    int granule,
    int waves,
    int groups,
    int local,
    int reserved,
    int lanes,
    int schedulers,
    double floats,
    double integers,
    boolean apart,
    boolean scalar,
    int alu,
    int localLatency,
    double localCycles) {

  /**
   * Latency of memory that is busy: chosen so that the model meets the measurements on the H200.
   */
  private static final double BUSY = 550;

  /** What local memory takes for 128 bytes, from the same. */
  private static final double BANKS_LOSE = 1.1;

  /**
   * NVIDIA H100 white paper and data sheet (SXM5). Copy and read are assumed to be the shares of
   * the peak that were measured on the H200.
   */
  static final Gpu H100 = hopper("H100", 3352, 3352 * 0.88, 3352 * 0.94);

  /** NVIDIA H200 data sheet; copy and read were measured, docs/benchmarks.md. */
  static final Gpu H200 = hopper("H200", 4800, 4230, 4500);

  private static Gpu hopper(String name, double peak, double copy, double read) {
    return new Gpu(
        name,
        GpuTarget.SM_90,
        132,
        1.755,
        peak,
        copy,
        read,
        BUSY,
        65536,
        8,
        64,
        32,
        228 << 10,
        1 << 10,
        32,
        4,
        1,
        2,
        true,
        false,
        4,
        30,
        BANKS_LOSE);
  }

  /**
   * AMD CDNA 3 white paper: 304 compute units of four SIMD16, which take 4 cycles for a wave of 64;
   * 512 registers an item, eight waves a SIMD; 64 KB. Assumed, for want of a measurement: copy 0.75
   * and read 0.81 of the peak, and the latency.
   */
  static final Gpu MI300X =
      new Gpu(
          "MI300X",
          GpuTarget.GFX942,
          304,
          2.1,
          5300,
          4000,
          4300,
          800,
          4 * 512 * 64,
          8,
          32,
          32,
          64 << 10,
          0,
          64,
          4,
          4,
          4,
          false,
          true,
          4,
          64,
          1);

  /**
   * AMD RDNA 3: 48 workgroup processors of four SIMD32 with 1536 registers for each of 32 lanes;
   * 128 KB at 128 bytes a cycle for each of two halves. Copy, read and latency are assumed.
   */
  static final Gpu RX7900XTX =
      new Gpu(
          "7900 XTX",
          GpuTarget.GFX1100,
          48,
          2.5,
          960,
          820,
          860,
          600,
          4 * 1536 * 32,
          24,
          64,
          32,
          128 << 10,
          0,
          32,
          4,
          1,
          1,
          false,
          true,
          5,
          40,
          0.5);

  /**
   * Intel Xe2: 20 cores of eight engines of 16 lanes with eight threads each; 128 KB. Copy, read
   * and latency are assumed, and 128 registers an item.
   */
  static final Gpu B580 =
      new Gpu(
          "Arc B580",
          GpuTarget.SPIRV,
          20,
          2.67,
          456,
          395,
          420,
          700,
          8 * 8 * 128 * 16,
          128,
          64,
          32,
          128 << 10,
          0,
          16,
          8,
          1,
          1,
          true,
          true,
          5,
          40,
          1);

  /** Groups of so many items that a core holds at once. */
  int resident(int items, OptionalInt registersOfItem, int localOfGroup) {
    int wavesOfGroup = (items + lanes - 1) / lanes;
    int most = Math.min(groups, waves / wavesOfGroup);
    if (registersOfItem.isPresent()) {
      int each = (registersOfItem.getAsInt() + granule - 1) / granule * granule;
      most = Math.min(most, registers / (each * wavesOfGroup * lanes));
    }
    return Math.min(most, local / Math.max(1, localOfGroup + reserved));
  }

  /** Bytes that memory gives a core in a cycle when all ask. */
  double bytesPerCycle() {
    return read / cores / clock;
  }
}
