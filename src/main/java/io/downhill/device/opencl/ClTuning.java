package io.downhill.device.opencl;

import java.util.Set;

/**
 * How the kernels are built and launched on a device. None of it changes a bit of the results.
 *
 * @param form how passes over X are split
 * @param group work-items in a group: 64, 128 or 256
 * @param stripes for {@link ClForm#TILE}, stripes of 32 examples in a tile: 1, 2 or 4; {@link
 *     #WIDE} for no tile at all, {@link #FITTING} for what suits n and the local memory
 * @param maxAllocation bytes of the largest single buffer of examples; larger data are held in
 *     several
 * @param launchElements elements of X for one launch, so that a desktop's watchdog sees short ones
 */
public record ClTuning(
    ClForm form, int group, int stripes, long maxAllocation, long launchElements) {
  /** No tile: rows are read from global memory, twice. */
  public static final int WIDE = 0;

  /** The largest tile that keeps the group busy and fits, or none. */
  public static final int FITTING = -1;

  /** At 20 GB/s, slow for a GPU, a launch of so many elements takes a fifth of a second. */
  private static final long LAUNCH_ELEMENTS = 1L << 30;

  private static final int STRIPE = 32;

  /** Checks every value. */
  public ClTuning {
    if (!Set.of(64, 128, 256).contains(group)) {
      throw new IllegalArgumentException("group: " + group + ", must be 64, 128 or 256");
    }
    if (!Set.of(FITTING, WIDE, 1, 2, 4).contains(stripes)) {
      throw new IllegalArgumentException("stripes: " + stripes + ", must be -1, 0, 1, 2 or 4");
    }
    if (maxAllocation < 1 || launchElements < 1) {
      throw new IllegalArgumentException(
          "limits: " + maxAllocation + " and " + launchElements + ", must be positive");
    }
  }

  /** What suits a device of this kind. */
  static ClTuning of(ClDescription device) {
    ClForm form = device.info().kind().equals("cpu") ? ClForm.WALK : ClForm.TILE;
    int group = device.maxGroup() >= 128 ? 128 : 64;
    return new ClTuning(form, group, FITTING, device.maxAllocation(), LAUNCH_ELEMENTS);
  }

  /** The same with another form. */
  public ClTuning with(ClForm other) {
    return new ClTuning(other, group, stripes, maxAllocation, launchElements);
  }

  /** The same with another tile. */
  public ClTuning withStripes(int other) {
    return new ClTuning(form, group, other, maxAllocation, launchElements);
  }

  /** The same with other limits, as a test sets them to see several slabs and launches. */
  public ClTuning withLimits(long allocation, long elements) {
    return new ClTuning(form, group, stripes, allocation, elements);
  }

  /**
   * The stripes of a tile for n features: a choice that was made, if it fits; else the most that
   * give each item at most one column of a stripe; {@link #WIDE} where no tile fits.
   */
  int stripesFor(int features, long localMemory) {
    int wanted = stripes;
    if (stripes == FITTING) {
      wanted = 4;
      while (wanted > 1 && (long) wanted * (features + 2) > group) {
        wanted /= 2;
      }
    }
    while (wanted > 0 && tileBytes(wanted, features) > localMemory) {
      wanted /= 2;
    }
    return wanted;
  }

  /** Blocks of 1024 examples in one launch. */
  int launchBlocks(int features) {
    long blocks = launchElements / ((long) ClSlab.BLOCK * features);
    return (int) Math.max(1, Math.min(blocks, Integer.MAX_VALUE / ClSlab.BLOCK));
  }

  /** Local memory that the host gives a kernel with a tile and so many parameters, in bytes. */
  static long scratchBytes(int stripes, int features, int parameters) {
    long rows = (long) stripes * STRIPE;
    long floats = rows * (features | 1) + (long) parameters * features;
    return Float.BYTES * (floats + (stripes + 2) * (features + 2L));
  }

  /** All local memory of the largest: with two values a row, and room for what a runtime takes. */
  private static long tileBytes(int stripes, int features) {
    return scratchBytes(stripes, features, 2) + 2L * Float.BYTES * stripes * STRIPE + 256;
  }
}
